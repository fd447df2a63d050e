import Policy
import Terminal
import TestSupport
import Testing

@testable import AgentCommand

/// The catalogue of messages.
struct MessageCodeTests {
    @Test func `docs/messages.md lists every code with its meaning and repair in both languages`()
        throws
    {
        let text = String(decoding: try Checkout.bytes("docs/messages.md"), as: UTF8.self)
        let rows = text.split(separator: "\n").map(String.init)
        for code in MessageCode.allCases {
            let row = try #require(rows.first { $0.hasPrefix("| \(code.rawValue) |") }, "\(code)")
            for language in Language.allCases {
                #expect(row.contains("| \(code.meaning(in: language)) |"), "\(code.rawValue)")
                #expect(row.contains("| \(code.repair(in: language)) |"), "\(code.rawValue)")
            }
        }
    }

    @Test func `a code has one shape and stands once`() {
        let codes = MessageCode.allCases.map(\.rawValue)
        #expect(Set(codes).count == codes.count)
        #expect(codes.allSatisfy { $0.utf8.count == 5 && "EWR".contains($0.prefix(1)) })
    }
}
