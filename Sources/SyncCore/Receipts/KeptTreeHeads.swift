/// Two heads of one hub that cannot both be true, and so the proof that the hub is at fault.
package struct HeadContradiction: Hashable, Sendable {
    package enum Kind: String, CaseIterable, Sendable {
        /// The later head has fewer entries, in no later epoch.
        case shrunk
        /// As many entries, but other ones.
        case forked
        /// The hub does not prove that the later log begins with the earlier one: no such proof can be made.
        case unproven
    }

    package let kind: Kind
    package let earlier: SignedTreeHead
    package let later: SignedTreeHead

    package init(_ kind: Kind, earlier: SignedTreeHead, later: SignedTreeHead) {
        self.kind = kind
        self.earlier = earlier
        self.later = later
    }

    /// Whether the hub owns up to an epoch that has begun in between. Then a site goes on with the later log, or
    /// it could never do so again.
    package var isBehindEpoch: Bool { earlier.head.epoch < later.head.epoch }
}

/// The heads that a site has from its hub: the newest, and older ones, the nearer the denser, for a hub that is put
/// back from a backup.
package struct KeptTreeHeads: Hashable, Sendable {
    /// The newest first.
    package let heads: [SignedTreeHead]

    /// Takes them in any order.
    package init(_ heads: [SignedTreeHead] = []) {
        self.heads = heads.sorted { left, right in
            (left.head.epoch, left.head.count) > (right.head.epoch, right.head.count)
        }
    }

    package var newest: SignedTreeHead? { heads.first }

    /// What the next head has to be consistent with: the newest of those whose log it must begin with.
    package func base(for head: TreeHead) -> SignedTreeHead? {
        heads.first { $0.head.count <= head.common(with: $0.head.epoch) }
    }

    /// What a new head comes to.
    package enum Judgement: Hashable, Sendable {
        /// It is the newest that is kept.
        case known
        /// To be kept from now on.
        case newer
        case contradiction(HeadContradiction)
    }

    /// Judges a head whose signature has been checked.
    package func judge(_ proven: ProvenTreeHead) -> Judgement {
        let (signed, later) = (proven.signed, proven.signed.head)
        guard let newest else { return .newer }
        if signed == newest { return .known }
        func contradicted(_ kind: HeadContradiction.Kind, _ earlier: SignedTreeHead) -> Judgement {
            .contradiction(HeadContradiction(kind, earlier: earlier, later: signed))
        }
        let isBack =
            later.epoch < newest.head.epoch
            || later.epoch == newest.head.epoch && later.count < newest.head.count
        guard !isBack else { return contradicted(.shrunk, newest) }
        guard let base = base(for: later) else { return .newer }
        let earlier = base.head
        if earlier.count == later.count {
            guard earlier.root == later.root else { return contradicted(.forked, base) }
            return earlier.epoch == later.epoch ? .known : .newer
        }
        let isConsistent = MerkleLog.isConsistent(
            from: (earlier.count, earlier.root),
            to: (later.count, later.root),
            proof: proven.proof
        )
        return isConsistent ? .newer : contradicted(.unproven, base)
    }

    /// The heads worth keeping once a newer one has come.
    package func adding(_ newer: SignedTreeHead) -> KeptTreeHeads {
        let latest = newer.head.count
        let counts = Cursor.worthKeeping(heads.map(\.head.count) + [latest], latest: latest)
        var epochs: Set<Int> = []
        // Of each epoch the last one stays in any case: it says what the hub has had.
        let kept = heads.filter { kept in
            let isLast =
                epochs.insert(kept.head.epoch).inserted && kept.head.epoch < newer.head.epoch
            return isLast || counts.contains(kept.head.count)
        }
        let others = kept.filter { ($0.head.epoch, $0.head.count) != (newer.head.epoch, latest) }
        return KeptTreeHeads([newer] + others)
    }
}
