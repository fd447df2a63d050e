private import Glibc
package import Signing

/// The keys of a site: one for its certificate, one that signs its batches. They are made on this
/// machine, stay on it, and outlive a try to join that was cut, so that the next try is for the same.
///
/// A new certificate is for a new key, which lies beside the old one until the certificate has come. The journal has
/// the certificate, and its commit is the moment from which the new key counts: `load` takes the key that the
/// certificate is for, and gives it its name. So whatever a crash leaves, there is a pair that fits.
package struct SiteKeys: Sendable {
    package let certificateKey: P256PrivateKey
    package let signingKey: Ed25519PrivateKey

    private static let folder = "keys"
    private static let certificateFile = "certificate.key"
    private static let signingFile = "signing.key"
    private static let nextFile = "next.key"

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

    /// The keys of a member with a certificate, as PEM.
    package static func load(
        home: String,
        for certificate: String
    ) throws(KeysError) -> SiteKeys {
        if let certificate = try? Certificate(pem: certificate),
            let next = try nextKey(home: home), certificate.isFor(next)
        {
            try PrivateFile.rename(
                "\(home)/\(folder)/\(nextFile)",
                to: "\(home)/\(folder)/\(certificateFile)"
            )
        }
        return try load(home: home)
    }

    /// The keys of a member as they are once it has its next certificate. The present key is not needed for it.
    static func loadNext(home: String) throws(KeysError) -> SiteKeys {
        guard let signingKey = try signingKey(home: home) else {
            throw .missing(path: "\(home)/\(folder)/\(signingFile)")
        }
        return SiteKeys(
            certificateKey: try nextKeyOrMake(home: home),
            signingKey: signingKey
        )
    }

    /// The key for the next certificate, made where there is none. It is on disk before anybody hears of it,
    /// so that a try that was cut can be made again.
    static func nextKeyOrMake(home: String) throws(KeysError) -> P256PrivateKey {
        if let key = try nextKey(home: home) { return key }
        let key = P256PrivateKey.generate()
        try PrivateFile.write(key.pem, to: "\(home)/\(folder)/\(nextFile)")
        return key
    }

    /// What cannot be read is no key that a certificate was given for: those are whole before one asks.
    private static func nextKey(home: String) throws(KeysError) -> P256PrivateKey? {
        let pem = try PrivateFile.read("\(home)/\(folder)/\(nextFile)")
        return pem.flatMap { try? P256PrivateKey(pem: $0) }
    }

    /// The keys of the site, made where there are none.
    package static func loadOrMake(home: String) throws(KeysError) -> SiteKeys {
        if let keys = try loadAny(home: home) { return keys }
        let place = "\(home)/\(folder)"
        guard mkdir(place, 0o700) == 0 || errno == EEXIST else {
            throw .cannotWrite(path: place, errno: errno)
        }
        let keys = SiteKeys(certificateKey: .generate(), signingKey: .generate())
        // The signing key last: it says that both are there.
        try PrivateFile.write(keys.certificateKey.pem, to: "\(place)/\(certificateFile)")
        try PrivateFile.write(keys.signingKey.raw.hexLine, to: "\(place)/\(signingFile)")
        return keys
    }

    private static func loadAny(home: String) throws(KeysError) -> SiteKeys? {
        guard let signingKey = try signingKey(home: home) else { return nil }
        let path = "\(home)/\(folder)/\(certificateFile)"
        guard let pem = try PrivateFile.read(path) else { return nil }
        guard let key = try? P256PrivateKey(pem: pem) else { throw .damaged(path: path) }
        return SiteKeys(certificateKey: key, signingKey: signingKey)
    }

    private static func signingKey(home: String) throws(KeysError) -> Ed25519PrivateKey? {
        let path = "\(home)/\(folder)/\(signingFile)"
        guard let hex = try PrivateFile.read(path) else { return nil }
        guard let raw = [UInt8](hexLine: hex), let key = try? Ed25519PrivateKey(raw: raw)
        else { throw .damaged(path: path) }
        return key
    }
}
