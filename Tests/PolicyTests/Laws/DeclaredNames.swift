import Foundation
import TestSupport

/// What the sources declare: types, and members by their bare names.
struct DeclaredNames {
    private var types: Set<Substring> = []
    private var members: Set<Substring> = []

    /// Reads every source of the package.
    init() throws {
        let sources = Checkout.root + "/Sources"
        let paths = try FileManager.default.subpathsOfDirectory(atPath: sources)
        for path in paths where path.hasSuffix(".swift") {
            let bytes = try Checkout.bytes("Sources/" + path)
            let words = bytes.split { !Self.isOfName($0) }
            for (keyword, name) in zip(words, words.dropFirst()) {
                let name = Substring(decoding: name, as: UTF8.self)
                switch String(decoding: keyword, as: UTF8.self) {
                case "struct", "enum", "actor", "class", "protocol": types.insert(name)
                case "func", "let", "var", "case": members.insert(name)
                default: continue
                }
            }
        }
    }

    /// Whether `Type` or `Type.member` is declared.
    func contain(_ name: String) -> Bool {
        let parts = name.split(separator: ".")
        guard let type = parts.first, types.contains(type) else { return false }
        return parts.dropFirst().allSatisfy { members.contains($0) || types.contains($0) }
    }

    private static func isOfName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
