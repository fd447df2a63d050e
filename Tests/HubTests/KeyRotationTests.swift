import Foundation
import Hub
import Signing
import SyncCore
import Synchronization
import TestSupport
import Testing

/// A hub that goes on with another key: what was signed stays good, and nobody can put another key in between.
@Suite struct KeyRotationTests {
    private static let hub = RecordID(trusted: "019ab000-0000-7000-8000-0000000000fd")
    private static let now = HubStoreFixture.now

    /// A store with the key file of its home.
    private final class Place: Sendable {
        let folder: TemporaryFolder
        let file: Mutex<String>

        init() throws {
            folder = try TemporaryFolder()
            let first = HubKeyring(.generate(.ed25519), of: KeyRotationTests.hub)
            file = Mutex(first.file)
        }

        func open() throws -> SQLiteHubStore {
            let text = file.withLock { $0 }
            let keyring = try #require(HubKeyring(file: text, of: KeyRotationTests.hub))
            return try SQLiteHubStore(
                folder: folder.path,
                hub: KeyRotationTests.hub,
                keyring: keyring
            )
        }

        /// Opens the store for as long as the work takes.
        func run(_ work: (SQLiteHubStore) async throws -> Void) async throws {
            let store = try open()
            try await work(store)
            try store.close()
        }

        @discardableResult
        func rotate(
            _ store: SQLiteHubStore,
            to suite: SignatureSuite = .ed25519,
            minute: Int64 = 1
        ) async throws -> HubKeys {
            let now = KeyRotationTests.now.adding(milliseconds: minute * 60_000)
            return try await store.rotateKey(to: suite, at: now) { text in
                self.file.withLock { $0 = text }
            }
        }
    }

    private static func receive(
        _ ops: [WireOp],
        of site: HubTestSite,
        in store: SQLiteHubStore,
        minute: Int64 = 0
    ) async throws -> [Receipt] {
        let batch = PushBatch(site: site.id, hub: hub, ops: ops, signature: [])
        let now = now.adding(milliseconds: minute * 60_000)
        return try await store.accept(batch, from: site.member, at: now).receipts
    }

    @Test(arguments: SignatureSuite.allCases)
    func `what comes later is signed with the new key, and all of it verifies`(
        _ suite: SignatureSuite
    ) async throws {
        let place = try Place()
        var site = HubTestSite(1, of: HubStoreFixture.enterprise)
        let ops = [site.register(HubTestSite.record(1)), site.register(HubTestSite.record(2))]
        let sender = site
        try await place.run { store in
            try await store.add(HubStoreFixture.organisation(HubStoreFixture.enterprise, .userUnit))
            let before = try await Self.receive([ops[0]], of: sender, in: store)
            let head = try #require(try await store.treeHead(showing: nil))
            let keys = try await place.rotate(store, to: suite)
            let after = try await Self.receive([ops[1]], of: sender, in: store, minute: 2)
            #expect(after[0].root.suite == suite && keys.present.suite == suite)
            #expect(before[0].root.keyID == keys.first.fingerprint)
            #expect(after[0].root.keyID == keys.present.fingerprint)
            for receipt in before + after { try receipt.check(with: keys) }
            #expect(throws: Receipt.Flaw.key) { try after[0].check(with: keys.first) }
            // What was said once is not said anew.
            #expect(try await Self.receive([ops[0]], of: sender, in: store, minute: 3) == before)
            let newer = try #require(try await store.treeHead(showing: nil))
            #expect(head.signed.keyID == keys.first.fingerprint)
            #expect(newer.signed.keyID == keys.present.fingerprint)
            #expect(newer.signed.isSigned(by: keys) && head.signed.isSigned(by: keys))
            #expect(try await store.checkIntegrity().isSound)
        }
        try await place.run { store in
            let report = try await store.checkIntegrity()
            #expect(store.keyring.keys.count == 2 && report.isSound)
        }
    }

    @Test func `the same head is signed anew with the new key`() async throws {
        let place = try Place()
        let store = try place.open()
        let before = try #require(try await store.treeHead(from: 0))
        let keys = try await place.rotate(store)
        let after = try #require(try await store.treeHead(from: 0))
        #expect(before.signed.head == after.signed.head)
        #expect(after.signed.keyID == keys.present.fingerprint)
    }

    @Test func `a clock that goes back moves no key before what the former has signed`()
        async throws
    {
        let place = try Place()
        let site = HubTestSite(1, of: HubStoreFixture.enterprise)
        var ops = site
        let store = try place.open()
        try await store.add(HubStoreFixture.organisation(HubStoreFixture.enterprise, .userUnit))
        let op = ops.register(HubTestSite.record(1))
        let receipt = try await Self.receive([op], of: site, in: store, minute: 60)[0]
        let keys = try await place.rotate(store, minute: 1)
        try keys.check(receipt.root.keyID, signingAt: receipt.statement.receivedAt)
        let third = try await place.rotate(store, minute: 2)
        #expect(third.count == 3)
    }

    @Test func `where the file cannot be written nothing has changed`() async throws {
        let place = try Place()
        try await place.run { store in
            await #expect(throws: HubError.diskFull) {
                _ = try await store.rotateKey(to: .ed25519, at: Self.now) { _ in
                    throw HubError.diskFull
                }
            }
            #expect(store.keyring.keys.count == 1)
        }
        try await place.run { store in #expect(store.keyring.keys.count == 1) }
    }

    /// A crash between the file and the table, or a table that was put back.
    @Test(arguments: [1, 2])
    func `a store from before a rotation learns of it by the file`(_ rotations: Int) async throws {
        let place = try Place()
        let (path, old) = (place.folder.file("hub.db"), place.folder.file("old"))
        let former = place.file.withLock { $0 }
        var site = HubTestSite(1, of: HubStoreFixture.enterprise)
        try await place.run { store in
            try await store.add(HubStoreFixture.organisation(HubStoreFixture.enterprise, .userUnit))
        }
        try FileManager.default.copyItem(atPath: path, toPath: old)
        try await place.run { store in
            for minute in 1...Int64(rotations) {
                // Two keys ahead, the last is of the other suite.
                let suite = minute == 2 ? SignatureSuite.sm2 : .ed25519
                try await place.rotate(store, to: suite, minute: minute)
            }
        }
        try FileManager.default.removeItem(atPath: path)
        try FileManager.default.moveItem(atPath: old, toPath: path)
        // It works on with the former key until somebody brings the newer one.
        let newer = place.file.withLock { file in
            defer { file = former }
            return file
        }
        let op = site.register(HubTestSite.record(1))
        let (member, received) = (site.member, Self.now.adding(milliseconds: 90 * 60_000))
        let file = BlobUpload(
            id: "1",
            digest: String(repeating: "a", count: 64),
            size: 5,
            offset: 5,
            challenge: nil
        )
        try await place.run { store in
            _ = try await Self.receive([op], of: site, in: store, minute: 90)
            let receipt = try await store.receive(file, from: member, at: received)
            #expect(receipt.isGenuine(by: store.keyring.keys.first))
        }
        place.file.withLock { $0 = newer }
        try await place.run { store in
            let keys = store.keyring.keys
            #expect(keys.count == rotations + 1 && keys.present == store.keyring.key.publicKey)
            #expect(try await store.checkIntegrity().isSound)
            // Nobody would take the receipt of a key that had ended.
            let receipt = try await Self.receive([op], of: site, in: store, minute: 99)[0]
            #expect(receipt.statement.receivedAt == received)
            #expect(receipt.root.keyID == keys.present.fingerprint)
            try receipt.check(with: keys)
            let ofFile = try await store.receive(file, from: member, at: .init(milliseconds: 0))
            #expect(ofFile.receivedAt == received && ofFile.isGenuine(by: keys.present))
        }
    }

    @Test func `a key from before a rotation, or another, opens no store`() async throws {
        let place = try Place()
        let before = place.file.withLock { $0 }
        try await place.run { _ = try await place.rotate($0) }
        let after = place.file.withLock { $0 }
        let other = HubKeyring(.generate(.ed25519), of: Self.hub).file
        for text in [before, other] {
            place.file.withLock { $0 = text }
            let error = #expect(throws: HubError.self) { try place.open() }
            guard case .otherReceiptKey? = error else {
                Issue.record("\(String(describing: error))")
                continue
            }
        }
        place.file.withLock { $0 = after }
        #expect(try place.open().keyring.keys.count == 2)
    }

    @Test(arguments: [
        "entry = replace(entry, '\"number\":2', '\"number\":3')", "digest = zeroblob(32)",
        "entry = 'x'",
    ])
    func `a row about a key that has changed is noticed`(_ change: String) async throws {
        let place = try Place()
        let store = try place.open()
        try await place.rotate(store)
        let edit = try Program(path: "/usr/bin/sqlite3").run([
            place.folder.file("hub.db"), "UPDATE receipt_key SET \(change) WHERE number = 2",
        ])
        #expect(edit.status == 0, "\(edit.errors)")
        #expect(try await store.checkIntegrity().scopesThatDiffer == 1)
    }

    @Test func `a file that is no key, or of another hub, is refused`() throws {
        let ring = HubKeyring(.generate(.ed25519), of: Self.hub)
        let other = HubStoreFixture.hub
        for text in ["", "x\n", ring.file + "{}\n", ring.file + "x\ny\n"] {
            #expect(HubKeyring(file: text, of: Self.hub) == nil, "\(text)")
        }
        #expect(HubKeyring(file: ring.file, of: other)?.keys.hub == other)
    }
}
