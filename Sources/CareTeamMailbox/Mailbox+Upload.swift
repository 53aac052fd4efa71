import CareTeamCore
import CareTeamStore

extension Mailbox {
  /// Uploads the files of a message that are not on the server yet, each noted as soon as it is there.
  func upload(
    _ job: OutboxJob, plan: DeliveryPlan, progress: TransferProgress?
  ) async throws(SendStop) -> [(file: DraftAttachment, url: String)] {
    var uploaded: [(file: DraftAttachment, url: String)] = []
    for item in job.attachments {
      guard let file = item.file else {
        throw SendStop(outcome: .refused("the copy of \(item.attachment.handle) is gone from the mailbox"))
      }
      if let url = item.attachment.url {
        uploaded.append((file, url))
        continue
      }
      let url = try await upload(file, of: job, plan: plan, progress: progress)
      do throws(StoreError) {
        try store.setUploaded(attachment: item.attachment.handle, url: url)
      } catch {
        throw SendStop(error)
      }
      uploaded.append((file, url))
    }
    return uploaded
  }

  /// Where the server keeps a file: it is uploaded unless the same bytes were sent to the same people before.
  private func upload(
    _ file: DraftAttachment, of job: OutboxJob, plan: DeliveryPlan, progress: TransferProgress?
  ) async throws(SendStop) -> String {
    if job.conversation.reference != nil {
      do throws(StoreError) {
        if let url = try store.uploaded(file, in: job.conversation.handle) { return url }
      } catch {
        throw SendStop(error)
      }
    }
    let context = job.conversation.reference ?? job.newConversation?.patient.reference
    var request = dialect.upload(file, context: context, base: account.server)
    if Attachment.isSealed(file.path) {
      do throws(CareTeamError) { request.body = .stream(try stream(file)) } catch {
        throw SendStop(outcome: .refused(error.message))
      }
    }
    return try await upload(file, request, timeout: plan.strict ? plan.deadline.remaining : nil, progress: progress)
  }

  private func upload(
    _ file: DraftAttachment, _ request: HTTPRequest, timeout: Duration?, progress: TransferProgress?
  ) async throws(SendStop) -> String {
    let response: HTTPResponse
    do throws(TransportError) {
      response = try await transport.send(request, timeout: timeout, progress: progress)
    } catch {
      // An upload that may have arrived is no message yet: sending the file again loses and doubles nothing.
      let outcome = dialect.outcome(of: error)
      if case .unknown(let reason, _) = outcome { throw SendStop(outcome: .tryAgain(reason, afterSeconds: nil)) }
      throw SendStop(outcome: outcome)
    }
    noteHold(response)
    learnLimits(from: response, to: file)
    if response.isSuccess, let url = dialect.uploadedURL(in: response) { return url }
    throw SendStop(outcome: dialect.outcome(ofUpload: response))
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
