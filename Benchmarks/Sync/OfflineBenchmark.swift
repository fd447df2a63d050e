import LocalStore

/// S9: a site that was offline for a month comes back with 15,000 changes of its own, while others have made 60,000;
/// in a twentieth of its own both have changed the same field.
struct OfflineBenchmark {
    let programs: SyncBenchmark.Programs
    let folder: String

    private static let remote = 60_000
    private static let local = 15_000
    private static let inConflict = local / 20

    func rows() async throws -> [Measured] {
        let town = try BenchmarkTown(programs: programs, folder: folder + "/offline")
        defer { town.end() }
        let (shop, branch) = (town.site("shop"), town.site("branch"))
        let rows = Self.remote + Self.local - Self.inConflict
        try town.importLedger(at: "shop", rows: rows)
        for site in [shop, branch, shop] { _ = try await site.round(push: true, pull: true) }
        // The first of the ledger by others, the last by the site itself, and some by both.
        try town.importLedger(at: "shop", rows: rows, changed: Self.remote)
        _ = try await shop.round(push: true, pull: true)
        try town.importLedger(
            at: "branch",
            rows: rows,
            changed: rows,
            from: Self.remote - Self.inConflict,
            place: "别处"
        )
        let round = try await branch.round(push: true, pull: true)
        _ = try await shop.round(push: true, pull: true)
        try town.expectEqual("shop", "branch")
        let conflicts = try branch.use { try $0.conflicts(openOnly: false).count }
        let name = "S9 \(Self.local) own and \(Self.remote) other changes meet"
        return [
            Measured("\(name): the round", round.seconds, "s", 25),
            Measured(
                "\(name): conflicts of \(Self.inConflict) that are not noted",
                Double(Self.inConflict - conflicts),
                "",
                0
            ),
        ]
    }
}
