import Foundation
import TestSupport
import Testing

/// docs/integration.md: a system that is not ours joins a hub with the commands of that page alone.
@Suite(.serialized)
struct IntegrationTests {
    /// The shell of the page, block after block.
    private func script(in folder: String) throws -> String {
        let page = URL(filePath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../docs/integration.md")
        let text = try String(contentsOf: page, encoding: .utf8)
        let blocks = text.components(separatedBy: "```sh\n").dropFirst().compactMap {
            $0.components(separatedBy: "```").first
        }
        try #require(blocks.count > 5)
        return "set -euo pipefail\ncd \(folder)\n" + blocks.joined(separator: "\n")
    }

    @Test func `a meter is registered, moved and read with curl and openssl`() throws {
        let town = try Town()
        let token = try town.hub(
            "token",
            "create",
            "--organisation",
            Town.enterprise,
            "--role",
            "user-unit",
            "--json"
        ).object
        let folder = try TemporaryFolder()
        let script = try folder.write("integration.sh", Array(script(in: folder.path).utf8))
        let outcome = try Program(path: "/bin/bash").run(
            [script],
            environment: [
                "HOST": "127.0.0.1:\(town.port)", "PIN": try token.text("caPin"),
                "TOKEN": try token.text("token"), "ORGANISATION": Town.enterprise,
            ]
        )
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.lines == [#"[1,"register","1 号楼"]"#, #"[2,"change","2 号楼"]"#])
        let export = try town.hubExport()
        #expect(export.contains("W-0001") && export.contains("2 号楼"))
        let receipt = try Program.jiliang.run([
            "receipt", "verify", folder.file("receipt.json"), "--key",
            folder.file("receipt-key.hex"),
        ])
        #expect(receipt.status == 0, "\(receipt.errors)")
        // The enterprise's own sites read it as well.
        try town.shop.succeed("sync")
        #expect(try town.shop.export().contains("W-0001"))
    }
}
