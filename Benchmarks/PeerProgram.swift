import Foundation

/// A program of the peers that prints figures: in every line how many a second, and then what it has found, which must
/// be what we have found.
struct PeerProgram {
    let path: String
    let arguments: [String]

    /// One line of figures.
    struct Line {
        /// In what the program counts: millions or ones, a second.
        let rate: Double
        let found: [Int]
    }

    /// Runs to the end.
    func run() throws -> [Line] {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw BenchmarkError("\(path) ended with status \(process.terminationStatus)")
        }
        return try text.split(separator: "\n").map { line in
            let words = line.split(separator: " ")
            guard let rate = words.first.flatMap({ Double($0) }) else {
                throw BenchmarkError("\(path) printed `\(line)`")
            }
            return Line(rate: rate, found: words.dropFirst().compactMap { Int($0) })
        }
    }
}
