/// A first push into Kinto, an offline-first server in Python that keeps everything in memory: `peers/kinto_push.py`.
struct KintoPeer {
    /// It takes some hundreds a second, and fewer the more it has: of all of ours it would never come to an end.
    static let most = 20_000

    private let python: String
    private let script: String

    /// `nil` where its package was not fetched.
    init?(_ options: BenchmarkOptions) throws {
        guard let python = options.optional("--peers-python") else { return nil }
        self.python = python
        script = try options["--kinto"]
    }

    /// Instruments a second, of the first of the peers' file.
    func pushedPerSecond(of rows: Int, in data: String) throws -> Double {
        let program = PeerProgram(
            path: python,
            arguments: [script, data, String(min(rows, Self.most))]
        )
        guard let line = try program.run().first else {
            throw BenchmarkError("\(script) printed nothing")
        }
        return line.rate
    }
}
