import Synchronization
import SyncCore

/// Objects of an answer, in order, from whatever thread they come.
final class Collected: Sendable {
    private let box = Mutex<[JSONValue]>([])

    func append(_ value: JSONValue) { box.withLock { $0.append(value) } }

    var values: [JSONValue] { box.withLock { $0 } }
}
