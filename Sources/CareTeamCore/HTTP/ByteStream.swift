/// The bytes of a request's body that are made while they are sent, such as those of a sealed file.
package struct ByteStream: Sendable, Equatable {
  /// Fills a buffer with the bytes from an offset on, as far as there are any; throws `TransportError.file`.
  package typealias Read = @Sendable (Int64, UnsafeMutableRawBufferPointer) throws(TransportError) -> Int

  /// What they are, for messages.
  package var name: String
  /// How many there are.
  package var size: Int64
  /// Reads them.
  package var read: Read

  /// A stream of so many bytes.
  package init(name: String, size: Int64, read: @escaping Read) {
    self.name = name
    self.size = size
    self.read = read
  }

  package static func == (left: ByteStream, right: ByteStream) -> Bool {
    left.name == right.name && left.size == right.size
  }
}

/// What takes the body of an answer piece by piece; throws `TransportError.file` or `diskFull`.
package typealias ByteSink = @Sendable (UnsafeRawBufferPointer) throws(TransportError) -> Void
