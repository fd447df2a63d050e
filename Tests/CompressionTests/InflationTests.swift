import Compression
import TestSupport
import Testing

/// Bodies that were compressed, by us or by somebody who means harm.
struct InflationTests {
    private static func inflated(
        _ bytes: [UInt8],
        max: Int = 1 << 20,
        pieces: Int = .max
    ) throws -> [UInt8] {
        let inflation = try #require(Inflation(bytesMax: max))
        var rest = bytes[...]
        while !rest.isEmpty {
            try rest.prefix(pieces).withUnsafeBytes { try inflation.add($0) }
            rest = rest.dropFirst(pieces)
        }
        return try inflation.finish()
    }

    private static func text(_ count: Int, _ seed: UInt64 = 1) -> [UInt8] {
        var random = SeededGenerator(seed: seed)
        return (0..<count).map { _ in UInt8.random(in: 97...112, using: &random) }
    }

    @Test(arguments: [1, 7, 1000, .max])
    func `what was compressed comes back, however it is cut into pieces`(_ pieces: Int) throws {
        for length in [1024, 200_000, 1_000_000] {
            let text = Self.text(length)
            let frame = try #require(Zstd.compressed(text))
            #expect(frame.count < text.count)
            #expect(try Self.inflated(frame, pieces: pieces) == text)
        }
    }

    @Test func `a body may end where the room for it ends`() throws {
        // Of a first byte nobody knows how long the frame is, so the room is that for frames which do not say.
        for length in 131_000...131_200 {
            let text = [UInt8](repeating: 0, count: length)
            let frame = try #require(Zstd.compressed(text))
            #expect(try Self.inflated(frame, pieces: 1) == text, "\(length)")
        }
    }

    @Test func `two frames are one body, and nothing is an empty one`() throws {
        let (first, second) = (Self.text(5000, 2), Self.text(6000, 3))
        let frames = [first, second].compactMap(Zstd.compressed)
        #expect(try Self.inflated(Array(frames.joined())) == first + second)
        #expect(try Self.inflated([]) == [])
    }

    @Test func `what is short, or would not shrink, is not compressed`() {
        #expect(Zstd.compressed([UInt8](repeating: 0, count: 1023)) == nil)
        var random = SeededGenerator(seed: 4)
        #expect(
            Zstd.compressed((0..<5000).map { _ in UInt8.random(in: 0...255, using: &random) })
                == nil
        )
    }

    @Test func `a body may come to as much as was asked for, and not to a byte more`() throws {
        let frame = try #require(Zstd.compressed(Self.text(50_000)))
        #expect(try Self.inflated(frame, max: 50_000).count == 50_000)
        #expect(throws: Inflation.Fault.tooLarge) { try Self.inflated(frame, max: 49_999) }
    }

    @Test func `a body that is cut or damaged is none, and never more than it was`() throws {
        let text = Self.text(20_000)
        let frame = try #require(Zstd.compressed(text))
        for end in stride(from: 1, to: frame.count, by: 97) {
            #expect(throws: Inflation.Fault.damaged) { try Self.inflated(Array(frame[..<end])) }
        }
        #expect(throws: Inflation.Fault.damaged) { try Self.inflated(Array("<html>".utf8)) }
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = SeededGenerator(seed: seed)
        for _ in 0..<200 {
            var other = frame
            other[Int.random(in: 0..<other.count, using: &random)] ^=
                1 << UInt8.random(in: 0..<8, using: &random)
            let result = try? Self.inflated(other)
            #expect(result.map { $0.count <= 1 << 20 } ?? true, "seed \(seed)")
        }
    }

    @Test func `ten gigabytes in some hundred kilobytes end where the limit is`() throws {
        let bomb = ZstdBomb.frame(gigabytes: 10)
        #expect(bomb.count < 400_000)
        let inflation = try #require(Inflation(bytesMax: 32 << 20))
        #expect(throws: Inflation.Fault.tooLarge) {
            try bomb.withUnsafeBytes { try inflation.add($0) }
        }
        #expect(inflation.bytes.count == 32 << 20)
        #expect(inflation.bytes.capacity <= 64 << 20)
    }

    @Test func `a frame that wants a large window is refused`() {
        #expect(throws: Inflation.Fault.damaged) {
            try Self.inflated(ZstdBomb.frame(gigabytes: 1, windowBits: 24))
        }
    }
}
