import SyncCore

/// Whether no claim on a field was forgotten, and the right one stands. Written down a second time: not as
/// a set that changes op by op, but as what all claims together come to, in whatever order they arrived.
///
/// A claim stays as long as nobody has written the field who had seen it; where rank dominates, as long as
/// nobody of its rank or above has. Of those that stay, the strongest stands; where they have to agree, none
/// until they do.
struct ClaimCheck {
    private var claims: [Place: [Made]] = [:]
    /// Verifications that have been made.
    private var verifications: Set<RecordID> = []

    private struct Place: Hashable {
        let record: RecordID
        let field: String
    }

    /// A claim that was taken, with what its author had seen.
    private struct Made {
        let op: StampedOp
        let rank: Int
        let value: String?

        var name: OpID { op.header.id }

        func knew(_ other: Made) -> Bool {
            if name.site == other.name.site, name.incarnation == other.name.incarnation {
                return other.name.seq < name.seq
            }
            let stamp = other.op.stamp
            let places = [LogPlace(epoch: stamp.epoch, seq: stamp.seq), stamp.former]
            return places.contains { place in
                guard let place, let base = op.header.base else { return false }
                return place.epoch <= op.header.baseEpoch && place.seq <= base
            }
        }

        func isStronger(than other: Made) -> Bool {
            if rank != other.rank { return rank > other.rank }
            let (mine, theirs) = (time, other.time)
            if mine != theirs { return mine > theirs }
            if name.site != other.name.site { return name.site > other.name.site }
            if name.incarnation != other.name.incarnation {
                return name.incarnation > other.name.incarnation
            }
            return name.seq > other.name.seq
        }

        /// Of two times the earlier, so that a clock that runs ahead wins nothing.
        private var time: HybridTime {
            min(op.header.time, HybridTime(bits: 0).next(at: op.stamp.receivedAt))
        }
    }

    /// Takes in an op, what became of its fields, and the aggregate behind it.
    mutating func note(_ op: StampedOp, _ outcomes: [FieldOutcome], _ state: AggregateState) {
        for patch in op.body?.patches ?? [] {
            if patch.kind == .verification {
                noteCorrection(op, patch, outcomes)
                continue
            }
            guard let record = state.records.first(where: { $0.id == patch.id }) else { continue }
            for field in patch.fields where wasTaken(patch, field.name, outcomes) {
                let stamp = op.stamp
                let parties = state.parties(of: stamp.organisation, as: stamp.party, on: record)
                guard let rule = Authority.newest.rule(for: patch.kind, field.name),
                    let rank = parties.compactMap({ rule.ranks[$0] }).first
                else { continue }
                claims[Place(record: patch.id, field: field.name), default: []].append(
                    Made(op: op, rank: rank, value: field.value)
                )
            }
        }
    }

    /// That a verification corrects another is a claim on that other; so is the choice between two of these.
    private mutating func noteCorrection(
        _ op: StampedOp,
        _ patch: Patch,
        _ outcomes: [FieldOutcome]
    ) {
        guard patch.fields.contains(where: { wasTaken(patch, $0.name, outcomes) }) else { return }
        let isNew = verifications.insert(patch.id).inserted
        let choice = patch.fields.first { $0.name == VerificationField.correctedBy.rawValue }
        let place =
            isNew ? patch.value(VerificationField.supersedes).flatMap(RecordID.init) : patch.id
        guard let place, isNew || choice != nil else { return }
        let value = isNew ? patch.id.description : choice?.value
        claims[Place(record: place, field: VerificationField.correctedBy.rawValue), default: []]
            .append(Made(op: op, rank: 0, value: value))
    }

    private func wasTaken(_ patch: Patch, _ field: String, _ outcomes: [FieldOutcome]) -> Bool {
        outcomes.contains { outcome in
            outcome.record == patch.id && outcome.field == field
                && outcome.outcome != .forbidden && outcome.rule != .withdrawn
        }
    }

    /// Compares a whole aggregate with what its claims come to.
    func run(_ state: AggregateState) throws {
        for record in state.records where !record.isWithdrawn {
            for field in record.kind.fieldNames {
                guard let rule = Authority.newest.rule(for: record.kind, field) else { continue }
                switch rule.mode {
                case .sticky: try compare(record, field, isSticky: true)
                case .soft: try compare(record, field, isSticky: false)
                case .agreed: try compareAgreed(record, field)
                case .stateMachine, .once: break
                }
            }
        }
    }

    private func compareAgreed(_ record: MergedRecord, _ field: String) throws {
        try compare(record, field, isSticky: false)
        let values = Set(record.claims(on: field).map(\.value))
        guard values.count > 1, let value = record[field] else { return }
        throw Violation(
            .claims,
            "\(record.kind) \(record.id) \(field) is \(value) while \(values.count) claims differ"
        )
    }

    private func compare(_ record: MergedRecord, _ field: String, isSticky: Bool) throws {
        let all = claims[Place(record: record.id, field: field)] ?? []
        let wanted = all.filter { old in
            !all.contains { new in
                new.name != old.name && new.knew(old) && !(isSticky && new.rank < old.rank)
            }
        }
        .sorted { $0.isStronger(than: $1) }
        let there = record.claims(on: field)
        let names = there.map { OpID(site: $0.site, incarnation: $0.incarnation, seq: $0.opSeq) }
        guard names == wanted.map(\.name), there.map(\.value) == wanted.map(\.value) else {
            throw Violation(
                .claims,
                "\(record.kind) \(record.id) \(field) holds \(there.map { $0.value ?? "nothing" }), "
                    + "its claims come to \(wanted.map { $0.value ?? "nothing" })"
            )
        }
    }
}
