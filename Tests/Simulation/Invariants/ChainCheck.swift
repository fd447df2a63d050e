import SyncCore

/// Whether every chain of corrections has one verification that counts. Followed a second time, on purpose
/// not by the function that tables and rules use.
struct ChainCheck {
    private let verifications: [RecordID: CanonicalRecord]
    private let effective: Set<RecordID>

    init(_ records: [CanonicalRecord]) {
        verifications = Dictionary(
            records.filter { $0.kind == .verification }.map { ($0.id, $0) },
            uniquingKeysWith: { first, _ in first }
        )
        effective = records.effectiveVerifications
    }

    func run() throws {
        var chains: [RecordID: Set<RecordID>] = [:]
        for (id, record) in verifications {
            var first = record
            while let before = first.values["supersedes"].flatMap(RecordID.init) {
                guard let known = verifications[before] else { break }
                first = known
            }
            let isWhole = first.values["supersedes"] == nil
            if isWhole { chains[first.id, default: []].insert(id) }
            guard isWhole || !effective.contains(id) else {
                throw Violation(.oneEffective, "\(id) counts, and its chain has no beginning")
            }
        }
        for (first, chain) in chains {
            let counting = chain.intersection(effective)
            guard counting.count == 1 else {
                throw Violation(.oneEffective, "of \(first) \(counting.sorted()) count")
            }
        }
    }
}
