/// 128 bits that stand for some texts within one process: two different ones agree by a chance of
/// 2⁻¹²⁸, and nobody outside can aim at it, because the seed is new with every process.
struct Fingerprint: Hashable {
    private let first: Int
    private let second: Int

    init(of texts: [String?]) {
        var hasher = Hasher()
        for text in texts {
            // Bytes, not strings: equal strings may differ in bytes, and normalising costs more
            // than hashing.
            guard var text else {
                hasher.combine(-1)
                continue
            }
            text.withUTF8 { bytes in
                hasher.combine(bytes.count)
                hasher.combine(bytes: UnsafeRawBufferPointer(bytes))
            }
        }
        var again = hasher
        again.combine(UInt8(2))
        first = hasher.finalize()
        second = again.finalize()
    }
}
