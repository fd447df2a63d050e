import COpenSSL

/// SHA-256 (FIPS 180-4) by OpenSSL, reusable without a new look-up of the algorithm.
///
/// Confined to its owner: an OpenSSL context is not safe to share between threads.
package final class SHA256 {
    /// Bytes in a digest.
    package static let length = 32

    private let context: OpaquePointer
    private let algorithm: OpaquePointer

    package init() {
        guard let context = EVP_MD_CTX_new(), let algorithm = EVP_MD_fetch(nil, "SHA256", nil)
        else { preconditionFailure("OpenSSL has no SHA-256") }
        self.context = context
        self.algorithm = algorithm
    }

    deinit {
        EVP_MD_CTX_free(context)
        EVP_MD_free(algorithm)
    }

    /// The digest of the parts one after another.
    package func digest(_ parts: [UInt8]...) -> [UInt8] {
        var rest = parts[...]
        return digest(ofPieces: { rest.popFirst() })
    }

    /// The digest of all the pieces that `next` gives, up to `nil`: a file need not be in memory.
    package func digest<Failure>(
        ofPieces next: () throws(Failure) -> [UInt8]?
    ) throws(Failure) -> [UInt8] {
        check(EVP_DigestInit_ex2(context, algorithm, nil))
        while let piece = try next() {
            check(EVP_DigestUpdate(context, piece, piece.count))
        }
        return [UInt8](unsafeUninitializedCapacity: Self.length) { buffer, count in
            check(EVP_DigestFinal_ex(context, buffer.baseAddress, nil))
            count = Self.length
        }
    }

    /// OpenSSL fails here only when memory is exhausted or the library is broken; going on would
    /// chain records to a digest that was never computed.
    private func check(_ status: Int32) {
        precondition(status == 1, "OpenSSL could not compute SHA-256")
    }
}
