extension OpBody {
    /// Reads canonical JSON, also with members that this program does not know; `nil` where it is no body.
    package init?(bytes: [UInt8]) {
        if let body = bytes.withUnsafeBufferPointer(OpBody.init(canonical:)) {
            self = body
        } else if let body = (try? JSONParser.parse(bytes)).flatMap(OpBody.init(json:)) {
            self = body
        } else {
            return nil
        }
    }

    /// Reads the bytes that `canonical` has given, without a tree of values between; `nil` for any other bytes,
    /// and for texts with escapes, which are few. So whoever gets a body has its canonical bytes in hand.
    package init?(canonical bytes: UnsafeBufferPointer<UInt8>) {
        var scanner = CanonicalScanner(bytes)
        guard let body = scanner.body(), scanner.isAtEnd else { return nil }
        self = body
    }
}

extension CanonicalScanner {
    /// The body of an op.
    mutating func body() -> OpBody? {
        guard take(#"{"author":"#), let author = text(), take(#","patches":["#) else { return nil }
        var patches: [Patch] = []
        if !take("]") {
            repeat {
                guard let patch = self.patch() else { return nil }
                patches.append(patch)
            } while take(",")
            guard take("]") else { return nil }
        }
        guard take(#","reason":"#), let reason = textOrNull(), take("}") else { return nil }
        return OpBody(author: author, reason: reason, patches: patches)
    }

    /// The same, or nothing where there is none; `nil` where neither comes next.
    mutating func bodyOrNull() -> OpBody?? {
        if take("null") { return .some(nil) }
        return body().map { .some($0) }
    }

    private mutating func patch() -> Patch? {
        guard take(#"{"fields":{"#), let fields = fields(), take(#","id":"#), let id = id(),
            take(#","kind":"#), let kind = text().flatMap(RecordKind.init(rawValue:)), take("}")
        else { return nil }
        return Patch(kind, id, fields)
    }

    /// Fields in the order of their names.
    private mutating func fields() -> [Patch.Field]? {
        var fields: [Patch.Field] = []
        if take("}") { return fields }
        var former = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
        repeat {
            guard let name = quoted(), name.allSatisfy({ $0 < 0x80 }), take(":"),
                fields.isEmpty || former.lexicographicallyPrecedes(name),
                let value = textOrNull()
            else { return nil }
            fields.append(Patch.Field(String(decoding: name, as: UTF8.self), value))
            former = name
        } while take(",")
        return take("}") ? fields : nil
    }
}
