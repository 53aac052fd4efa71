import CareTeamCore
import CareTeamStore

extension Mailbox {
  /// Uploads the files of a message that are not on the server yet, each noted as soon as it is there.
  func upload(
    _ job: OutboxJob, plan: DeliveryPlan, progress: TransferProgress?
  ) async throws(SendStop) -> [(file: DraftAttachment, content: SentContent)] {
    var uploaded: [(file: DraftAttachment, content: SentContent)] = []
    for item in job.attachments {
      guard let file = item.file else {
        throw SendStop(outcome: .refused("the copy of \(item.attachment.handle) is gone from the mailbox"))
      }
      if let url = item.attachment.url {
        uploaded.append((file, .url(url)))
        continue
      }
      let content = try await upload(file, of: job, plan: plan, progress: progress)
      if case .url(let url) = content {
        do throws(StoreError) {
          try store.setUploaded(attachment: item.attachment.handle, url: url)
        } catch {
          throw SendStop(error)
        }
      }
      uploaded.append((file, content))
    }
    return uploaded
  }

  /// Where the server keeps a file: it is uploaded unless the same bytes were sent to the same people before.
  private func upload(
    _ file: DraftAttachment, of job: OutboxJob, plan: DeliveryPlan, progress: TransferProgress?
  ) async throws(SendStop) -> SentContent {
    if job.conversation.reference != nil {
      do throws(StoreError) {
        if let url = try store.uploaded(file, in: job.conversation.handle) { return .url(url) }
      } catch {
        throw SendStop(error)
      }
    }
    let context = job.conversation.reference ?? job.newConversation?.patient.reference
    var request = dialect.upload(file, context: context, base: account.server)
    if Attachment.isSealed(file.path) { request.body = .stream(try content(of: file)) }
    let timeout = plan.strict ? plan.deadline.remaining : nil
    let response = try await send(request, timeout: timeout, progress: progress)
    if response.isSuccess, let url = dialect.uploadedURL(in: response) { return .url(url) }
    if let content = try await sendOtherwise(file, context, refused: response, timeout: timeout, progress: progress) {
      return content
    }
    learnLimits(from: response, to: file)
    throw SendStop(outcome: dialect.outcome(ofUpload: response))
  }

  /// Sends a file to a server that does not take its bytes as they are: as a resource, or within the message.
  ///
  /// - Returns: nil when there is no other way for it.
  private func sendOtherwise(
    _ file: DraftAttachment, _ context: Reference?, refused response: HTTPResponse, timeout: Duration?,
    progress: TransferProgress?
  ) async throws(SendStop) -> SentContent? {
    switch response.status {
    case 400, 406, 415, 422:
      guard file.size <= Self.largestResource else { return nil }
      let data = try base64(of: file)
      let request = dialect.upload(data, of: file, context: context, base: account.server)
      let response = try await send(request, timeout: timeout, progress: progress)
      return response.isSuccess ? dialect.uploadedURL(in: response).map { .url($0) } : nil
    case 404, 405, 501: return file.size <= Self.largestInline ? .data(try base64(of: file)) : nil
    default: return nil
    }
  }

  /// The largest file that is sent as a resource, in bytes: it is in memory as base64 then.
  private static let largestResource: Int64 = 16 << 20
  /// The largest file that becomes part of its message, in bytes: it comes along with every search then.
  private static let largestInline: Int64 = 2 << 20

  private func base64(of file: DraftAttachment) throws(SendStop) -> String {
    do throws(CareTeamError) {
      let seal = try fileSeal(for: [file.path])
      return Base64.encode(try LocalFile.contents(file.path, seal))
    } catch {
      throw SendStop(outcome: .refused(error.message))
    }
  }

  private func content(of file: DraftAttachment) throws(SendStop) -> ByteStream {
    do throws(CareTeamError) { return try stream(file) } catch {
      throw SendStop(outcome: .refused(error.message))
    }
  }

  private func send(
    _ request: HTTPRequest, timeout: Duration?, progress: TransferProgress?
  ) async throws(SendStop) -> HTTPResponse {
    let response: HTTPResponse
    do throws(TransportError) {
      response = try await transport.send(request, timeout: timeout, progress: progress)
    } catch {
      // An upload that may have arrived is no message yet: sending the file again loses and doubles nothing.
      throw SendStop(outcome: dialect.outcome(of: error).withoutMessage)
    }
    noteHold(response)
    return response
  }
}

extension OutboxAttachment {
  /// The file to send; nil when the mailbox has no copy of it.
  fileprivate var file: DraftAttachment? {
    guard let path = attachment.path, let size = attachment.size, let sha256 = attachment.sha256 else { return nil }
    return DraftAttachment(
      path: path, filename: attachment.filename ?? "attachment",
      contentType: attachment.contentType ?? MediaType.unknown, size: size, sha256: sha256, sha1: sha1 ?? "")
  }
}
