extension [UInt8] {
    /// Lower-case hexadecimal digits, two for a byte.
    package var hex: String {
        String(unsafeUninitializedCapacity: count * 2) { buffer in
            writeHex(to: buffer)
            return count * 2
        }
    }

    /// Appends the digits of `hex` as bytes.
    func appendHex(to output: inout [UInt8]) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: count * 2) { digits in
            writeHex(to: digits)
            output.append(contentsOf: digits)
        }
    }

    private func writeHex(to digits: UnsafeMutableBufferPointer<UInt8>) {
        var position = 0
        for byte in self {
            digits[position] = Self.digit(byte >> 4)
            digits[position + 1] = Self.digit(byte & 15)
            position += 2
        }
    }

    /// Reads `hex`; `nil` for an odd count or anything but hexadecimal digits.
    package init?(hex text: String) {
        var text = text
        guard let bytes = text.withUTF8({ Self.bytes(of: $0) }) else { return nil }
        self = bytes
    }

    /// Reads the digits of `hex` as bytes.
    init?(hexDigits digits: UnsafeBufferPointer<UInt8>) {
        guard let bytes = Self.bytes(of: digits) else { return nil }
        self = bytes
    }

    private static func bytes(of digits: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
        guard digits.count % 2 == 0 else { return nil }
        var isGood = true
        let bytes = [UInt8](unsafeUninitializedCapacity: digits.count / 2) { buffer, count in
            for index in 0..<digits.count / 2 {
                guard let high = value(digits[index * 2]), let low = value(digits[index * 2 + 1])
                else {
                    isGood = false
                    return
                }
                buffer[index] = high << 4 | low
                count += 1
            }
        }
        return isGood ? bytes : nil
    }

    private static func value(_ digit: UInt8) -> UInt8? {
        switch digit {
        case 0x30...0x39: digit - 0x30
        case 0x61...0x66: digit - 0x57
        default: nil
        }
    }

    static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? 0x30 + value : 0x57 + value
    }
}
