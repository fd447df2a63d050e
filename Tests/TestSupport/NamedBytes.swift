/// Bytes that a test shows by their name, since they themselves would fill the screen.
package struct NamedBytes: CustomStringConvertible, Sendable {
    package let description: String
    package let bytes: [UInt8]

    package init(_ name: String, _ bytes: [UInt8]) {
        description = name
        self.bytes = bytes
    }
}
