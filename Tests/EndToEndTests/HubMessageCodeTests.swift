import Policy
import Terminal
import TestSupport
import Testing

@testable import HubCommand

/// The catalogue of the hub's messages.
struct HubMessageCodeTests {
    @Test func `docs/messages.md lists every code of the hub with its meaning and repair`() throws {
        let text = String(decoding: try Checkout.bytes("docs/messages.md"), as: UTF8.self)
        let rows = text.split(separator: "\n").map(String.init)
        for code in HubMessageCode.allCases {
            let row = try #require(rows.first { $0.hasPrefix("| \(code.rawValue) |") }, "\(code)")
            for language in Language.allCases {
                #expect(row.contains("| \(code.meaning(in: language)) |"), "\(code.rawValue)")
                #expect(row.contains("| \(code.repair(in: language)) |"), "\(code.rawValue)")
            }
        }
    }

    @Test func `a code of the hub has one shape and stands once`() {
        let codes = HubMessageCode.allCases.map(\.rawValue)
        #expect(Set(codes).count == codes.count)
        #expect(codes.allSatisfy { $0.utf8.count == 5 && $0.dropFirst().first == "6" })
    }
}
