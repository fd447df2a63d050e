/// One line of the feed (NDJSON).
package enum FeedFrame: Hashable, Sendable {
    /// An op of somebody else.
    case change(StampedOp)
    /// An op of the reading site itself, which holds the body.
    ///
    /// The hash says which: a copy of the site may have made another under the same name.
    case own(incarnation: Int, seq: Int64, hash: [UInt8], OpStamp)
    /// Everything that the reader may see up to here has been sent: the log was cut at one commit.
    case checkpoint(Cursor, isLast: Bool)

    /// The number of its entry in the hub's log.
    package var place: Int64? {
        switch self {
        case .change(let op): op.stamp.seq
        case .own(_, _, _, let stamp): stamp.seq
        case .checkpoint: nil
        }
    }

    package var json: JSONValue {
        switch self {
        case .change(let op): op.frame.adding(op.header.rareMembers)
        case .own(let incarnation, let seq, let hash, let stamp):
            [
                "t": "chg",
                "stamp": stamp.json,
                "own": [
                    "incarnation": .integer(Int64(incarnation)), "seq": .integer(seq),
                    "hash": .string(hash.hex),
                ],
            ]
        case .checkpoint(let cursor, let isLast):
            [
                "t": "ckpt", "cursor": cursor.json, "last": .bool(isLast),
                "ranks": .string(AuthorityHistory.builtIn.digest),
            ]
        }
    }

    /// Appends the frame in canonical form.
    package func writeCanonical(to output: inout [UInt8]) {
        if case .change(let op) = self {
            op.writeFrame(to: &output)
        } else {
            json.writeCanonical(to: &output)
        }
    }

    /// Reads one line.
    package init?(decoding bytes: [UInt8]) {
        if let op = bytes.withUnsafeBufferPointer(StampedOp.init(canonicalFrame:)) {
            self = .change(op)
            return
        }
        guard let json = try? JSONParser.parse(bytes) else { return nil }
        self.init(json: json)
    }

    package init?(json: JSONValue) {
        switch json["t"]?.string {
        case "ckpt":
            guard let cursor = json["cursor"].flatMap(Cursor.init(json:)),
                let last = json["last"]
            else { return nil }
            self = .checkpoint(cursor, isLast: last == true)
        case "chg":
            guard let stamp = json["stamp"].flatMap(OpStamp.init(json:)) else { return nil }
            if let own = json["own"] {
                guard let incarnation = own["incarnation"]?.integer,
                    let seq = own["seq"]?.integer, let hash = own["hash"]?.bytes
                else { return nil }
                self = .own(
                    incarnation: Int(clamping: incarnation),
                    seq: seq,
                    hash: hash,
                    stamp
                )
            } else {
                guard let op = StampedOp(json: json, stamp: stamp) else { return nil }
                self = .change(op)
            }
        default: return nil
        }
    }
}

/// One answer of the feed: frames up to a checkpoint.
package struct FeedPage: Hashable, Sendable {
    /// Changes only, in the order of the log.
    package let frames: [FeedFrame]
    /// What else the page has up to there.
    package let unreadable: [UnreadableFrame]
    /// Where the site stands once the frames are applied.
    package let cursor: Cursor
    /// Whether the hub has nothing more for now.
    package let isLast: Bool
    /// The digest of the ranks by which the hub folds; `nil` where it does not say.
    package let ranks: String?
    /// The newest head of the tree over the log, where the reader has not shown it.
    package var treeHead: ProvenTreeHead?
    /// The name of the key by which the hub signs now; `nil` where it does not say.
    package var keyID: String?

    package init(
        frames: [FeedFrame],
        unreadable: [UnreadableFrame] = [],
        cursor: Cursor,
        isLast: Bool,
        ranks: String? = nil,
        treeHead: ProvenTreeHead? = nil,
        keyID: String? = nil
    ) {
        self.frames = frames
        self.unreadable = unreadable
        self.cursor = cursor
        self.isLast = isLast
        self.ranks = ranks
        self.treeHead = treeHead
        self.keyID = keyID
    }

    /// Reads NDJSON; `nil` when the checkpoint at the end is missing, as in half an answer, or stands within.
    /// Any other line that is no frame is kept as it came: it may be one of tomorrow's.
    package init?(decoding bytes: [UInt8]) {
        var lines = bytes.split(separator: 0x0A).map { Array($0) }
        guard let last = lines.popLast().flatMap({ try? JSONParser.parse($0) }),
            case .checkpoint(let cursor, let isLast)? = FeedFrame(json: last)
        else { return nil }
        let treeHead = last["tree"].flatMap(ProvenTreeHead.init(json:))
        guard treeHead != nil || last["tree"] == nil else { return nil }
        var frames: [FeedFrame] = []
        var unreadable: [UnreadableFrame] = []
        for line in lines {
            switch FeedFrame(decoding: line) {
            case .checkpoint: return nil
            case let frame?: frames.append(frame)
            case nil: unreadable.append(UnreadableFrame(bytes: line))
            }
        }
        self.init(
            frames: frames,
            unreadable: unreadable,
            cursor: cursor,
            isLast: isLast,
            ranks: last["ranks"]?.string,
            treeHead: treeHead,
            keyID: last["keyID"]?.string
        )
    }

    /// The line at the end.
    package var checkpoint: JSONValue {
        let line = FeedFrame.checkpoint(cursor, isLast: isLast).json
        let key = keyID.map { JSONValue.Member("keyID", .string($0)) }
        let tree = treeHead.map { JSONValue.Member("tree", $0.json) }
        return line.adding([key, tree].compactMap(\.self))
    }
}

extension JSONValue {
    /// The same object with more members.
    fileprivate func adding(_ members: [Member]) -> JSONValue {
        guard case .object(let own) = self else { return self }
        return .object(own + members)
    }
}

extension StampedOp {
    fileprivate var frame: JSONValue {
        [
            "t": "chg",
            "stamp": stamp.json,
            "site": .string(header.site.description),
            "incarnation": .integer(Int64(header.incarnation)),
            "seq": .integer(header.seq),
            "time": .string(header.time.description),
            "claimedAt": .integer(header.claimedAt.milliseconds),
            "aggregate": .string(header.aggregate.description),
            "kind": .string(header.kind.rawValue),
            "batch": .text(header.batch?.description),
            "base": header.base.map { .integer($0) } ?? .null,
            "body": body?.json ?? .null,
        ]
    }

    fileprivate init?(json: JSONValue, stamp: OpStamp) {
        guard let site = json["site"]?.recordID, let header = OpHeader(json: json, site: site),
            let body = json["body"]
        else { return nil }
        if body == .null {
            self.init(header: header, body: nil, stamp: stamp)
        } else {
            guard let body = OpBody(json: body) else { return nil }
            self.init(header: header, body: body, stamp: stamp)
        }
    }
}

extension OpStamp {
    package var json: JSONValue {
        let always: JSONValue = [
            "seq": .integer(seq),
            "receivedAt": .integer(receivedAt.milliseconds),
            "organisation": .string(organisation),
            "party": .string(party.rawValue),
        ]
        var rare: [JSONValue.Member] = []
        if epoch > 1 { rare.append(JSONValue.Member("epoch", .integer(Int64(epoch)))) }
        if let former { rare.append(JSONValue.Member("former", former.json)) }
        return always.adding(rare)
    }

    package init?(json: JSONValue) {
        guard let seq = json["seq"]?.integer, (1..<Int64.max).contains(seq),
            let receivedAt = json["receivedAt"]?.integer,
            let organisation = json["organisation"]?.string,
            let party = json["party"]?.string.flatMap(Party.init(rawValue:))
        else { return nil }
        let former = json["former"].flatMap(LogPlace.init(json:))
        guard former != nil || json["former"] == nil else { return nil }
        self.init(
            seq: seq,
            receivedAt: Instant(milliseconds: receivedAt),
            organisation: organisation,
            party: party,
            epoch: json["epoch"]?.integer.map { Int(clamping: $0) } ?? 1,
            former: former
        )
    }
}

extension LogPlace {
    fileprivate var json: JSONValue {
        ["epoch": .integer(Int64(epoch)), "seq": .integer(seq)]
    }

    fileprivate init?(json: JSONValue) {
        guard let epoch = json["epoch"]?.integer, let seq = json["seq"]?.integer else { return nil }
        self.init(epoch: Int(clamping: epoch), seq: seq)
    }
}
