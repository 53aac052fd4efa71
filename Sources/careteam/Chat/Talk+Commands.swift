import ArgumentParser
import CareTeamCore
import CareTeamMailbox
import CareTeamStore

extension Talk {
  /// Does what a line asks for.
  mutating func take(entered line: String) async {
    let handle = conversation.handle.description
    switch ChatEntry(line) {
    case .nothing: return
    case .message(let text): await send(text, line: line)
    case .attach(let file, let text): await send(text, files: [FileNames.expanded(file)], line: line)
    case .save(let id, let folder): save(id, FileNames.expanded(folder))
    case .close: mark(handle, "--done")
    case .open: mark(handle, "--active")
    case .unread: unread()
    case .edit(let text): edit(text)
    case .older: await attempt { (talk) async throws(CareTeamError) in try await talk.showOlder() }
    case .help: help()
    case .quit: end = .quit
    case .mistaken(let why):
      screen.note(why)
      editor.replace(with: line)
    }
  }

  private mutating func attempt(_ work: (inout Talk) async throws(CareTeamError) -> Void) async {
    do throws(CareTeamError) { try await work(&self) } catch { screen.note(error.message) }
  }

  private func help() {
    let width = ChatEntry.commands.map { $0.name.count + $0.operands.count + 3 }.max() ?? 0
    screen.show(
      ChatEntry.commands.map { command in
        let usage = "/\(command.name) \(command.operands)"
        return .line("  \(usage.padded(toCells: width))  \(command.words)")
      })
    screen.note(
      "a backslash before Enter, or Alt-Enter, begins another line of the same message; ‘//’ begins a text with a slash; "
        + "the arrow keys fetch what was typed before; Tab completes")
  }

  private mutating func mark(_ handle: String, _ state: String) {
    let delivery = lastDelivery
    inBackground { (session, mailbox) throws(CareTeamError) in
      // What was sent before belongs into the conversation while it is open.
      await delivery?.value
      return try await parsed { try Mark.parse([handle, state]) }.run(in: session, with: mailbox)
    }
  }

  private mutating func save(_ id: String, _ folder: String) {
    let screen = screen
    inBackground { (session, mailbox) throws(CareTeamError) in
      let command = try parsed { try Save.parse(["-d", folder, "--", id]) }
      let result = try await command.run(in: session, with: mailbox)
      screen.show(result.presentation?.text ?? [])
      return result
    }
  }

  private mutating func unread() {
    let (handle, screen) = (conversation.handle.description, screen)
    inBackground { (session, mailbox) throws(CareTeamError) in
      let command = try parsed { try Mark.parse([handle, "--unread"]) }
      let result = try await command.run(in: session, with: mailbox)
      let marked = (result.presentation?.items?.first?["messages"]?.array ?? []).compactMap(\.string)
      screen.note(
        marked.isEmpty ? "there is no received message to mark" : "\(marked.joined(separator: " ")) is unread again")
      return result
    }
  }

  /// Does what may wait for the server beside the typing.
  private mutating func inBackground(
    _ work: @escaping @Sendable (Session, Mailbox) async throws(CareTeamError) -> CommandResult
  ) {
    let (session, mailbox, continuation) = (session, mailbox, continuation)
    commands += 1
    Task {
      do throws(CareTeamError) { continuation.yield(.done(try await work(session, mailbox))) } catch {
        continuation.yield(.failed(error))
      }
    }
  }

  /// Lets a text be written in the editor; what was written comes into the line, and is sent with Enter.
  mutating func edit(_ text: String) {
    let draft =
      loaded
      ?? Draft(
        target: .reply(to: conversation.handle), text: text, clientId: ClientID.random().text, updatedAt: session.now())
    screen.close()
    terminal.pause()
    do throws(CareTeamError) {
      let written = try Editor(session: session).write(draft, beginning: text, in: mailbox.store)
      take(written)
    } catch {
      screen.note(error.message)
      editor.replace(with: text)
    }
    terminal.goOn()
    redraw()
  }

  private mutating func take(_ written: Draft) {
    guard !written.text.allSatisfy(\.isWhitespace) else {
      if let handle = written.handle { _ = try? mailbox.store.removeDraft(handle) }
      editor.replace(with: "")
      return
    }
    guard written.text.count <= LineEditor.longest, !screen.isPlain else {
      let handle = written.handle?.description ?? ""
      return screen.note("that does not go into the line; send it with ‘careteam draft send \(handle)’")
    }
    loaded = written
    editor.replace(with: written.text)
  }
}
