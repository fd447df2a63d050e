import TestSupport

@testable import Documents

/// The clerk's ledger that the product was built around, and what a good import makes of it.
enum SampleLedger {
    static let path = Checkout.root + "/" + Checkout.sampleLedger

    static func bytes() throws -> [UInt8] {
        try Checkout.bytes(Checkout.sampleLedger)
    }

    /// The sample in another encoding.
    static func bytes(in encoding: TextEncoding, marked: Bool) throws -> [UInt8] {
        let mark = marked ? encoding.byteOrderMark : []
        let text = try decoded(ByteSource(path: path))
        switch encoding {
        case .utf8: return mark + Array(text.utf8)
        case .utf16LittleEndian:
            return mark + text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        case .utf16BigEndian:
            return mark + text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
        case .gb18030: return mark + (try bytes())
        }
    }
}
