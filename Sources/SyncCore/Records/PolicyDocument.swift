package import Signing

/// Data of the law that the authority gives to all sites, signed by the hub: a rule pack or a working
/// calendar.
///
/// The signature is over the digest of the text and all that names it, so a document proves itself
/// wherever it was kept, and can be passed on.
package struct PolicyDocument: Hashable, Sendable {
    package enum Kind: String, CaseIterable, Sendable {
        case calendar
        case rulePack = "rule_pack"
    }

    package let kind: Kind
    package let version: String
    /// Counts the documents of the kind at the hub. A greater number replaces a smaller one, never the
    /// other way round.
    package let number: Int64
    package let text: String
    /// The name of the key that has signed; `nil` in documents from before signatures named it, which are by the
    /// first.
    package let keyID: String?
    package let signature: [UInt8]

    /// Signs a document.
    package init(
        _ kind: Kind,
        version: String,
        number: Int64,
        text: String,
        of hub: RecordID,
        signedBy key: some StatementSigner
    ) {
        self.kind = kind
        self.version = version
        self.number = number
        self.text = text
        let bytes = Self.signedBytes(kind, version, number, text, of: hub, key.suite)
        keyID = key.keyID
        signature = key.sign(bytes)
    }

    /// Reads the values of a record; `nil` for values that are no document.
    package init?(values: [String: String]) {
        func value(_ field: PolicyDocumentField) -> String? { values[field.rawValue] }
        guard let kind = value(.document).flatMap(Kind.init(rawValue:)),
            let version = value(.version), let text = value(.text),
            let number = value(.number).flatMap(Int64.init(_:)), number > 0,
            let (keyID, signature) = value(.signature).flatMap(Self.named)
        else { return nil }
        self.kind = kind
        self.version = version
        self.number = number
        self.text = text
        self.keyID = keyID
        self.signature = signature
    }

    /// The signature stands for what it is over; reading all of a text to find one of a few documents would
    /// take longer than comparing it once.
    package func hash(into hasher: inout Hasher) { hasher.combine(signature) }

    /// The document as the fields of a record.
    package var fields: [Patch.Field] {
        [
            Patch.Field(PolicyDocumentField.document.rawValue, kind.rawValue),
            Patch.Field(PolicyDocumentField.number.rawValue, String(number)),
            Patch.Field(PolicyDocumentField.signature.rawValue, namedSignature),
            Patch.Field(PolicyDocumentField.text.rawValue, text),
            Patch.Field(PolicyDocumentField.version.rawValue, version),
        ]
    }

    /// SHA-256 of the text, in hexadecimal: what an explanation names.
    package var digest: String { Self.digest(text) }

    /// Whether the hub has signed exactly this.
    package func isSigned(by hub: RecordID, with keys: some StatementVerifier) -> Bool {
        let keyID = keyID ?? keys.firstKeyID
        guard let suite = keys.suite(of: keyID) else { return false }
        let bytes = Self.signedBytes(kind, version, number, text, of: hub, suite)
        return keys.isValid(signature, by: keyID, for: bytes)
    }

    /// The signature as the record has it: behind the name of its key.
    private var namedSignature: String {
        (keyID.map { $0 + ":" } ?? "") + signature.hex
    }

    private static func named(_ text: String) -> (keyID: String?, signature: [UInt8])? {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard let signature = parts.last.flatMap({ [UInt8](hex: String($0)) }) else { return nil }
        return (parts.count == 2 ? String(parts[0]) : nil, signature)
    }

    private static func digest(_ text: String) -> String {
        SHA256().digest(Array(text.utf8)).hex
    }

    private static func signedBytes(
        _ kind: Kind,
        _ version: String,
        _ number: Int64,
        _ text: String,
        of hub: RecordID,
        _ suite: SignatureSuite
    ) -> [UInt8] {
        let json: JSONValue = [
            "digest": .string(digest(text)),
            "document": .string(kind.rawValue),
            "hub": .string(hub.description),
            "number": .integer(number),
            "purpose": "policy",
            "suite": .string(suite.rawValue),
            "version": .string(version),
        ]
        return json.canonical
    }
}
