import NIOPosix

/// What the hub bears: L1 a city that pushes, L2 thousands that hang, L3 one site in a hurry.
struct LoadBenchmark {
    let program: String
    let folder: String
    let plan: LoadPlan
    /// For the clients; the hub is a process of its own.
    private let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    private let goodGroup = MultiThreadedEventLoopGroup(numberOfThreads: 1)

    init(_ options: BenchmarkOptions, folder: String) throws {
        program = try options["--hub"]
        plan = try LoadPlan(options)
        self.folder = folder + "/load"
    }

    /// Rows of the table, for the tasks that are wanted.
    func rows(_ options: BenchmarkOptions) async throws -> [Measured] {
        var rows: [Measured] = []
        if options.wants("L1") { rows += try await onNewHub(pushing) }
        if options.wants("L2") { rows += try await onNewHub(hanging) }
        if options.wants("L3") { rows += try await onNewHub(intake) }
        return rows
    }

    private func onNewHub(_ task: (LoadHub) async throws -> [Measured]) async throws -> [Measured] {
        let hub = try await LoadHub.start(program, folder: folder, sites: plan.sites)
        defer { hub.end() }
        return try await task(hub)
    }

    private func pushing(_ hub: LoadHub) async throws -> [Measured] {
        let load = PushLoad(city: hub.city, plan: plan, group: group)
        let outcome = try await load.run()
        if let error = outcome.errors.first { print("bench: L1: \(error)") }
        let latencies = outcome.latencies.sorted()
        let name = "L1 \(plan.sites) sites, \(plan.ops) ops/s, \(plan.seconds) s"
        let expected = plan.sites * plan.opsPerBatch * plan.seconds
        return [
            Measured("\(name): receipts that are missing", Double(expected - outcome.ops), "", 0),
            Measured("\(name): receipt p50", latencies.quantile(0.5) * 1000, "ms", 60),
            Measured("\(name): receipt p99", latencies.quantile(0.99) * 1000, "ms", 500),
            Measured("\(name): slowest", latencies.quantile(1) * 1000, "ms", nil),
            Measured("\(name): hub's memory", try hub.peakMegabytes(), "MB", 512),
        ]
    }

    private func hanging(_ hub: LoadHub) async throws -> [Measured] {
        let load = HangingLoad(city: hub.city, plan: plan, group: group, goodGroup: goodGroup)
        let outcome = try await load.run()
        let name = "L2 \(outcome.opened) connections hang"
        return [
            Measured(
                "\(name): slowest of \(outcome.goodAnswers) pushes of a good site",
                outcome.slowestGood,
                "s",
                1
            ),
            Measured("\(name): longest open", outcome.longest, "s", 30),
            Measured("\(name): hub's memory", try hub.peakMegabytes(), "MB", 512),
        ]
    }

    private func intake(_ hub: LoadHub) async throws -> [Measured] {
        let before = try hub.processorSeconds()
        let load = IntakeLoad(city: hub.city, group: group)
        let rates = try await load.rates()
        let seconds = try hub.processorSeconds() - before
        let name = "L3 one site, batches of 200"
        return [
            Measured("\(name): registrations", rates.registering, "ops/s", atLeast: 13_000),
            Measured("\(name): changes", rates.changing, "ops/s", nil),
            Measured(
                "\(name): hub's processor time for an op",
                seconds / Double(IntakeLoad.ops) * 1e6,
                "us",
                nil
            ),
        ]
    }
}
