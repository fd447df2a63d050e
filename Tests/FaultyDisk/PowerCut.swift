import TestSupport

/// A power cut behind an event of a recorded run, and what it takes of what was not synced.
package struct PowerCut: Hashable, Sendable, CustomStringConvertible {
    /// How many events there were before it.
    package let after: Int
    package let loss: Loss
    /// What is drawn by chance.
    package let seed: UInt64

    package enum Loss: Hashable, Sendable {
        /// The power goes, and the disk has written everything.
        case nothing
        case everything
        /// Each file has lost an end of its own.
        case ends
        /// One event alone, the n-th of those that could be lost.
        case one(Int)
        /// Each event with this chance in a hundred.
        case some(percent: Int)
        /// Only the beginning of the last write has reached the disk, in whole sectors.
        case torn
    }

    package var description: String { "cut after event \(after) losing \(loss), seed \(seed)" }

    /// Every cut of a run that differs from the others: behind each event that changes a file, and right
    /// before each sync and each mark.
    package static func all(
        of events: [DiskEvent],
        on initial: DiskContents,
        seed: UInt64
    ) -> [PowerCut] {
        var random = SeededGenerator(seed: seed)
        var contents = initial
        var cuts: [PowerCut] = []
        for (index, event) in events.enumerated() {
            contents.apply(event)
            let pending = contents.pending.map(\.count).reduce(0, +)
            let isLast = index + 1 == events.count || events[index + 1].isBarrier
            let losses = losses(of: pending, behind: event, isLast: isLast, using: &random)
            cuts += losses.map { PowerCut(after: index + 1, loss: $0, seed: random.next()) }
        }
        return cuts
    }

    /// How many writes may be lost one by one; of more, some are drawn.
    private static let oneByOne = 24

    private static func losses(
        of pending: Int,
        behind event: DiskEvent,
        isLast: Bool,
        using random: inout SeededGenerator
    ) -> [Loss] {
        // Whatever is not synced may be lost as a whole; that differs only from sync to sync.
        var losses: [Loss] = isLast ? [.everything] : []
        guard pending > 0, !event.isBarrier else { return losses + (isLast ? [.nothing] : []) }
        losses += [.nothing, .ends, .some(percent: 50), .some(percent: 10)]
        if case .write = event { losses.append(.torn) }
        if isLast {
            losses += (0..<pending).shuffled(using: &random).prefix(oneByOne).map(Loss.one)
        } else {
            losses.append(.one(Int.random(in: 0..<pending, using: &random)))
        }
        return losses
    }

    /// The files that this cut leaves, where the disk stood like this.
    package func image(of contents: DiskContents) -> FolderImage {
        var random = SeededGenerator(seed: seed)
        let pending = contents.pending
        switch loss {
        case .nothing: return contents.image { _ in false }
        case .everything: return contents.image { _ in true }
        case .ends:
            let lost = pending.flatMap { numbers in
                numbers.dropFirst(Int.random(in: 0...numbers.count, using: &random))
            }
            return contents.image(losing: Set(lost).contains)
        case .one(let place):
            let lost = pending.flatMap(\.self)[place]
            return contents.image { $0 == lost }
        case .some(let percent):
            let lost = pending.flatMap(\.self).filter { _ in
                Int.random(in: 0..<100, using: &random) < percent
            }
            return contents.image(losing: Set(lost).contains)
        case .torn:
            let sectors = (contents.length(ofWrite: contents.count) ?? 0) / 512
            let length = sectors > 0 ? Int.random(in: 0..<sectors, using: &random) * 512 : 0
            return contents.image(
                losing: { _ in false },
                torn: .init(number: contents.count, length: length)
            )
        }
    }
}

extension DiskEvent {
    /// Whether it changes what has to be there, but no byte.
    fileprivate var isBarrier: Bool {
        switch self {
        case .sync, .syncFolder, .mark: true
        case .create, .write, .truncate, .delete, .forget: false
        }
    }
}
