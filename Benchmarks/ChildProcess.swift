import Glibc

/// A program run as a whole, measured from outside.
struct ChildProcess {
    /// What one run cost.
    struct Cost {
        let seconds: Double
        /// The largest resident set, as the kernel saw it.
        let peakMegabytes: Double
    }

    let path: String
    let arguments: [String]

    /// Runs to the end with its output thrown away.
    func run() throws -> Cost {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
        var words = ([path] + arguments).map { strdup($0) }
        defer { words.forEach { free($0) } }
        words.append(nil)
        var child = pid_t()
        let start = ContinuousClock.now
        let spawned = posix_spawn(&child, path, &actions, nil, words, environ)
        guard spawned == 0 else { throw BenchmarkError("cannot run \(path)") }
        var status: Int32 = 0
        var usage = rusage()
        wait4(child, &status, 0, &usage)
        let elapsed = ContinuousClock.now - start
        guard status == 0 else {
            let line = ([path] + arguments).joined(separator: " ")
            throw BenchmarkError("`\(line)` ended with status \(status >> 8)")
        }
        return Cost(seconds: elapsed.inSeconds, peakMegabytes: Double(usage.ru_maxrss) / 1024)
    }
}

/// Why a benchmark could not be run.
struct BenchmarkError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}

extension Duration {
    var inSeconds: Double {
        let parts = components
        return Double(parts.seconds) + Double(parts.attoseconds) / 1e18
    }
}
