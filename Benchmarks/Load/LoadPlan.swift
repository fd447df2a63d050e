/// How much load: each site pushes one batch a second.
struct LoadPlan {
    let sites: Int
    /// Of all sites together, in a second.
    let ops: Int
    let seconds: Int
    /// Connections that hang, of all kinds together.
    let hanging: Int

    init(_ options: BenchmarkOptions) throws {
        sites = try options.number("--load-sites", or: 500)
        ops = try options.number("--load-ops", or: 5000)
        seconds = try options.number("--load-seconds", or: 60)
        hanging = try options.number("--hanging", or: 10_000)
        guard ops >= sites, ops / sites <= 200 else {
            throw BenchmarkError("each site pushes 1 to 200 ops a second")
        }
    }

    var opsPerBatch: Int { ops / sites }
}
