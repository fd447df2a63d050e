/// A moment: milliseconds since 1970-01-01T00:00:00Z. The core is handed one, it never asks for it.
package struct Instant: Hashable, Comparable, Sendable {
    package let milliseconds: Int64

    package init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    package var seconds: Int64 {
        milliseconds >= 0 ? milliseconds / 1000 : (milliseconds + 1) / 1000 - 1
    }

    /// Milliseconds from another moment to this one, or as many as fit: what others write may be any number.
    package func milliseconds(since other: Instant) -> Int64 {
        let (passed, isTooFar) = milliseconds.subtractingReportingOverflow(other.milliseconds)
        return isTooFar ? (self < other ? .min : .max) : passed
    }

    /// The moment so many milliseconds later, or the last or first one there is.
    package func adding(milliseconds more: Int64) -> Instant {
        let (sum, isTooFar) = milliseconds.addingReportingOverflow(more)
        return Instant(milliseconds: isTooFar ? (more < 0 ? .min : .max) : sum)
    }

    package static func < (left: Instant, right: Instant) -> Bool {
        left.milliseconds < right.milliseconds
    }
}

/// A hybrid logical clock stamp (Kulkarni et al. 2014): 48 bits of milliseconds and a 16-bit
/// counter. It never goes back, even when the wall clock does, and breaks ties only.
package struct HybridTime: Hashable, Comparable, Sendable, CustomStringConvertible {
    package let bits: UInt64

    package init(bits: UInt64) {
        self.bits = bits
    }

    /// Reads the 16 hexadecimal digits of `description`.
    package init?(_ text: String) {
        guard text.utf8.count == 16, let bits = UInt64(text, radix: 16) else { return nil }
        self.bits = bits
    }

    /// Reads `description` as it is written, and no other spelling.
    init?(canonical digits: UnsafeBufferPointer<UInt8>) {
        guard digits.count == 16, let bytes = [UInt8](hexDigits: digits) else { return nil }
        bits = bytes.reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// The stamp of the next local event: the wall clock, or one tick after the last stamp where
    /// the clock stands still or went back.
    package func next(at now: Instant) -> HybridTime {
        let wall = UInt64(min(max(now.milliseconds, 0), 0xFFFF_FFFF_FFFF)) << 16
        return HybridTime(bits: wall > bits ? wall : bits == .max ? bits : bits + 1)
    }

    /// The wall-clock part.
    package var instant: Instant {
        Instant(milliseconds: Int64(bits >> 16))
    }

    /// Sixteen lower-case hexadecimal digits: a 64-bit number does not survive JSON readers that
    /// know only doubles.
    package var description: String {
        let digits = String(bits, radix: 16)
        return String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }

    package static func < (left: HybridTime, right: HybridTime) -> Bool {
        left.bits < right.bits
    }
}
