import Policy
import SyncCore

extension HTTPResponse {
    /// When the answer was made, by its `Date` (RFC 9110, 5.6.7: `Sun, 06 Nov 1994 08:49:37 GMT`).
    var date: Instant? {
        let words = headers["date"]?.split(separator: " ") ?? []
        let months = [
            "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
        ]
        guard words.count == 6, words[5] == "GMT", let day = Int(words[1]),
            let month = months.firstIndex(of: String(words[2])), let year = Int(words[3]),
            let date = Day(year: year, month: month + 1, day: day)
        else { return nil }
        let time = words[4].split(separator: ":").map { Int($0) ?? -1 }
        guard time.count == 3, (0..<24).contains(time[0]), (0..<60).contains(time[1]),
            (0...60).contains(time[2])
        else { return nil }
        let seconds = Int64(date.number) * 86_400 + Int64(time[0] * 3600 + time[1] * 60 + time[2])
        return Instant(milliseconds: seconds * 1000)
    }
}
