extension Scopes {
  /// What a program without a user gets when it acts as one: its `system/` scopes go as far as that user may, and no
  /// further, which is what `user/` says. Only a Device of the clinic's own has them as they are.
  func limited(to user: Principal) -> Scopes {
    guard user.role != .service else { return Scopes(resources: resources.filter { $0.context == .system }) }
    return Scopes(
      resources: resources.map { ResourceScope($0.context == .system ? .user : $0.context, $0.type, $0.permission) })
  }
}
