extension String {
    /// The text of UTF-8; `nil` for other bytes.
    ///
    /// Not `String(validating:)`: that is generic code, which takes longer than the rest of reading a text.
    init?(validUTF8 bytes: UnsafeBufferPointer<UInt8>) {
        var text = String(decoding: bytes, as: UTF8.self)
        // Where bytes were none, others stand in their place now.
        guard text.withUTF8({ $0.elementsEqual(bytes) }) else { return nil }
        self = text
    }
}
