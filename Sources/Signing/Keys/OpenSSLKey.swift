import COpenSSL

/// A key, private or public, in OpenSSL's memory. A private one is nowhere else, so that no
/// description or dump of ours can show it, and OpenSSL wipes it when the last owner is gone.
///
/// `@unchecked Sendable`: the key is never changed after `init`, OpenSSL lets threads read an object
/// that none writes, and it guards what it caches in it with a lock of its own.
final class OpenSSLKey: @unchecked Sendable {
    let pointer: OpaquePointer

    /// Takes over the caller's reference.
    init(owning pointer: OpaquePointer) {
        self.pointer = pointer
    }

    deinit {
        EVP_PKEY_free(pointer)
    }

    /// The public half as a DER SubjectPublicKeyInfo.
    var subjectPublicKeyInfo: [UInt8] {
        DER.encoded { i2d_PUBKEY(pointer, $0) }
    }

    /// Whether it is on the curve P-256, named and not spelt out, with its point uncompressed: the
    /// one way that every peer reads.
    var isP256: Bool {
        EVP_PKEY_get_base_id(pointer) == EVP_PKEY_EC
            && subjectPublicKeyInfo.starts(with: Self.p256Prefix)
    }

    /// What stands before the two coordinates (RFC 5480): algorithm, curve, form of the point.
    private static let p256Prefix: [UInt8] = [
        0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01,
        0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00, 0x04,
    ]
}
