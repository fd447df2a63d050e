import LocalStore
import Policy
import SyncCore
import TestSupport

extension StoreFixture {
    /// Registers instruments with every combination of flags, up to three verifications by body and
    /// unit, and repairs, on any of the given days.
    mutating func registerAnything(
        _ count: Int,
        days: [String],
        using choice: inout SeededGenerator
    ) throws {
        let now = now
        var drawn = choice
        try use { (store, random) throws in
            try store.write(at: now, random: &random) { (writer) throws in
                for serial in 0..<count {
                    let id = writer.newID()
                    var patches = [Self.anyInstrument("S\(serial)", id, days, &drawn)]
                    if Bool.random(using: &drawn) {
                        patches.append(Self.anyVerification(writer.newID(), days, &drawn))
                    }
                    try writer.append(Self.draft(.register, id, patches))
                    for _ in 0..<Int.random(in: 0...2, using: &drawn) {
                        let more = [Self.anyVerification(writer.newID(), days, &drawn)]
                        try writer.append(Self.draft(.change, id, more))
                    }
                }
                return ((), .commit)
            }
        }
        choice = drawn
    }

    /// A registration with one verification.
    static func registration<Generator>(
        serial: String,
        until: String,
        _ writer: StoreWriter<Generator>
    ) -> OpDraft {
        let id = writer.newID()
        let fields = [
            ("compulsory", "true"), ("manufacturer", "示例衡器一厂"), ("model", "ACS-30"),
            ("regime", "periodic"), ("serial", serial), ("status", "in_use"),
        ]
        let verification = [
            ("declared", "true"), ("result", "pass"), ("validUntil", until),
            ("verifiedOn", "2025-12-01"),
        ]
        return draft(
            .register,
            id,
            [
                Patch(.instrument, id, fields.map { Patch.Field($0, $1) }),
                Patch(.verification, writer.newID(), verification.map { Patch.Field($0, $1) }),
            ]
        )
    }

    private static func anyInstrument(
        _ serial: String,
        _ id: RecordID,
        _ days: [String],
        _ choice: inout SeededGenerator
    ) -> Patch {
        let isRepaired = Int.random(in: 0..<4, using: &choice) == 0
        let fields: [(String, String?)] = [
            ("compulsory", Int.random(in: 0..<5, using: &choice) == 0 ? "false" : "true"),
            ("manufacturer", "示例衡器一厂"), ("model", "ACS-30"),
            ("regime", VerificationRegime.allCases.randomElement(using: &choice)?.rawValue),
            ("repairedOn", isRepaired ? days.randomElement(using: &choice) : nil),
            ("serial", serial),
            ("status", UseStatus.allCases.randomElement(using: &choice)?.rawValue),
        ]
        return Patch(
            .instrument,
            id,
            fields.compactMap { name, value in value.map { Patch.Field(name, $0) } }
        )
    }

    private static func anyVerification(
        _ id: RecordID,
        _ days: [String],
        _ choice: inout SeededGenerator
    ) -> Patch {
        let on = days.randomElement(using: &choice)
        let ends = days.filter { $0 >= on ?? "" }
        let hasEnd = Int.random(in: 0..<5, using: &choice) > 0
        let fields: [(String, String?)] = [
            ("declared", Bool.random(using: &choice) ? "true" : "false"),
            ("result", VerificationResult.allCases.randomElement(using: &choice)?.rawValue),
            ("validUntil", hasEnd ? ends.randomElement(using: &choice) : nil),
            ("verifiedOn", on),
        ]
        return Patch(
            .verification,
            id,
            fields.compactMap { name, value in value.map { Patch.Field(name, $0) } }
        )
    }
}
