/// Why something handed to this module is not taken. What only a broken OpenSSL or exhausted memory
/// can cause is no case here: it stops the program.
package enum SigningError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What was to be read.
    package enum Object: String, Hashable, Sendable {
        case privateKey = "private key"
        case publicKey = "public key"
        case certificate
        case certificateRequest = "certificate request"
    }

    /// Not what it should be at all: other text, cut short, bytes too many.
    case malformed(Object)
    /// Sound, but the key in it is neither the kind nor the curve we use.
    case otherKind(Object)
    /// A certificate request that the owner of its key did not sign.
    case brokenSignature
    /// A part of a subject that is empty, too long, given twice, or has control characters.
    case badName(String)
    /// Neither a DNS name nor an IP address.
    case badServerName(String)
    /// A server certificate for no name.
    case noServerName
    /// A serial number that is zero or longer than a certificate can carry.
    case badSerial
    /// An end that is not after the start, or a moment that a certificate cannot tell.
    case badPeriod(from: Int64, until: Int64)
    /// The certificate of an authority that is no authority.
    case notAnAuthority
    /// The private key belongs to another certificate.
    case otherKey

    package var description: String {
        switch self {
        case .malformed(let object): "not a \(object.rawValue)"
        case .otherKind(let object): "the \(object.rawValue) has a key of another kind"
        case .brokenSignature: "the certificate request is not signed by its own key"
        case .badName(let name): "`\(name)` cannot be part of a certificate's subject"
        case .badServerName(let name): "`\(name)` is neither a DNS name nor an IP address"
        case .noServerName: "a server certificate needs a name"
        case .badSerial: "the serial number is zero or too long"
        case .badPeriod(let from, let until): "no certificate is valid from \(from) until \(until)"
        case .notAnAuthority: "the certificate is not that of an authority"
        case .otherKey: "the private key does not belong to the certificate"
        }
    }
}
