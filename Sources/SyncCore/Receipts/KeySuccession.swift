package import Signing

/// The hub's signed word that another key signs from now on, given by the key before it. So whoever trusts that one
/// can go on by himself.
package struct KeySuccession: Hashable, Sendable {
    package let hub: RecordID
    /// Counts the keys of the hub; the first, which nobody has introduced, is 1.
    package let number: Int
    package let key: SuitePublicKey
    /// The key before it has signed nothing with a later legal time.
    package let from: Instant
    /// The suite of the signature, which is that of the key before.
    package let suite: SignatureSuite
    /// The name of the key before, which has signed.
    package let keyID: String
    package let signature: [UInt8]

    /// Signs that `key` follows.
    package static func sign(
        _ key: SuitePublicKey,
        number: Int,
        from: Instant,
        of hub: RecordID,
        with former: some StatementSigner
    ) -> KeySuccession {
        let unsigned = KeySuccession(
            hub: hub,
            number: number,
            key: key,
            from: from,
            suite: former.suite,
            keyID: former.keyID,
            signature: []
        )
        return KeySuccession(
            hub: hub,
            number: number,
            key: key,
            from: from,
            suite: former.suite,
            keyID: former.keyID,
            signature: former.sign(unsigned.statement.canonical)
        )
    }

    /// Whether this key has signed it.
    package func isSigned(by former: SuitePublicKey) -> Bool {
        former.suite == suite && former.isValid(signature, by: keyID, for: statement.canonical)
    }

    /// What is signed.
    package var statement: JSONValue {
        [
            "from": .integer(from.milliseconds),
            "hub": .string(hub.description),
            "key": .string(key.raw.hex),
            "keySuite": .string(key.suite.rawValue),
            "number": .integer(Int64(number)),
            "previous": .string(keyID),
            "purpose": .string(Self.purpose),
            "suite": .string(suite.rawValue),
            "version": 1,
        ]
    }

    package var json: JSONValue {
        [
            "keyID": .string(keyID),
            "signature": .string(signature.hex),
            "statement": statement,
        ]
    }

    /// Reads what `json` writes; `nil` for anything else.
    package init?(json: JSONValue) {
        guard let statement = json["statement"], statement["purpose"]?.string == Self.purpose,
            statement["version"] == 1, let hub = statement["hub"]?.recordID,
            let number = statement["number"]?.integer, let raw = statement["key"]?.bytes,
            let keySuite = statement["keySuite"]?.suite, let suite = statement["suite"]?.suite,
            let key = try? SuitePublicKey(keySuite, raw: raw),
            let from = statement["from"]?.integer, let keyID = json["keyID"]?.string,
            statement["previous"]?.string == keyID, let signature = json["signature"]?.bytes
        else { return nil }
        self.init(
            hub: hub,
            number: Int(clamping: number),
            key: key,
            from: Instant(milliseconds: from),
            suite: suite,
            keyID: keyID,
            signature: signature
        )
    }

    private init(
        hub: RecordID,
        number: Int,
        key: SuitePublicKey,
        from: Instant,
        suite: SignatureSuite,
        keyID: String,
        signature: [UInt8]
    ) {
        self.hub = hub
        self.number = number
        self.key = key
        self.from = from
        self.suite = suite
        self.keyID = keyID
        self.signature = signature
    }

    private static let purpose = "key-succession"
}

extension JSONValue {
    /// The suite that a text names.
    var suite: SignatureSuite? { string.flatMap(SignatureSuite.init(rawValue:)) }

    /// A suite that is named anywhere in something signed, and that this program does not know: so it cannot read it.
    package var unknownSuite: String? {
        switch self {
        case .array(let elements): elements.lazy.compactMap(\.unknownSuite).first
        case .object(let members):
            members.lazy.compactMap { member in
                guard ["suite", "keySuite"].contains(member.name), let name = member.value.string
                else { return member.value.unknownSuite }
                // A name that is no word is rather a fault of whoever wrote it.
                let isWord =
                    (1...40).contains(name.utf8.count)
                    && name.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
                return member.value.suite == nil && isWord ? name : nil
            }.first
        default: nil
        }
    }
}
