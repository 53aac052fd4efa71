/// A value that is made each time it is asked for: most of what can be shown is not printed.
@propertyWrapper
struct Later<Value: Sendable>: Sendable {
  private var make: @Sendable () -> Value

  init(wrappedValue: Value) { make = { wrappedValue } }

  init(_ make: @escaping @Sendable () -> Value) { self.make = make }

  var wrappedValue: Value {
    get { make() }
    set { make = { newValue } }
  }

  /// Itself, to say how it is made.
  var projectedValue: Later {
    get { self }
    set { self = newValue }
  }
}
