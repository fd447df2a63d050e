private import CZstd

/// Zstandard (RFC 8878), the one content coding that sites and hubs use besides none.
package enum Zstd {
    /// The name of the coding in `Content-Encoding` and `Accept-Encoding`.
    package static let name = "zstd"

    /// Shorter bodies gain nothing that a packet more or less would notice.
    package static let lengthMin = 1024

    /// The bytes as one frame, at the level that costs the least time: our messages become hardly fewer at others. `nil`
    /// where memory is exhausted.
    package static func frame(_ bytes: [UInt8]) -> [UInt8]? {
        let room = ZSTD_compressBound(bytes.count)
        let frame = [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
            let length = ZSTD_compress(buffer.baseAddress, room, bytes, bytes.count, 1)
            count = ZSTD_isError(length) == 0 ? length : 0
        }
        return frame.isEmpty ? nil : frame
    }

    /// The bytes as one frame; `nil` where they are short, or would not become fewer.
    package static func compressed(_ bytes: [UInt8]) -> [UInt8]? {
        // Out of memory: then it goes as it is.
        guard bytes.count >= lengthMin, let frame = frame(bytes), frame.count < bytes.count
        else { return nil }
        return frame
    }
}
