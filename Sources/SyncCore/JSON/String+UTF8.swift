extension String {
    /// The text of UTF-8; `nil` for other bytes.
    ///
    /// Not `String(validating:)`: that is generic code, which takes longer than the rest of reading a text.
    init?(validUTF8 bytes: UnsafeBufferPointer<UInt8>) {
        do { self = String(copying: try UTF8Span(validating: bytes.span)) } catch { return nil }
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// Whether the bytes are UTF-8.
    var isUTF8: Bool {
        do { _ = try UTF8Span(validating: span) } catch { return false }
        return true
    }
}
