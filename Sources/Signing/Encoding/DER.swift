import COpenSSL

/// OpenSSL's objects as bytes and back.
enum DER {
    /// A function of the `i2d` family: tells the length, and writes when it is given a place.
    typealias Encode = (UnsafeMutablePointer<UnsafeMutablePointer<UInt8>?>?) -> Int32

    /// A function of the `d2i` family: reads an object and moves the cursor behind it.
    typealias Decode = (UnsafeMutablePointer<UnsafePointer<UInt8>?>, Int) -> OpaquePointer?

    /// Whatever OpenSSL holds in memory can be written.
    static func encoded(_ encode: Encode) -> [UInt8] {
        let length = Int(encode(nil))
        precondition(length > 0, "OpenSSL could not encode an object")
        return [UInt8](unsafeUninitializedCapacity: length) { buffer, count in
            var cursor = buffer.baseAddress
            count = Int(encode(&cursor))
            precondition(count == length, "OpenSSL encoded an object in two ways")
        }
    }

    /// The object that the bytes are, all of them; the caller frees it. `nil` for anything else.
    static func decoded(
        _ bytes: [UInt8],
        by decode: Decode,
        freedBy free: (OpaquePointer?) -> Void
    ) -> OpaquePointer? {
        bytes.withUnsafeBufferPointer { buffer in
            guard let start = buffer.baseAddress, !buffer.isEmpty else { return nil }
            var cursor: UnsafePointer<UInt8>? = start
            guard let object = decode(&cursor, buffer.count) else {
                // What stays in the queue would be taken for the next caller's failure.
                ERR_clear_error()
                return nil
            }
            guard cursor == start + buffer.count else {
                free(object)
                return nil
            }
            return object
        }
    }
}
