import CareTeamCore

extension Message {
  /// The text as a person reads it: some servers send HTML, of which people get the text, while data formats keep it exact.
  var readableText: String { isHTML ? HTMLText.text(of: text) : text }

  /// Whether the text is HTML.
  var isHTML: Bool { HTMLText.looksLikeHTML(text) }

  /// What became of it, where that is not what is expected of a message.
  var remarks: [String] {
    var remarks: [String] = []
    switch delivery.state {
    case .retracted: remarks.append("its sender has taken this message back")
    case .queued: remarks.append("not sent yet: it waits in the outbox")
    case .failed: remarks.append("not sent: the server did not take it")
    case .sent, .delivered, .read: break
    }
    if let error = delivery.lastError, [.queued, .failed].contains(delivery.state) { remarks.append(error) }
    return remarks
  }
}
