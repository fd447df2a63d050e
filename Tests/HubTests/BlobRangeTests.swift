import Hub
import Testing

/// What a `Range` header asks for (RFC 9110, 14.1.2), of a file of 100 bytes.
struct BlobRangeTests {
    static let cases: [(header: String?, range: ByteRange)] = [
        (nil, .whole), ("bytes=0-0", .part(0..<1)), ("bytes=10-19", .part(10..<20)),
        ("bytes=10-", .part(10..<100)), ("bytes=-5", .part(95..<100)),
        ("bytes=-500", .part(0..<100)), ("bytes=99-1000", .part(99..<100)),
        ("bytes=100-", .unsatisfiable), ("bytes=-0", .unsatisfiable),
        ("bytes=99999999999999999999-", .unsatisfiable), ("bytes=5-4", .whole),
        ("bytes=-", .whole), ("bytes=a-b", .whole), ("bytes=1-2,4-5", .whole),
        ("lines=1-2", .whole), ("bytes=1-2-3", .whole), ("bytes=", .whole),
    ]

    @Test(arguments: cases)
    func `a header asks for one range, or for the whole`(_ header: String?, _ range: ByteRange) {
        #expect(ByteRange(header, of: 100) == range, "\(header ?? "none")")
    }
}
