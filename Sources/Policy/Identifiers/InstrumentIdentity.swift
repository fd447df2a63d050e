/// What makes two ledger entries one instrument: manufacturer, model and serial number, compared
/// without regard to blanks, letter case and full-width forms.
package enum InstrumentIdentity {
    /// One comparable, readable text for the three parts, such as `示例衡器一厂|ACS-30|0257465`.
    ///
    /// A vertical bar inside a part becomes a full-width one, so that parts cannot run together.
    package static func key(manufacturer: String, model: String, serial: String) -> String {
        var key: [UInt8] = []
        key.reserveCapacity(64)
        append(manufacturer, to: &key)
        key.append(UInt8(ascii: "|"))
        append(model, to: &key)
        key.append(UInt8(ascii: "|"))
        append(serial, to: &key)
        return String(decoding: key, as: UTF8.self)
    }

    private static func append(_ part: String, to key: inout [UInt8]) {
        var part = part
        let isPlain = part.withUTF8 { bytes in
            bytes.allSatisfy { $0 != 0xEF && $0 != 0xC2 && $0 != 0xE3 }
        }
        if isPlain {
            part.withUTF8 { bytes in
                for byte in bytes { append(ascii: byte, to: &key) }
            }
        } else {
            for scalar in part.unicodeScalars { append(scalar, to: &key) }
        }
    }

    /// Bytes of multi-byte characters pass through as they are.
    private static func append(ascii byte: UInt8, to key: inout [UInt8]) {
        switch byte {
        case 0x00...0x20: break
        case UInt8(ascii: "a")...UInt8(ascii: "z"): key.append(byte - 0x20)
        case UInt8(ascii: "|"): key.append(contentsOf: "｜".utf8)
        default: key.append(byte)
        }
    }

    private static func append(_ scalar: Unicode.Scalar, to key: inout [UInt8]) {
        switch scalar.value {
        case 0xA0, 0x3000, 0xFEFF: break
        case 0xFF5C: key.append(contentsOf: "｜".utf8)
        case 0xFF01...0xFF5E: append(ascii: UInt8(scalar.value - 0xFEE0), to: &key)
        case 0..<0x80: append(ascii: UInt8(scalar.value), to: &key)
        default: key.append(contentsOf: String(scalar).utf8)
        }
    }
}
