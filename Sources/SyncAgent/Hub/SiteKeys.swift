private import Glibc
package import Signing

/// The keys of a site: one for its certificate, one that signs its batches. They are made on this
/// machine, stay on it, and outlive a try to join that was cut, so that the next try is the same.
package struct SiteKeys: Sendable {
    package let certificateKey: P256PrivateKey
    package let signingKey: Ed25519PrivateKey

    private static let folder = "keys"
    private static let certificateFile = "certificate.key"
    private static let signingFile = "signing.key"
    private static let requestFile = "certificate.csr"

    /// Why there are no keys.
    package enum KeysError: Error, Hashable, Sendable {
        case missing(path: String)
        case unreadable(path: String, errno: Int32)
        case cannotWrite(path: String, errno: Int32)
        case damaged(path: String)
    }

    /// The keys of a site that has them.
    package static func load(home: String) throws(KeysError) -> SiteKeys {
        guard let keys = try loadAny(home: home) else {
            throw .missing(path: "\(home)/\(folder)")
        }
        return keys
    }

    /// The keys of the site, made where there are none.
    package static func loadOrMake(home: String) throws(KeysError) -> SiteKeys {
        if let keys = try loadAny(home: home) { return keys }
        let place = "\(home)/\(folder)"
        guard mkdir(place, 0o700) == 0 || errno == EEXIST else {
            throw .cannotWrite(path: place, errno: errno)
        }
        let keys = SiteKeys(certificateKey: .generate(), signingKey: .generate())
        // A request of earlier keys would be granted for these.
        unlink("\(place)/\(requestFile)")
        // The signing key last: it says that both are there.
        try PrivateFile.write(keys.certificateKey.pem, to: "\(place)/\(certificateFile)")
        try PrivateFile.write(keys.signingKey.raw.hexLine, to: "\(place)/\(signingFile)")
        return keys
    }

    /// The request that stands for these keys: written once, so that every try sends the same.
    func certificateRequest(
        home: String,
        _ make: () throws(SigningError) -> String
    ) throws -> String {
        let path = "\(home)/\(Self.folder)/\(Self.requestFile)"
        if let request = try PrivateFile.read(path) { return request }
        let request = try make()
        try PrivateFile.write(request, to: path)
        return request
    }

    private static func loadAny(home: String) throws(KeysError) -> SiteKeys? {
        let certificatePath = "\(home)/\(folder)/\(certificateFile)"
        let signingPath = "\(home)/\(folder)/\(signingFile)"
        guard let hex = try PrivateFile.read(signingPath),
            let pem = try PrivateFile.read(certificatePath)
        else { return nil }
        guard let key = try? P256PrivateKey(pem: pem) else {
            throw .damaged(path: certificatePath)
        }
        guard let raw = [UInt8](hexLine: hex), let signing = try? Ed25519PrivateKey(raw: raw)
        else { throw .damaged(path: signingPath) }
        return SiteKeys(certificateKey: key, signingKey: signing)
    }
}
