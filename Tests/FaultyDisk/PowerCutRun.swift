import Foundation
import TestSupport

/// The power cuts of a recorded run, one image of the folder after the other.
package struct PowerCutRun: Sendable {
    private let initial: DiskContents
    private let events: [DiskEvent]
    /// Those that are tried, in order.
    package let cuts: [PowerCut]
    /// How many there are altogether.
    package let total: Int

    /// Takes all cuts, or a sample of about so many.
    package init(of disk: FaultyDisk, atMost limit: Int?, seed: UInt64) {
        (initial, events) = (disk.initial, disk.events)
        let all = PowerCut.all(of: events, on: initial, seed: seed)
        total = all.count
        guard let limit, limit < total else {
            cuts = all
            return
        }
        var random = SeededGenerator(seed: ~seed)
        cuts = all.filter { _ in Int.random(in: 0..<all.count, using: &random) < limit }
    }

    /// What a cut leaves.
    package struct Image: Sendable {
        package let cut: PowerCut
        /// The newest mark before it.
        package let mark: Int
        package let files: FolderImage
    }

    /// Hands over the image of every cut.
    package func forEach(_ body: (Image) async throws -> Void) async rethrows {
        var rest = cuts[...]
        var contents = initial
        var mark = 0
        for event in events {
            contents.apply(event)
            if case .mark(let number) = event { mark = number }
            while let cut = rest.first, cut.after == contents.count {
                rest.removeFirst()
                let files = cut.image(of: contents)
                try await body(Image(cut: cut, mark: mark, files: files))
            }
        }
    }
}
