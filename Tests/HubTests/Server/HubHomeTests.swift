import Foundation
import Hub
import Signing
import SyncCore
import TestSupport
import Testing

/// The folder of a hub.
struct HubHomeTests {
    private static func make(
        _ path: String,
        city: String = "示例市",
        names: [String] = []
    ) throws -> (home: HubHome, isNew: Bool) {
        var random = SeededGenerator(seed: 1)
        return try HubHome.create(
            path: path,
            city: city,
            names: names,
            at: HubStoreFixture.now,
            random: &random
        )
    }

    @Test func `a hub is made once, for this account only`() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("hub")
        let first = try Self.make(path)
        let again = try Self.make(path)
        #expect(first.isNew && !again.isNew)
        #expect(again.home.hub == first.home.hub && again.home.caPin == first.home.caPin)
        #expect(try HubHome.open(path: path).receiptKey.raw == first.home.receiptKey.raw)
        let manager = FileManager.default
        for name in try manager.contentsOfDirectory(atPath: path) {
            let mode = try manager.attributesOfItem(atPath: path + "/" + name)[.posixPermissions]
            #expect(mode as? Int == 0o600, "\(name)")
        }
        #expect(try manager.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o700)
    }

    @Test func `a hub of another city, a foreign folder and a folder without hub are refused`()
        throws
    {
        let folder = try TemporaryFolder()
        let path = folder.file("hub")
        #expect(throws: HubError.noHub(home: path)) { try HubHome.open(path: path) }
        _ = try Self.make(path)
        #expect(throws: HubError.otherHub(city: "示例市")) { try Self.make(path, city: "别的市") }
        #expect(throws: HubError.foreignFolder(home: folder.path, entry: "hub")) {
            try Self.make(folder.path)
        }
        #expect(throws: HubError.self) { try Self.make(folder.file("new"), names: ["a b"]) }
    }

    @Test(arguments: ["ca-key.pem", "ca.pem", "server.pem.part", "receipt-key.hex"])
    func `what a killed init has left is completed`(lastFile: String) throws {
        let folder = try TemporaryFolder()
        let path = folder.file("hub")
        _ = try Self.make(path)
        let left = path + "/" + lastFile
        try FileManager.default.removeItem(atPath: path + "/hub.json")
        try Data("half".utf8).write(to: URL(fileURLWithPath: left))
        let (home, isNew) = try Self.make(path)
        #expect(isNew)
        #expect(try HubHome.open(path: path).caPin == home.caPin)
    }

    @Test func `a lost or damaged key is named`() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("hub")
        _ = try Self.make(path)
        try Data("half".utf8).write(to: URL(fileURLWithPath: path + "/server-key.pem"))
        let error = #expect(throws: HubError.self) { try HubHome.open(path: path) }
        guard case .damaged(let file, _)? = error else {
            Issue.record("another error: \(String(describing: error))")
            return
        }
        #expect(file == "server-key.pem")
    }
}
