/// What one task gathers while a closure of it runs; nobody else touches it.
final class Box<Value>: @unchecked Sendable {
    // Unchecked: written by the one task that talks on a connection, and read by it once that is over.
    var value: Value

    init(_ value: Value) { self.value = value }
}
