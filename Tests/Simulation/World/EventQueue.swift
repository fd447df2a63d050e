/// What is to happen and when, the earliest first; what is due at one moment comes in the order in which
/// it was planned. A binary heap.
struct EventQueue<Event> {
    private struct Entry {
        let at: Int64
        let number: Int64
        let event: Event

        func isBefore(_ other: Entry) -> Bool {
            (at, number) < (other.at, other.number)
        }
    }

    private var heap: [Entry] = []
    private var planned: Int64 = 0

    /// Plans an event.
    mutating func add(_ event: Event, at moment: Int64) {
        planned += 1
        heap.append(Entry(at: moment, number: planned, event: event))
        var child = heap.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard heap[child].isBefore(heap[parent]) else { return }
            heap.swapAt(child, parent)
            child = parent
        }
    }

    /// Takes the next event out.
    mutating func next() -> (event: Event, at: Int64)? {
        guard let first = heap.first, let last = heap.popLast() else { return nil }
        if !heap.isEmpty {
            heap[0] = last
            sink()
        }
        return (first.event, first.at)
    }

    private mutating func sink() {
        var parent = 0
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count {
                if heap[child].isBefore(heap[least]) { least = child }
            }
            guard least != parent else { return }
            heap.swapAt(parent, least)
            parent = least
        }
    }
}
