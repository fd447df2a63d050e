import COpenSSL

/// Whom a certificate speaks of: the three parts we use, in any script. A part that a name does not
/// have is an empty text, which no name can contain.
struct SubjectName: Hashable, Sendable {
    /// Characters in the longest part (RFC 5280, appendix A, `ub-common-name` and its like).
    static let longestPart = 64

    let commonName: String
    let organisation: String
    let unit: String

    /// For a name to be written: one part at least, none longer than the standard allows.
    init(commonName: String, organisation: String, unit: String) throws(SigningError) {
        guard !commonName.isEmpty else { throw .badName(commonName) }
        for part in [commonName, organisation, unit] {
            guard part.unicodeScalars.count <= Self.longestPart, Self.isPlain(part)
            else { throw .badName(part) }
        }
        self.commonName = commonName
        self.organisation = organisation
        self.unit = unit
    }

    /// Reads an `X509_NAME`. A name that gives one part twice says two things and is refused.
    init(reading name: OpaquePointer, of object: SigningError.Object) throws(SigningError) {
        commonName = try Self.part(NID_commonName, of: name, object)
        organisation = try Self.part(NID_organizationName, of: name, object)
        unit = try Self.part(NID_organizationalUnitName, of: name, object)
    }

    /// Adds the parts to an `X509_NAME`, the widest first.
    func write(to name: OpaquePointer) {
        let parts = [
            (NID_organizationName, organisation), (NID_organizationalUnitName, unit),
            (NID_commonName, commonName),
        ]
        for (kind, part) in parts where !part.isEmpty {
            let text = Array(part.utf8)
            let added = X509_NAME_add_entry_by_NID(
                name,
                kind,
                MBSTRING_UTF8,
                text,
                Int32(text.count),
                -1,
                0
            )
            precondition(added == 1, "OpenSSL could not write a name")
        }
    }

    private static func part(
        _ kind: Int32,
        of name: OpaquePointer,
        _ object: SigningError.Object
    ) throws(SigningError) -> String {
        let index = X509_NAME_get_index_by_NID(name, kind, -1)
        guard index >= 0 else { return "" }
        guard let entry = X509_NAME_get_entry(name, index), let part = text(of: entry)
        else { throw .malformed(object) }
        guard isPlain(part), X509_NAME_get_index_by_NID(name, kind, index) < 0
        else { throw .badName(part) }
        return part
    }

    /// Certificates of others may be in older encodings; OpenSSL turns all of them into UTF-8.
    private static func text(of entry: OpaquePointer) -> String? {
        var bytes: UnsafeMutablePointer<UInt8>?
        let count = ASN1_STRING_to_UTF8(&bytes, X509_NAME_ENTRY_get_data(entry))
        guard count >= 0, let bytes else {
            ERR_clear_error()
            return nil
        }
        defer { copenssl_free(bytes) }
        return String(
            validating: UnsafeBufferPointer(start: bytes, count: Int(count)),
            as: UTF8.self
        )
    }

    /// Names reach screens and logs, where a control character would pass for something else.
    private static func isPlain(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
    }
}
