import GRDB
import Signing
import Storage
import SyncCore

extension Intake {
    /// Writes what the batch has made, and gives the answer to it.
    func write(
        _ verdicts: [Verdict],
        signedBy key: SuitePrivateKey,
        answeredAt time: Instant
    ) throws -> AcceptedBatch {
        let receipts = try writeEntries(signedBy: key)
        try writeRecords()
        let outcomes: [PushOutcome] = verdicts.map { verdict in
            switch verdict {
            case .settled(let outcome): outcome
            case .entry(let position): .received(receipts[position], entries[position].notes)
            }
        }
        return AcceptedBatch(
            answer: PushAnswer(outcomes: outcomes, time: time),
            readers: readers
        )
    }

    /// Organisations that see one new entry or more.
    private var readers: Set<String> {
        entries.reduce(into: []) { readers, entry in
            readers.insert(entry.scope.owner)
            readers.formUnion(entry.scope.bodies)
            readers.formUnion(entry.scope.newBodies)
        }
    }

    // MARK: The log

    /// One signature for all new entries, and their rows in order.
    private func writeEntries(signedBy key: SuitePrivateKey) throws -> [Receipt] {
        guard !entries.isEmpty else { return [] }
        let statements = entries.map(statement)
        let tree = MerkleTree(leaves: statements.map(\.canonical), of: key.suite)
        let root = ReceiptRoot.sign(tree, hub: hub, with: key)
        let rootID = try ReceiptRoots.insert(root, over: tree, in: database)
        let receipts = statements.enumerated().map { position, statement in
            Receipt(
                statement: statement,
                root: root,
                position: position,
                path: tree.path(to: position)
            )
        }
        let scopes = try ScopeRows(database)
        let log = try PreparedStatement(Self.insertEntry, in: database)
        bindCommon(rootID, log)
        // By place: to take an entry out would copy all that it refers to.
        for place in entries.indices {
            try insert(entries[place], at: place, log)
            try scopes.write(entries[place])
        }
        let earlier = head.seq - Int64(entries.count)
        try TreeRows.grow(from: earlier, to: head.seq, in: database) { seq in
            let place = Int(seq - earlier) - 1
            return place < 0 ? nil : leaf(of: entries[place])
        }
        try EpochRows.note(latestTime: receivedAt, in: database)
        return receipts
    }

    private func leaf(of entry: Entry) -> [UInt8] {
        TreeHead.leaf(
            seq: entry.stamp.seq,
            hash: entry.op.seal.hash,
            receivedAt: entry.stamp.receivedAt
        )
    }

    private func statement(_ entry: Entry) -> ReceiptStatement {
        ReceiptStatement(
            hub: hub,
            op: entry.op.header.id,
            hash: entry.op.seal.hash,
            aggregate: entry.op.header.aggregate,
            epoch: epoch,
            seq: entry.stamp.seq,
            receivedAt: entry.stamp.receivedAt
        )
    }

    private static let insertEntry = """
        INSERT INTO log (seq, site, incarnation, op_seq, aggregate, kind, time, claimed_at, base,
            batch, body, salt, body_digest, previous, hash, organisation, party, received_at, mark,
            root_id, position, notes, base_epoch, reissue_of, former_epoch, former_seq)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """

    /// What all entries of a batch have in common.
    private func bindCommon(_ rootID: Int64, _ row: PreparedStatement) {
        row.bind(2, sender.site.description)
        row.bind(16, sender.organisation)
        row.bind(17, sender.party.rawValue)
        row.bind(20, rootID)
    }

    private func insert(_ entry: Entry, at position: Int, _ row: PreparedStatement) throws {
        let (header, seal) = (entry.op.header, entry.op.seal)
        row.bind(1, entry.stamp.seq)
        row.bind(3, Int64(header.incarnation))
        row.bind(4, header.seq)
        row.bind(5, header.aggregate.description)
        row.bind(6, header.kind.rawValue)
        row.bind(7, Int64(bitPattern: header.time.bits))
        row.bind(8, header.claimedAt.milliseconds)
        if let base = header.base { row.bind(9, base) } else { row.bindNull(9) }
        row.bind(10, header.batch?.description)
        row.bind(11, utf8: entry.op.body ?? [])
        row.bind(12, blob: seal.salt)
        row.bind(13, blob: seal.bodyDigest)
        row.bind(14, blob: seal.previous)
        row.bind(15, blob: seal.hash)
        row.bind(18, entry.stamp.receivedAt.milliseconds)
        row.bind(19, blob: entry.mark.bytes)
        row.bind(21, Int64(position))
        row.bind(22, LogRows.text(of: entry.notes))
        if header.baseEpoch > 1 { row.bind(23, Int64(header.baseEpoch)) } else { row.bindNull(23) }
        row.bind(24, header.reissueOf?.description)
        if let former = entry.stamp.former {
            row.bind(25, Int64(former.epoch))
            row.bind(26, former.seq)
        } else {
            row.bindNull(25)
            row.bindNull(26)
        }
        try row.run()
    }

    // MARK: Records

    private func writeRecords() throws {
        let statement = try PreparedStatement(RecordRows.insert, in: database)
        let digests = try DigestRows(database)
        let summer = StateSummer()
        for id in aggregatesInOrder {
            guard let place = aggregates.index(forKey: id) else { continue }
            let sum = try write(aggregates.values[place], id, by: statement, summer)
            for reader in aggregates.values[place].known.readers {
                try digests.write(sum, of: id, to: reader)
            }
        }
    }

    /// Writes the rows of an aggregate's records, and gives what all its records come to.
    private func write(
        _ touched: Touched,
        _ id: RecordID,
        by statement: PreparedStatement,
        _ summer: StateSummer
    ) throws -> StateSum {
        if let registration = touched.registration {
            for place in registration.rows.indices {
                try registration.rows[place].write(by: statement)
            }
            return registration.sum
        }
        let (state, owner) = (touched.known.state, touched.known.owner)
        var sum = StateSum.zero
        for record in state.records {
            let row = RecordRow(record, in: id, of: state, owner: owner)
            if let line = row.line, record.kind.isExported { sum += summer.sum(ofLine: line) }
            guard touched.records.contains(record.id) else { continue }
            try row.write(by: statement)
            guard record.kind == .creditFact else { continue }
            try CreditFactRows.write(record, in: database)
            if record.isWithdrawn { try eraseBodies(of: id) }
        }
        return sum
    }

    /// Takes the words out of everything that was said of a record that is gone by law. Hashes, chain
    /// and receipts still verify: they are over a salted digest, and the salt goes too. What stays is
    /// the withdrawal itself, which says on what ground.
    private func eraseBodies(of aggregate: RecordID) throws {
        let row = try PreparedStatement(
            """
            UPDATE log SET body = NULL, salt = NULL, notes = NULL
            WHERE aggregate = ? AND kind <> 'withdraw'
            """,
            in: database
        )
        row.bind(1, aggregate.description)
        try row.run()
    }
}
