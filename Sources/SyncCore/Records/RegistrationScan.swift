/// Reads plain registrations (`AggregateState.isPlainRegistration`) from the bytes of their bodies, and makes the lines
/// of their records of the same bytes: a hub does so for nearly every op of a first sync.
package struct RegistrationScan: Sendable {
    private let instrument: LineForm
    private let verification: LineForm

    /// Goes by the ranks by which the ops will be folded.
    package init(under authority: Authority) {
        instrument = LineForm(.instrument, under: authority)
        verification = LineForm(.verification, under: authority)
    }

    /// The records of a plain registration. `nil` for any other op, and where a text has escapes, which few have:
    /// then the op has to be folded, which comes to the same.
    package func records(of op: WireOp, by party: Party) -> [RegisteredRecord]? {
        guard op.header.kind == .register, let body = op.body else { return nil }
        return body.withUnsafeBufferPointer { records(in: $0, op.header, by: party) }
    }

    private func records(
        in body: UnsafeBufferPointer<UInt8>,
        _ header: OpHeader,
        by party: Party
    ) -> [RegisteredRecord]? {
        var scanner = CanonicalScanner(body)
        guard let patches = scanner.registration(), scanner.isAtEnd,
            AggregateState.isRegistration(header, of: patches, by: party)
        else { return nil }
        var records: [RegisteredRecord] = []
        records.reserveCapacity(patches.count)
        for patch in patches {
            let form = patch.kind == .instrument ? instrument : verification
            guard let line = form.line(of: patch, on: header.aggregate) else { return nil }
            let filing = patch.kind == .instrument ? patch.text(of: Self.filing) : nil
            records.append(
                RegisteredRecord(kind: patch.kind, id: patch.id, filing: filing, line: line)
            )
        }
        return records
    }

    private static let filing = InstrumentField.filing.rawValue
}

/// A record that a plain registration has made.
package struct RegisteredRecord: Hashable, Sendable {
    package let kind: RecordKind
    package let id: RecordID
    /// Where the filing of an instrument stands.
    package let filing: String?
    /// Its line in the canonical export.
    package let line: [UInt8]
}

/// What a patch says, as it stands in the bytes of a body. It ends with these.
struct ScannedPatch: RecordPatch {
    let kind: RecordKind
    let id: RecordID
    let fields: [Field]
    let body: UnsafeBufferPointer<UInt8>

    /// A field with its value, as `"name":"value"` or `"name":null`. Kept small: there are twenty for each record.
    struct Field {
        private let start: UInt32
        private let nameLength: UInt32
        private let end: UInt32
        let hasValue: Bool

        init(_ place: Range<Int>, nameLength: Int, hasValue: Bool) {
            start = UInt32(place.lowerBound)
            self.nameLength = UInt32(nameLength)
            end = UInt32(place.upperBound)
            self.hasValue = hasValue
        }

        /// Where it stands in the body.
        var place: Range<Int> { Int(start)..<Int(end) }
        fileprivate var name: Range<Int> { Int(start) + 1..<Int(start + nameLength) + 1 }
        fileprivate var value: Range<Int>? {
            hasValue ? Int(start + nameLength) + 4..<Int(end) - 1 : nil
        }
    }

    func name(of field: Field) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(rebasing: body[field.name])
    }

    func text(of field: Field) -> String? {
        field.value.map {
            String(decoding: UnsafeBufferPointer(rebasing: body[$0]), as: UTF8.self)
        }
    }

    func text(of field: String) -> String? { self.field(field).flatMap(text) }

    func names(_ field: String) -> Bool { self.field(field) != nil }

    private func field(_ name: String) -> Field? {
        var name = name
        return name.withUTF8 { name in
            fields.first { $0.name.count == name.count && self.name(of: $0).elementsEqual(name) }
        }
    }
}

extension CanonicalScanner {
    /// The patches of a body that has no more than a registration may have.
    fileprivate mutating func registration() -> [ScannedPatch]? {
        guard take(#"{"author":"#), quoted() != nil, take(#","patches":["#),
            let first = scannedPatch()
        else { return nil }
        var patches = [first]
        if take(",") {
            guard let second = scannedPatch() else { return nil }
            patches.append(second)
        }
        guard take(#"],"reason":"#), take("null") || quoted() != nil, take("}") else { return nil }
        return patches
    }

    private mutating func scannedPatch() -> ScannedPatch? {
        guard take(#"{"fields":{"#), let fields = scannedFields(), take(#","id":"#), let id = id(),
            take(#","kind":"#), let kind = text().flatMap(RecordKind.init(rawValue:)), take("}")
        else { return nil }
        return ScannedPatch(kind: kind, id: id, fields: fields, body: bytes)
    }

    /// Fields in whatever order: a line has them only in one.
    private mutating func scannedFields() -> [ScannedPatch.Field]? {
        var fields: [ScannedPatch.Field] = []
        if take("}") { return fields }
        fields.reserveCapacity(24)
        repeat {
            let start = position
            guard let name = quoted(), take(":") else { return nil }
            let hasValue = !take("null")
            guard !hasValue || quoted() != nil else { return nil }
            let place = start..<position
            fields.append(
                ScannedPatch.Field(place, nameLength: name.count, hasValue: hasValue)
            )
        } while take(",")
        return take("}") ? fields : nil
    }
}
