import COpenSSL

/// The text form of keys and certificates (RFC 7468): one block with a label.
enum PEM {
    /// Bytes of the longest text that is looked at; no key and no certificate of ours comes near.
    static let longest = 65536

    /// The content of the first block; `nil` if there is none, or one with another label, or one
    /// that is locked by a password. OpenSSL's readers of whole objects would ask for the
    /// password at the terminal, so none of them is used.
    static func content(of text: String, label: String) -> [UInt8]? {
        let text = Array(text.utf8)
        guard !text.isEmpty, text.count <= longest else { return nil }
        return text.withUnsafeBytes { bytes in
            guard let bio = BIO_new_mem_buf(bytes.baseAddress, Int32(bytes.count))
            else { preconditionFailure("OpenSSL has no memory for a text") }
            defer { BIO_free(bio) }
            return firstBlock(of: bio, label: label)
        }
    }

    private static func firstBlock(of bio: OpaquePointer, label: String) -> [UInt8]? {
        var name: UnsafeMutablePointer<CChar>?
        var header: UnsafeMutablePointer<CChar>?
        var content: UnsafeMutablePointer<UInt8>?
        var length = 0
        guard PEM_read_bio(bio, &name, &header, &content, &length) == 1,
            let name, let header, let content
        else {
            ERR_clear_error()
            return nil
        }
        defer {
            copenssl_free(name)
            copenssl_free(header)
            copenssl_wipe(content, length)
        }
        guard String(cString: name) == label, header.pointee == 0 else { return nil }
        return Array(UnsafeBufferPointer(start: content, count: length))
    }

    /// One block, with a line feed at the end of each line.
    static func text(label: String, _ content: [UInt8]) -> String {
        guard let bio = BIO_new(BIO_s_mem())
        else { preconditionFailure("OpenSSL has no memory for a text") }
        defer { BIO_free(bio) }
        let written = PEM_write_bio(bio, label, "", content, content.count)
        precondition(written > 0, "OpenSSL could not write a text")
        var bytes: UnsafeMutablePointer<CChar>?
        let count = copenssl_bio_bytes(bio, &bytes)
        let text = UnsafeRawBufferPointer(start: bytes, count: count)
        return String(decoding: text, as: UTF8.self)
    }
}
