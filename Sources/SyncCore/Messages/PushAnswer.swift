/// The answer to a batch: for each op, in order, what became of it.
package struct PushAnswer: Hashable, Sendable {
    package let outcomes: [PushOutcome]
    /// The hub's clock when it answered.
    package let time: Instant
    /// The root to which the receipts under it lead, since they were made with their tree by who has read the answer. Only
    /// its signature is left to be checked. `nil` where receipts came with their paths.
    package let computedRoot: ReceiptRoot?

    package init(outcomes: [PushOutcome], time: Instant) {
        self.init(outcomes: outcomes, time: time, computedRoot: nil)
    }

    init(outcomes: [PushOutcome], time: Instant, computedRoot: ReceiptRoot?) {
        self.outcomes = outcomes
        self.time = time
        self.computedRoot = computedRoot
    }

    /// The first op under whose number the hub holds another.
    package var firstFork: Int64? {
        outcomes.lazy.compactMap { if case .fork(let seq) = $0 { seq } else { nil } }.first
    }

    package var json: JSONValue {
        [
            "outcomes": .array(outcomes.map(\.json)),
            "time": .integer(time.milliseconds),
        ]
    }

    /// The canonical bytes of `json`, without the tree: a hub writes one receipt for every op.
    package var encoded: [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(outcomes.count * 1280 + 64)
        output.append(contentsOf: #"{"outcomes":["#.utf8)
        for (index, outcome) in outcomes.enumerated() {
            if index > 0 { output.append(UInt8(ascii: ",")) }
            outcome.write(to: &output)
        }
        output.append(contentsOf: #"],"time":\#(time.milliseconds)}"#.utf8)
        return output
    }

    package init?(json: JSONValue) {
        guard let elements = json["outcomes"]?.elements, let time = json["time"]?.integer
        else { return nil }
        let outcomes = elements.compactMap(PushOutcome.init(json:))
        guard outcomes.count == elements.count else { return nil }
        self.init(outcomes: outcomes, time: Instant(milliseconds: time))
    }
}

/// What became of one op.
package enum PushOutcome: Hashable, Sendable {
    /// It is in the hub's log; the fields that did not simply apply are named.
    case received(Receipt, [FieldNote])
    /// It can never be taken; nothing of it is in the log. `code` is stable.
    case refused(seq: Int64, code: String, detail: String)
    /// The hub holds another op under the same name, or another op before it.
    case fork(seq: Int64)

    /// A field of the op whose value did not simply apply.
    package struct FieldNote: Hashable, Sendable {
        package let record: RecordID
        package let field: String
        package let outcome: FieldOutcome.Kind
        package let rule: MergeRule

        package init(
            record: RecordID,
            field: String,
            outcome: FieldOutcome.Kind,
            rule: MergeRule
        ) {
            self.record = record
            self.field = field
            self.outcome = outcome
            self.rule = rule
        }
    }

    package var json: JSONValue {
        switch self {
        case .received(let receipt, let notes):
            ["receipt": receipt.json, "notes": .array(notes.map(\.json))]
        case .refused(let seq, let code, let detail):
            [
                "refused": [
                    "seq": .integer(seq), "code": .string(code), "detail": .string(detail),
                ]
            ]
        case .fork(let seq):
            ["fork": ["seq": .integer(seq), "code": "op-fork"]]
        }
    }

    fileprivate func write(to output: inout [UInt8]) {
        guard case .received(let receipt, let notes) = self else {
            return json.writeCanonical(to: &output)
        }
        output.append(contentsOf: #"{"notes":"#.utf8)
        JSONValue.array(notes.map(\.json)).writeCanonical(to: &output)
        output.append(contentsOf: #","receipt":"#.utf8)
        receipt.write(to: &output)
        output.append(UInt8(ascii: "}"))
    }

    package init?(json: JSONValue) {
        if let receipt = json["receipt"].flatMap(Receipt.init(json:)),
            let elements = json["notes"]?.elements
        {
            self = .received(receipt, elements.compactMap(FieldNote.init(json:)))
        } else if let refused = json["refused"], let seq = refused["seq"]?.integer,
            let code = refused["code"]?.string, let detail = refused["detail"]?.string
        {
            self = .refused(seq: seq, code: code, detail: detail)
        } else if let seq = json["fork"]?["seq"]?.integer {
            self = .fork(seq: seq)
        } else {
            return nil
        }
    }
}

extension PushOutcome.FieldNote {
    /// What is worth a note among the outcomes of an op.
    package static func notes(on outcomes: [FieldOutcome]) -> [PushOutcome.FieldNote] {
        outcomes.filter { $0.outcome != .applied && $0.outcome != .noop }.map {
            PushOutcome.FieldNote(
                record: $0.record,
                field: $0.field,
                outcome: $0.outcome,
                rule: $0.rule
            )
        }
    }

    package var json: JSONValue {
        [
            "field": .string(field),
            "outcome": .string(outcome.rawValue),
            "record": .string(record.description),
            "rule": .string(rule.rawValue),
        ]
    }

    package init?(json: JSONValue) {
        guard let record = json["record"]?.recordID, let field = json["field"]?.string,
            let outcome = json["outcome"]?.string.flatMap(FieldOutcome.Kind.init(rawValue:)),
            let rule = json["rule"]?.string.flatMap(MergeRule.init(rawValue:))
        else { return nil }
        self.init(record: record, field: field, outcome: outcome, rule: rule)
    }
}

/// `POST /v1/ops/status`: which of these ops the hub has.
package struct StatusQuery: Hashable, Sendable {
    package static let opsMax = 1000
    package let ops: [OpID]

    package init(ops: [OpID]) {
        self.ops = ops
    }

    package var json: JSONValue {
        [
            "ops": .array(
                ops.map {
                    ["incarnation": .integer(Int64($0.incarnation)), "seq": .integer($0.seq)]
                }
            )
        ]
    }

    /// Reads a query of a site about its own ops.
    package init?(json: JSONValue, site: RecordID) {
        guard let elements = json["ops"]?.elements, elements.count <= Self.opsMax
        else { return nil }
        let ops = elements.compactMap { element -> OpID? in
            guard let incarnation = element["incarnation"]?.integer,
                let seq = element["seq"]?.integer
            else { return nil }
            return OpID(site: site, incarnation: Int(clamping: incarnation), seq: seq)
        }
        guard ops.count == elements.count else { return nil }
        self.init(ops: ops)
    }
}
