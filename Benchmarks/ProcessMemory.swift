import Foundation

/// What the kernel says of a process's memory.
enum ProcessMemory {
    /// A line of `/proc/PID/status`: `VmRSS`, or `VmHWM` for the most that it ever was.
    static func megabytes(_ name: String, of process: Int32) throws -> Double {
        let path = "/proc/\(process)/status"
        let status = try String(contentsOfFile: path, encoding: .utf8)
        let words = status.split(separator: "\n").first { $0.hasPrefix(name + ":") }?
            .split { $0 == " " || $0 == "\t" }
        guard let kilobytes = words?.dropFirst().first.flatMap({ Double($0) }) else {
            throw BenchmarkError("no \(name) in \(path)")
        }
        return kilobytes / 1024
    }
}
