import Hummingbird
import SyncCore

/// The parameters of a request; what is not well formed is a problem that names it.
struct QueryParameters {
    private let request: Request

    init(_ request: Request) {
        self.request = request
    }

    /// The text of a parameter; `nil` where the request has none of this name.
    subscript(_ name: String) -> String? { request.uri.queryParameters[name[...]].map(String.init) }

    func number(_ name: String, in range: ClosedRange<Int>, or missing: Int?) throws -> Int {
        guard let text = self[name] else {
            guard let missing else { throw Problem.badParameter(name, "missing") }
            return missing
        }
        guard let number = Int(text), range.contains(number) else {
            throw Problem.badParameter(name, "\(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    /// How far the caller has read.
    func cursor() throws -> Cursor {
        let shard = self["shard"] ?? Cursor.cityShard
        guard shard == Cursor.cityShard else {
            throw Problem.badParameter("shard", "this hub has one, `\(Cursor.cityShard)`")
        }
        guard let mark = self["mark"].flatMap(Mark.init) else {
            throw Problem.badParameter("mark", "\(Mark.length * 2) hexadecimal digits")
        }
        return Cursor(
            shard: shard,
            epoch: try number("epoch", in: 1...Int(Int32.max), or: nil),
            seq: Int64(try number("after", in: 0...Int.max, or: nil)),
            mark: mark
        )
    }

    /// The tree heads that the caller keeps; `nil` where it shows none.
    func shownTreeHeads() throws -> ShownTreeHeads? {
        guard let text = self["heads"] else { return nil }
        guard let shown = ShownTreeHeads(placesText: text, root: self["root"] ?? "") else {
            throw Problem.badParameter("heads", "EPOCH.COUNT,… with the `root` of the first")
        }
        return shown
    }
}

extension Problem {
    /// A parameter of the query that is missing or not as it must be.
    static func badParameter(_ name: String, _ expected: String) -> Problem {
        Problem(
            422,
            "bad-parameter",
            "a parameter is missing or not well formed",
            detail: "\(name): \(expected)"
        )
    }
}
