/// The identity of a record: a UUID of version 7 (RFC 9562), whose first 48 bits are the time of
/// its making, so that ids sort by age and tables grow at their end.
package struct RecordID: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Lower-case text with hyphens, the only form that is stored or shown.
    package let description: String

    /// Reads the 36-character form; upper case is accepted, other versions are refused.
    package init?(_ text: String) {
        var text = text
        guard let isLower = text.withUTF8(Self.isLower) else { return nil }
        self.description = isLower ? text : text.lowercased()
    }

    /// Reads the form that is stored, and no other.
    init?(canonical bytes: UnsafeBufferPointer<UInt8>) {
        guard Self.isLower(bytes) == true else { return nil }
        description = String(decoding: bytes, as: UTF8.self)
    }

    /// Whether an id has no upper case; `nil` for what is no id.
    private static func isLower(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool? {
        guard bytes.count == 36 else { return nil }
        var isLower = true
        for (index, byte) in bytes.enumerated() {
            switch index {
            case 8, 13, 18, 23: guard byte == UInt8(ascii: "-") else { return nil }
            case 14: guard byte == UInt8(ascii: "7") else { return nil }
            default:
                switch byte {
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"):
                    break
                case UInt8(ascii: "A")...UInt8(ascii: "F"): isLower = false
                default: return nil
                }
            }
        }
        return isLower
    }

    /// Wraps text that a store has already checked.
    package init(trusted text: String) {
        self.description = text
    }

    package static func < (left: RecordID, right: RecordID) -> Bool {
        left.description.utf8.lexicographicallyPrecedes(right.description.utf8)
    }
}

/// Makes ids that never repeat and never go back within one process, however fast they are asked
/// for and whatever the clock does.
package struct RecordIDGenerator: Sendable {
    private var milliseconds: UInt64 = 0
    private var counter: UInt16 = 0

    package init() {}

    /// The next id. Within one millisecond the 12 bits after the time count up (RFC 9562, 6.2,
    /// method 1); the other 62 bits are random.
    package mutating func next(
        at moment: Instant,
        using random: inout some RandomNumberGenerator
    ) -> RecordID {
        let now = UInt64(max(moment.milliseconds, 0)) & 0xFFFF_FFFF_FFFF
        if now > milliseconds {
            milliseconds = now
            counter = UInt16.random(in: 0..<0x400, using: &random)
        } else if counter < 0xFFF {
            counter += 1
        } else {
            milliseconds += 1
            counter = 0
        }
        let high = milliseconds << 16 | 0x7000 | UInt64(counter)
        let low = random.next() & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
        return RecordID(trusted: Self.text(high, low))
    }

    private static func text(_ high: UInt64, _ low: UInt64) -> String {
        String(unsafeUninitializedCapacity: 36) { buffer in
            var position = 0
            for index in 0..<32 {
                if [8, 12, 16, 20].contains(index) {
                    buffer[position] = UInt8(ascii: "-")
                    position += 1
                }
                let word = index < 16 ? high : low
                let digit = UInt8(truncatingIfNeeded: word >> UInt64(60 - index % 16 * 4)) & 15
                buffer[position] = digit < 10 ? 0x30 + digit : 0x57 + digit
                position += 1
            }
            return position
        }
    }
}
