import Foundation

/// A Zstandard frame (RFC 8878, 3.1.1) that comes to gigabytes of one byte, put together by hand.
package enum ZstdBomb {
    /// Blocks of 128 KiB that say "the same byte so many times".
    package static func frame(gigabytes: Int, windowBits: UInt8 = 20) -> [UInt8] {
        // The magic number, a frame header without flags, and the window as exponent.
        var frame: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD, 0x00, (windowBits - 10) << 3]
        let blocks = (gigabytes << 30) / (1 << 17)
        for index in 0..<blocks {
            // Last block, type 1 (a run), and the length, in 24 bits.
            let isLast = index == blocks - 1 ? 1 : 0
            let header = isLast | (1 << 1) | (1 << 20)
            frame += [UInt8(header & 0xFF), UInt8((header >> 8) & 0xFF), UInt8(header >> 16), 0x61]
        }
        return frame
    }
}

/// What the system says about the memory of a process.
package enum ProcessMemory {
    private struct Unknown: Error {}

    /// The most that was ever resident.
    package static func kilobytes(of process: Int32 = getpid()) throws -> Int {
        let text = try String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)
        let line = text.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        guard let word = line?.split(whereSeparator: \.isWhitespace).dropFirst().first,
            let number = Int(word)
        else { throw Unknown() }
        return number
    }
}
