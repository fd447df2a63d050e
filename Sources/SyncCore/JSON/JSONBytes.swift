/// Pieces of JSON that are appended to bytes as they stand: of every op many are written, and a text made for each of its
/// numbers and digests would cost more than the rest.
extension [UInt8] {
    /// Appends letters of the program.
    mutating func append(_ letters: StaticString) {
        append(
            contentsOf: UnsafeBufferPointer(
                start: letters.utf8Start,
                count: letters.utf8CodeUnitCount
            )
        )
    }

    /// Appends a whole number in decimal digits.
    mutating func append(decimal number: Int64) {
        let most = 20
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: most) { digits in
            var first = most
            var rest = number.magnitude
            repeat {
                first -= 1
                digits[first] = 0x30 + UInt8(truncatingIfNeeded: rest % 10)
                rest /= 10
            } while rest > 0
            if number < 0 {
                first -= 1
                digits[first] = UInt8(ascii: "-")
            }
            append(contentsOf: digits[first...])
        }
    }

    /// Appends the digits of a time between quotes.
    mutating func append(quoted time: HybridTime) {
        append("\"")
        for shift in stride(from: UInt64(60), through: 0, by: -4) {
            append(Self.digit(UInt8(truncatingIfNeeded: time.bits >> shift) & 15))
        }
        append("\"")
    }

    /// Appends hexadecimal digits between quotes.
    mutating func append(quotedHex bytes: [UInt8]) {
        append("\"")
        bytes.appendHex(to: &self)
        append("\"")
    }
}
