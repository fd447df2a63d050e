import COpenSSL

/// A digest of 32 bytes by OpenSSL, reusable without a new look-up of the algorithm.
///
/// Confined to its owner: an OpenSSL context is not safe to share between threads.
package class Digest {
    /// Bytes in a digest.
    package static let length = 32

    private let context: OpaquePointer
    private let algorithm: OpaquePointer

    fileprivate init(_ algorithm: OpaquePointer) {
        guard let context = EVP_MD_CTX_new()
        else { preconditionFailure("no memory for a digest") }
        self.context = context
        self.algorithm = algorithm
    }

    deinit { EVP_MD_CTX_free(context) }

    /// Looks an algorithm up, once: that takes longer than a digest of a few hundred bytes. OpenSSL never changes what
    /// it has fetched, and any thread may use it.
    fileprivate static func fetched(_ name: String) -> OpaquePointer {
        guard let algorithm = EVP_MD_fetch(nil, name, nil)
        else { preconditionFailure("OpenSSL has no \(name)") }
        return algorithm
    }

    /// The digest of the parts one after another.
    package final func digest(_ parts: [UInt8]...) -> [UInt8] {
        begin()
        for part in parts { update(part[...]) }
        return finish()
    }

    /// Begins the digest of what comes piece by piece; one that was not finished is given up.
    package final func begin() {
        check(EVP_DigestInit_ex2(context, algorithm, nil))
    }

    /// Takes the next piece.
    package final func update(_ piece: ArraySlice<UInt8>) {
        piece.withUnsafeBytes { check(EVP_DigestUpdate(context, $0.baseAddress, $0.count)) }
    }

    /// The digest of all pieces since `begin`.
    package final func finish() -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: Self.length) { buffer, count in
            check(EVP_DigestFinal_ex(context, buffer.baseAddress, nil))
            count = Self.length
        }
    }

    /// OpenSSL fails here only when memory is exhausted or the library is broken; going on would
    /// chain records to a digest that was never computed.
    private func check(_ status: Int32) {
        precondition(status == 1, "OpenSSL could not compute a digest")
    }
}

/// SM3 (GB/T 32905, GM/T 0004).
package final class SM3: Digest {
    private nonisolated(unsafe) static let algorithm = Digest.fetched("SM3")

    package init() { super.init(Self.algorithm) }
}

/// SHA-256 (FIPS 180-4).
package final class SHA256: Digest {
    private nonisolated(unsafe) static let algorithm = Digest.fetched("SHA256")

    package init() { super.init(Self.algorithm) }

    /// HMAC-SHA-256 (RFC 2104, RFC 4231) of a message; the key has at most 64 bytes.
    package func code(of message: ArraySlice<UInt8>, key: [UInt8]) -> [UInt8] {
        precondition(key.count <= Self.blockLength, "a key that is longer than a block")
        let padded = key + [UInt8](repeating: 0, count: Self.blockLength - key.count)
        begin()
        update(padded.map { $0 ^ 0x36 }[...])
        update(message)
        let inner = finish()
        return digest(padded.map { $0 ^ 0x5C }, inner)
    }

    private static let blockLength = 64
}
