private import Signing

/// What a site shows the hub of the heads that it keeps, so that the next one comes with the proof that it needs.
package struct ShownTreeHeads: Hashable, Sendable {
    package struct Place: Hashable, Sendable {
        package let epoch: Int
        package let count: Int64

        package init(epoch: Int, count: Int64) {
            self.epoch = epoch
            self.count = count
        }
    }

    /// The newest first.
    package let places: [Place]
    /// Of the newest.
    package let root: [UInt8]

    /// `nil` where nothing is shown.
    package init?(places: [Place], root: [UInt8]) {
        guard !places.isEmpty, root.count == SHA256.length else { return nil }
        (self.places, self.root) = (places, root)
    }

    package var newest: Place { places[0] }

    /// The newest as a place in the log, for a hub that does not have it.
    package var place: Cursor { Cursor(epoch: newest.epoch, seq: newest.count, mark: .origin) }

    /// How many entries the log has in common with the newest head that it must still begin with.
    package func base(for head: TreeHead) -> Int64 {
        places.first { $0.count <= head.common(with: $0.epoch) }?.count ?? 0
    }

    // MARK: In a query

    private static let placesMax = 256

    /// The places as `EPOCH.COUNT`, with commas between.
    package var placesText: String {
        places.map { "\($0.epoch).\($0.count)" }.joined(separator: ",")
    }

    package init?(placesText: String, root: String) {
        let words = placesText.split(separator: ",", omittingEmptySubsequences: false)
        guard words.count <= Self.placesMax, let root = [UInt8](hex: root) else { return nil }
        let places = words.compactMap { word -> Place? in
            let numbers = word.split(separator: ".", omittingEmptySubsequences: false)
            guard numbers.count == 2, let epoch = Int32(numbers[0]), let count = Int64(numbers[1]),
                epoch > 0, count >= 0
            else { return nil }
            return Place(epoch: Int(epoch), count: count)
        }
        guard places.count == words.count else { return nil }
        self.init(places: places, root: root)
    }
}

extension KeptTreeHeads {
    /// What is shown by who reads in an epoch: the newest head. In an epoch of which there is no head yet, all,
    /// since the site cannot know how much of them is still true.
    package func shown(in epoch: Int) -> ShownTreeHeads? {
        guard let newest else { return nil }
        let shown = newest.head.epoch == epoch ? [newest] : heads
        return ShownTreeHeads(
            places: shown.map { .init(epoch: $0.head.epoch, count: $0.head.count) },
            root: newest.head.root
        )
    }
}
