import Policy

/// Days as ledgers write them, read into the one form in which we write them.
///
/// Nothing is guessed: two-digit years, month before day and times of day are not dates here.
enum DateText {
    /// A day and what had to be repaired to see it.
    struct Outcome: Equatable {
        var day: Day
        var code: RepairCode?
    }

    /// Reads a cell that is already trimmed and in half width; `nil` when it names no day.
    static func read(_ text: String) -> Outcome? {
        var text = text
        return text.withUTF8 { bytes in
            if let day = Day(ascii: bytes) { return Outcome(day: day) }
            let date = withoutMidnight(bytes)
            if let day = Day(ascii: date) ?? compact(date) ?? separated(date) {
                return Outcome(day: day, code: .date)
            }
            return excelSerial(bytes).map { Outcome(day: $0, code: .excelSerial) }
        }
    }

    /// Drops ` 00:00:00` or `T00:00:00`, which programs add to a day that has no time.
    private static func withoutMidnight(
        _ bytes: UnsafeBufferPointer<UInt8>
    ) -> UnsafeBufferPointer<UInt8> {
        guard
            let start = bytes.lastIndex(where: {
                $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "T")
            })
        else { return bytes }
        let time = bytes[(start + 1)...]
        let isMidnight =
            time.contains(UInt8(ascii: ":"))
            && time.allSatisfy {
                $0 == UInt8(ascii: "0") || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ".")
            }
        return isMidnight ? .init(rebasing: bytes[..<start]) : bytes
    }

    /// `20260305`.
    private static func compact(_ bytes: UnsafeBufferPointer<UInt8>) -> Day? {
        var scanner = Scanner(bytes)
        guard let number = scanner.number(digits: 8...8), scanner.isAtEnd else { return nil }
        return Day(year: number / 10_000, month: number / 100 % 100, day: number % 100)
    }

    /// `2026-3-5`, `2026/3/5`, `2026.3.5` and `2026年3月5日`.
    private static func separated(_ bytes: UnsafeBufferPointer<UInt8>) -> Day? {
        var scanner = Scanner(bytes)
        guard let year = scanner.number(digits: 4...4), let first = scanner.mark(),
            let month = scanner.number(digits: 1...2), let second = scanner.mark(),
            let day = scanner.number(digits: 1...2)
        else { return nil }
        switch (first, second) {
        case (.year, .month):
            guard scanner.isAtEnd || scanner.mark() == .day else { return nil }
        case (.dash, .dash), (.slash, .slash), (.dot, .dot): break
        default: return nil
        }
        return scanner.isAtEnd ? Day(year: year, month: month, day: day) : nil
    }

    /// `45467`: days since 1899-12-30, as Excel counts after its February 1900 of 29 days.
    private static func excelSerial(_ bytes: UnsafeBufferPointer<UInt8>) -> Day? {
        var scanner = Scanner(bytes)
        guard let number = scanner.number(digits: 5...5), scanner.isAtEndOfInteger else {
            return nil
        }
        let day = Day(number: Int32(number - 25_569))
        return (1954...2099).contains(day.year) ? day : nil
    }
}

extension DateText {
    /// Takes numbers and marks off the front of a date.
    private struct Scanner {
        enum Mark {
            case dash, slash, dot, year, month, day
        }

        private static let spellings: [(mark: Mark, bytes: [UInt8])] = [
            (.dash, Array("-".utf8)), (.dash, Array("－".utf8)),
            (.slash, Array("/".utf8)), (.slash, Array("／".utf8)),
            (.dot, Array(".".utf8)), (.dot, Array("．".utf8)),
            (.year, Array("年".utf8)), (.month, Array("月".utf8)),
            (.day, Array("日".utf8)), (.day, Array("号".utf8)),
        ]

        private let bytes: UnsafeBufferPointer<UInt8>
        private var position = 0

        init(_ bytes: UnsafeBufferPointer<UInt8>) {
            self.bytes = bytes
        }

        var isAtEnd: Bool { position == bytes.count }

        /// Nothing but zeros after the point: a program wrote the integer as a fraction.
        var isAtEndOfInteger: Bool {
            guard !isAtEnd else { return true }
            let fraction = bytes[position...]
            return fraction.count >= 2 && fraction.first == UInt8(ascii: ".")
                && fraction.dropFirst().allSatisfy { $0 == UInt8(ascii: "0") }
        }

        mutating func number(digits allowed: ClosedRange<Int>) -> Int? {
            skipBlanks()
            let start = position
            var value = 0
            while position < bytes.count, position - start <= allowed.upperBound,
                (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[position])
            {
                value = value * 10 + Int(bytes[position] - UInt8(ascii: "0"))
                position += 1
            }
            return allowed.contains(position - start) ? value : nil
        }

        mutating func mark() -> Mark? {
            skipBlanks()
            let rest = bytes[position...]
            guard let found = Self.spellings.first(where: { rest.starts(with: $0.bytes) }) else {
                return nil
            }
            position += found.bytes.count
            return found.mark
        }

        private mutating func skipBlanks() {
            while position < bytes.count {
                let length = Blank.length(at: position, in: bytes)
                if length == 0 { return }
                position += length
            }
        }
    }
}
