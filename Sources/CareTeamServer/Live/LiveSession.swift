import CareTeamCore
import Logging
import NIOCore
import NIOWebSocket

/// One open socket: reads binds, writes what its outbox holds, and sees to it that someone is there.
struct LiveSession: Sendable {
  let hub: LiveHub
  let timing: LiveTiming
  let admission: LiveAdmission
  let outbox = LiveOutbox(now: .now)

  /// Serves the socket until either side ends it.
  func run(_ channel: NIOAsyncChannel<WebSocketFrame, WebSocketFrame>) async {
    do {
      try await channel.executeThenClose { inbound, outbound in
        await withTaskGroup(of: Bool.self) { group in
          group.addTask {
            await read(inbound)
            return false
          }
          group.addTask {
            await write(outbound)
            return true
          }
          group.addTask { await watch(channel.channel) }
          for await isOver in group where isOver { group.cancelAll() }
        }
      }
    } catch {
      hub.logger.trace("live socket ended", metadata: ["error": "\(type(of: error))"])
    }
    await hub.unbind(outbox)
  }

  /// Whatever ends the reading is answered with a close, so that the writer ends too.
  private func read(_ inbound: NIOAsyncChannelInboundStream<WebSocketFrame>) async {
    var assembler = LiveAssembler()
    do {
      for try await frame in inbound {
        outbox.heard(now: .now)
        guard let message = try assembler.accept(frame) else { continue }
        try await answer(message)
      }
      outbox.send(.close(.goingAway))
    } catch let close as LiveClose {
      outbox.send(.close(close))
    } catch {
      outbox.send(.close(.protocolError("unreadable")))
    }
  }

  private func answer(_ message: LiveAssembler.Message) async throws(LiveClose) {
    switch message {
    case .ping(let data): outbox.send(.pong(data))
    case .pong: break
    case .close(let close): throw close ?? LiveClose(code: 1000, reason: "")
    case .text(let text):
      guard let command = LiveCommand(text) else {
        outbox.send(.text("error unknown request; send: bind <subscription id>"))
        return
      }
      await hub.handle(command, from: admission, outbox: outbox)
    }
  }

  private func write(_ outbound: NIOAsyncChannelOutboundWriter<WebSocketFrame>) async {
    for await _ in outbox.wakes {
      for item in outbox.take(now: .now) {
        do {
          try await outbound.write(frame(item))
        } catch {
          return
        }
        if case .close = item { return }
      }
      outbox.written()
    }
  }

  private func frame(_ item: LiveOutbox.Item) -> WebSocketFrame {
    switch item {
    case .text(let text): .text(text)
    case .ping: WebSocketFrame(fin: true, opcode: .ping, data: ByteBuffer())
    case .pong(let data): WebSocketFrame(fin: true, opcode: .pong, data: ByteBuffer(bytes: data))
    case .close(let close): .closing(with: close)
    case .notification(let binding, let events): .text(binding.text(events: events))
    }
  }

  /// Ends a socket whose peer is silent, or whose login is over; true when it closed the channel itself.
  private func watch(_ channel: any Channel) async -> Bool {
    if case .anonymous = admission {
      guard (try? await Task.sleep(for: timing.greeting)) != nil else { return false }
      if await !hub.isBound(outbox) { outbox.send(.close(.policy("no binding token came"))) }
    }
    while (try? await Task.sleep(for: timing.heartbeat)) != nil {
      guard !outbox.isDead(now: .now, after: timing.patience) else {
        channel.close(promise: nil)
        return true
      }
      if await !hub.isCurrent(admission, outbox) { outbox.send(.close(.policy("the login has ended"))) }
      outbox.send(.ping)
    }
    return false
  }
}

extension WebSocketFrame {
  /// A text message in one unmasked frame.
  static func text(_ text: String) -> WebSocketFrame {
    WebSocketFrame(fin: true, opcode: .text, data: ByteBuffer(string: text))
  }
}
