/// Moments as people in Asia/Shanghai write them.
package enum ShanghaiTime {
    /// RFC 3339 with the offset, to the second: `2026-11-23T09:12:00+08:00`.
    package static func text(secondsSince1970 seconds: Int64) -> String {
        clock(seconds, separator: "T") + "+08:00"
    }

    /// For a screen: `2026-11-23 09:12:00`.
    package static func screenText(secondsSince1970 seconds: Int64) -> String {
        clock(seconds, separator: " ")
    }

    private static func clock(_ seconds: Int64, separator: String) -> String {
        let day = Day(secondsSince1970: seconds)
        let local = seconds + 8 * 3600
        let second = Int((local % 86_400 + 86_400) % 86_400)
        let parts = [second / 3600, second / 60 % 60, second % 60]
        let clock = parts.map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
        return "\(day)\(separator)\(clock)"
    }
}
