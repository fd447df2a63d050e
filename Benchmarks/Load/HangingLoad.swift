import NIOCore
import NIOSSL

/// Thousands of connections that hang in four ways, and a site that works meanwhile.
struct HangingLoad {
    let city: LoadCity
    let plan: LoadPlan
    let group: any EventLoopGroup
    /// Where the good site works, so that it waits for the hub and not for this program.
    let goodGroup: any EventLoopGroup

    /// How a connection hangs.
    enum Kind: CaseIterable {
        case silent, slowHead, slowBody, idle

        /// What it says at first, and the byte that it then drips.
        var words: (first: String, drip: String?) {
            switch self {
            case .silent: ("", nil)
            case .slowHead: ("GET /-/healthy HTTP/1.1\r\nHost: hub\r\nX: ", "x")
            case .slowBody:
                (
                    "POST /v1/enroll HTTP/1.1\r\nHost: hub\r\nContent-Length: 9000\r\n\r\n{",
                    " "
                )
            case .idle: ("GET /-/healthy HTTP/1.1\r\nHost: hub\r\n\r\n", nil)
            }
        }
    }

    struct Outcome {
        var opened = 0
        /// Of the connection that was open for longest.
        var longest = 0.0
        /// The slowest of the good site's pushes, each on a connection of its own.
        var slowestGood = 0.0
        var goodAnswers = 0
    }

    /// Each task opens its share, one after another, so that not all shake hands at the same time.
    private static let openers = 50
    /// From so many addresses they come, as if from offices: one alone would be stopped sooner.
    private static let addresses = 20

    func run() async throws -> Outcome {
        let tls = try NIOSSLContext(
            configuration: LoadSite.strangerTLS(trusting: city.authority)
        )
        return try await withThrowingTaskGroup(of: Part.self) { parts in
            parts.addTask { .good(try await goodPushes()) }
            parts.addTask { .lives(await hangAll(with: tls)) }
            var outcome = Outcome()
            for try await part in parts {
                switch part {
                case .good(let latencies):
                    outcome.slowestGood = latencies.max() ?? 0
                    outcome.goodAnswers = latencies.count
                case .lives(let lives):
                    outcome.opened = lives.count
                    outcome.longest = lives.max() ?? 0
                    parts.cancelAll()
                }
            }
            return outcome
        }
    }

    /// Seconds, of the good site's pushes or of the lives of those that hang.
    private enum Part {
        case good([Double])
        case lives([Double])
    }

    private func hangAll(with tls: NIOSSLContext) async -> [Double] {
        let share = plan.hanging / Self.openers
        return await withTaskGroup(of: [Double].self) { openers in
            for opener in 0..<Self.openers {
                openers.addTask { await hang(share, from: opener, with: tls) }
            }
            return await openers.reduce(into: []) { $0 += $1 }
        }
    }

    /// Opens connections of all kinds in turn; gives how long each was open.
    private func hang(
        _ count: Int,
        from opener: Int,
        with tls: NIOSSLContext
    ) async -> [Double] {
        let source = "127.0.1.\(1 + opener % Self.addresses)"
        return await withTaskGroup(of: Double.self) { lives in
            for number in 0..<count {
                let kind = Kind.allCases[number % Kind.allCases.count]
                let start = ContinuousClock.now
                guard
                    let connection = try? await LoadConnection.open(
                        to: city.address,
                        from: source,
                        with: kind == .silent ? nil : tls,
                        on: group
                    )
                else { continue }
                lives.addTask {
                    try? await connection.talk { try await Self.hang(as: kind, $0) }
                    return (ContinuousClock.now - start).inSeconds
                }
            }
            return await lives.reduce(into: []) { $0.append($1) }
        }
    }

    @concurrent
    private static func hang(as kind: Kind, _ talk: LoadConnection.Talk) async throws {
        let words = kind.words
        if !words.first.isEmpty { try await talk.say(Array(words.first.utf8)) }
        guard let drip = words.drip else { return await talk.end() }
        while true {
            try await Task.sleep(for: .seconds(2))
            try await talk.say(Array(drip.utf8))
        }
    }

    /// Pushes until the task is cancelled.
    private func goodPushes() async throws -> [Double] {
        guard var site = city.sites.first else { throw BenchmarkError("no site") }
        var latencies: [Double] = []
        let tls = try site.tls(trusting: city.authority)
        while !Task.isCancelled {
            let request = site.batch(of: 1, for: city.hub, at: LoadCity.now())
            let start = ContinuousClock.now
            do { try await push(request, with: tls) } catch {
                if Task.isCancelled { break }
                throw error
            }
            latencies.append((ContinuousClock.now - start).inSeconds)
            try? await Task.sleep(for: .milliseconds(200))
        }
        return latencies
    }

    private func push(_ request: LoadRequest, with tls: NIOSSLContext) async throws {
        let key = city.keys
        let connection = try await LoadConnection.open(to: city.address, with: tls, on: goodGroup)
        try await connection.talk { talk in
            try await talk.say(request.bytes)
            _ = try request.places(in: await talk.answer(), by: key)
        }
    }
}
