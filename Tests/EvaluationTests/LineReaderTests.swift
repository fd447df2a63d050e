import Evaluation
import Foundation
import TestSupport
import Testing

struct LineReaderTests {
    /// A line as it is read: its text, or its being too long.
    private func lines(_ text: String, lengthMax: Int = 8) throws -> [String] {
        let folder = try TemporaryFolder()
        let path = try folder.write("lines", Array(text.utf8))
        let file = try #require(FileHandle(forReadingAtPath: path))
        var reader = LineReader(descriptor: file.fileDescriptor, lengthMax: lengthMax)
        var lines: [String] = []
        while let line = try reader.next() {
            switch line {
            case .bytes(let bytes): lines.append(String(decoding: bytes, as: UTF8.self))
            case .tooLong: lines.append("too long")
            }
        }
        return lines
    }

    @Test(arguments: [
        ("", []), ("\n", [""]), ("a", ["a"]), ("a\n", ["a"]), ("a\nb", ["a", "b"]),
        ("a\n\nb\n", ["a", "", "b"]), ("12345678\n", ["12345678"]),
        ("123456789\nb\n", ["too long", "b"]), ("b\n123456789", ["b", "too long"]),
    ])
    func `lines end with a newline or with the file`(_ text: String, _ expected: [String]) throws {
        #expect(try lines(text) == expected)
    }

    @Test func `a line may cross every boundary of what is read at once`() throws {
        let long = String(repeating: "x", count: 65_535)
        let text = "\(long)\n\(long)ab\n\nc\n\(long)\(long)\nd"
        #expect(
            try lines(text, lengthMax: 70_000) == [long, long + "ab", "", "c", "too long", "d"]
        )
    }
}
