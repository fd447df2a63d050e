extension Day: CustomStringConvertible, LosslessStringConvertible {
    /// Reads `YYYY-MM-DD` and nothing else: ten ASCII characters and a day that exists.
    package init?(_ text: String) {
        var text = text
        let day = text.withUTF8 { Day(ascii: $0) }
        guard let day else { return nil }
        self = day
    }

    /// The same for bytes, for readers that never build a `String`.
    package init?(ascii bytes: UnsafeBufferPointer<UInt8>) {
        self.init(ascii: bytes, in: Self.supportedYears)
    }

    /// Reads a day of any year that four digits can name, 0001 to 9999: facts that are judged as they
    /// are given may say 9999-12-31 for "no end".
    package static func ofAnyYear(_ text: String) -> Day? {
        var text = text
        return text.withUTF8 { Day(ascii: $0, in: 1...9999) }
    }

    private init?(ascii bytes: UnsafeBufferPointer<UInt8>, in years: ClosedRange<Int>) {
        guard bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
            let year = Self.integer(bytes[0..<4]), let month = Self.integer(bytes[5..<7]),
            let day = Self.integer(bytes[8..<10])
        else { return nil }
        self.init(year: year, month: month, day: day, in: years)
    }

    /// `YYYY-MM-DD`.
    package var description: String {
        let (year, month, day) = parts
        return String(unsafeUninitializedCapacity: 10) { buffer in
            func put(_ value: Int, at end: Int, digits: Int) {
                var rest = value
                for offset in 0..<digits {
                    buffer[end - offset] = UInt8(ascii: "0") + UInt8(rest % 10)
                    rest /= 10
                }
            }
            put(year, at: 3, digits: 4)
            buffer[4] = UInt8(ascii: "-")
            put(month, at: 6, digits: 2)
            buffer[7] = UInt8(ascii: "-")
            put(day, at: 9, digits: 2)
            return 10
        }
    }

    private static func integer(_ digits: Slice<UnsafeBufferPointer<UInt8>>) -> Int? {
        var value = 0
        for digit in digits {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
            value = value * 10 + Int(digit - UInt8(ascii: "0"))
        }
        return value
    }
}
