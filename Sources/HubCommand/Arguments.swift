import Policy
import Hub
import SyncCore
import Terminal

// What a command is given, read as what it must be.

extension Session {
    /// 统一社会信用代码: the shape is required, a check character that differs only mentioned.
    func organisation(_ text: String) throws -> String {
        let code = text.uppercased()
        let check = UnifiedSocialCreditCode.check(code)
        guard check.shape else { throw Failure.badOrganisation(text) }
        if !check.checkDigit { warn(.organisationCheckDigit) }
        return code
    }

    /// A role that a site can have.
    func role(_ text: String) throws -> Party {
        guard let party = Party(rawValue: text), party != .authority else {
            let expected = Party.allCases.filter { $0 != .authority }.map(\.rawValue)
            throw Failure.badChoice(text, for: "--role", expected: expected.joined(separator: " "))
        }
        return party
    }

    /// Ids, each of which must be one.
    func ids(_ texts: [String]) throws -> [RecordID] { try texts.map(id) }

    func id(_ text: String) throws -> RecordID {
        guard let id = RecordID(text) else { throw HubError.unknownRecord(text) }
        return id
    }

    /// Today in Shanghai.
    var today: Day { Day(secondsSince1970: Machine.now().seconds) }

    /// A day that was named; today where none was.
    func day(_ text: String?, for option: String) throws -> Day {
        guard let text else { return today }
        guard let day = Day(text) else {
            throw Failure.badChoice(text, for: option, expected: "2026-12-31")
        }
        return day
    }

    /// A time span such as `30m`, `24h` or `7d`, in seconds.
    func seconds(_ text: String, for option: String, max: Int64) throws -> Int64 {
        let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3600, "d": 86_400]
        guard let unit = text.last.flatMap({ units[$0] }), let count = Int64(text.dropLast()),
            count > 0, count <= max / unit
        else {
            throw Failure.badChoice(text, for: option, expected: "30m 24h 7d (≤ \(max / 86_400)d)")
        }
        return count * unit
    }
}
