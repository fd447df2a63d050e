extension OpHeader {
    /// The header in the members of an op or of a frame of the feed; `nil` where one of them is none. The site
    /// stands once in a batch, and in every frame.
    init?(json: JSONValue, site: RecordID) {
        guard let aggregate = json["aggregate"]?.recordID,
            let claimedAt = json["claimedAt"]?.integer,
            let incarnation = json["incarnation"]?.integer,
            let kind = json["kind"]?.string.flatMap(OpKind.init(rawValue:)),
            let seq = json["seq"]?.integer, seq > 0,
            let time = json["time"]?.string.flatMap(HybridTime.init(_:)),
            let batch = json["batch"], batch == .null || batch.recordID != nil,
            let baseEpoch = Self.baseEpoch(in: json),
            let reissueOf = Self.reissueOf(in: json)
        else { return nil }
        self.init(
            site: site,
            incarnation: Int(clamping: incarnation),
            seq: seq,
            time: time,
            claimedAt: Instant(milliseconds: claimedAt),
            aggregate: aggregate,
            kind: kind,
            batch: batch.recordID,
            base: json["base"]?.integer,
            baseEpoch: baseEpoch,
            reissueOf: reissueOf
        )
    }

    /// What few headers have.
    var rareMembers: [JSONValue.Member] {
        (baseEpoch > 1 ? [JSONValue.Member("baseEpoch", .integer(Int64(baseEpoch)))] : [])
            + (reissueOf.map { [JSONValue.Member("reissueOf", .string($0.description))] } ?? [])
    }

    /// The member `baseEpoch`, 1 where it is missing; `nil` where it is no epoch that has to be written.
    private static func baseEpoch(in json: JSONValue) -> Int? {
        guard let member = json["baseEpoch"] else { return 1 }
        return member.integer.flatMap { $0 > 1 ? Int(clamping: $0) : nil }
    }

    /// The member `reissueOf`, nothing where it is missing; `nil` where it is no name.
    private static func reissueOf(in json: JSONValue) -> OwnName?? {
        guard let member = json["reissueOf"] else { return .some(nil) }
        return member.string.flatMap(OwnName.init).map { .some($0) }
    }
}
