import LocalStore
import SyncCore
import TestSupport

/// A store with defaults for everything, so that each argument of a test is the point of the test.
struct StoreFixture {
    let folder: TemporaryFolder
    var random = SeededGenerator(seed: 1)
    var now = Instant(milliseconds: 1_795_420_800_000)

    init() throws {
        folder = try TemporaryFolder()
        try Store.create(
            home: folder.path,
            role: .userUnit,
            organisation: "91330106MA00000003",
            name: "示例企业",
            region: nil,
            at: now,
            patience: .seconds(5),
            random: &random
        ).store.close()
    }

    /// Opens the store, works with it, and closes it.
    mutating func use<Value>(_ work: (Store, inout SeededGenerator) throws -> Value) throws -> Value
    {
        let store = try Store.open(home: folder.path, patience: .seconds(5))
        let value = try work(store, &random)
        try store.close()
        return value
    }

    /// Registers an instrument and gives its id.
    mutating func register(
        serial: String = "00123",
        status: String = "in_use",
        verifiedOn: String? = "2026-01-02",
        validUntil: String? = "2027-01-01",
        result: String = "pass",
        repairedOn: String? = nil
    ) throws -> RecordID {
        let now = now
        return try use { (store, random) throws in
            try store.write(at: now, random: &random) { (writer) throws in
                let id = writer.newID()
                let fields = [
                    ("compulsory", "true"), ("manufacturer", "示例衡器一厂"), ("model", "ACS-30"),
                    ("regime", "periodic"), ("repairedOn", repairedOn), ("serial", serial),
                    ("status", status),
                ].compactMap { name, value in value.map { Patch.Field(name, $0) } }
                var patches = [Patch(.instrument, id, fields)]
                if let verifiedOn {
                    let verification = [
                        ("declared", "true"), ("result", result), ("validUntil", validUntil),
                        ("verifiedOn", verifiedOn),
                    ].compactMap { name, value in value.map { Patch.Field(name, $0) } }
                    patches.append(Patch(.verification, writer.newID(), verification))
                }
                try writer.append(Self.draft(.register, id, patches))
                return (id, .commit)
            }
        }
    }

    /// Changes one field of an instrument.
    mutating func change(_ id: RecordID, _ field: String, to value: String?) throws {
        let now = now
        try use { (store, random) throws in
            try store.write(at: now, random: &random) { (writer) throws in
                let patch = Patch(.instrument, id, [Patch.Field(field, value)])
                try writer.append(Self.draft(.change, id, [patch]))
                return ((), .commit)
            }
        }
    }

    static func draft(_ kind: OpKind, _ id: RecordID, _ patches: [Patch]) -> OpDraft {
        OpDraft(
            aggregate: id,
            kind: kind,
            body: OpBody(author: "王会计", reason: "测试", patches: patches)
        )
    }
}
