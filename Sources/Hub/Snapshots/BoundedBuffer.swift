import Foundation
import Synchronization

/// Hands what one thread makes to another that uses it, in order, and only so many ahead: whoever is faster waits.
///
/// It blocks the threads of both, so neither may be one of those that answer requests.
final class BoundedBuffer<Element: Sendable>: Sendable {
    private struct State {
        var elements: [Element] = []
        var failure: (any Error)?
    }

    private let state = Mutex(State())
    private let free = DispatchSemaphore(value: 0)
    private let filled = DispatchSemaphore(value: 0)

    init(capacity: Int) {
        // Not from its first value on: one that goes away with less than that ends the program.
        for _ in 0..<capacity { free.signal() }
    }

    /// Hands over an element as soon as there is room. Throws what the user has failed at.
    func put(_ element: Element) throws {
        free.wait()
        try state.withLock { state in
            if let failure = state.failure { throw failure }
            state.elements.append(element)
        }
        filled.signal()
    }

    /// Nothing more comes.
    func end() { filled.signal() }

    /// Waits for the next element; `nil` behind the last, where nobody asks again. Throws what the maker has failed at.
    func next() throws -> Element? {
        filled.wait()
        let element = try state.withLock { state throws -> Element? in
            if let failure = state.failure { throw failure }
            return state.elements.isEmpty ? nil : state.elements.removeFirst()
        }
        free.signal()
        return element
    }

    /// One of the two cannot go on; the other hears of it where it waits, or the next time.
    func fail(_ failure: any Error) {
        state.withLock { $0.failure = $0.failure ?? failure }
        free.signal()
        filled.signal()
    }
}
