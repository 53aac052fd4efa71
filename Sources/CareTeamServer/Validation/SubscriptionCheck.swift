import CareTeamCore

/// Whether a subscription can ever tell anything, which is asked when it is stored rather than when it is bound.
enum SubscriptionCheck {
  /// Refuses a channel that this server does not have and criteria that it cannot limit notifications by; one that is
  /// off may hold anything.
  static func check(_ subscription: JSON) throws(FHIRFault) {
    guard subscription["status"]?.string != "off" else { return }
    guard subscription["channel"]?["type"]?.string == "websocket" else {
      throw FHIRFault(
        422, .notSupported, "This server tells of changes on a websocket only. Set channel.type to websocket.",
        expression: "Subscription.channel.type")
    }
    guard let criteria = subscription["criteria"]?.string, LiveCriteria(criteria) != nil else {
      throw FHIRFault(
        422, .value,
        "The criteria are not supported. Write Type?name=value, with \(LiveCriteria.parameters.joined(separator: ", ")).",
        expression: "Subscription.criteria")
    }
  }
}
