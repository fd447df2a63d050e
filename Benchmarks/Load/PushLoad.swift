import NIOCore
import NIOSSL
import Signing

/// Many sites that push at once, each on its own connection, and what their receipts took.
struct PushLoad {
    let city: LoadCity
    let plan: LoadPlan
    let group: any EventLoopGroup

    /// What came of it.
    struct Outcome {
        /// From the moment at which each batch was due to its answer.
        var latencies: [Double] = []
        var errors: [String] = []
        var ops = 0
    }

    /// One site as it stands before the clock starts.
    private struct Pusher: Sendable {
        let requests: [LoadRequest]
        let tls: NIOSSLContext
        /// When its first batch is due, in parts of a second.
        let offset: Double
    }

    /// What one site has got.
    private struct Pushed: Sendable {
        var latencies: [Double] = []
        var answers: [(request: LoadRequest, answer: LoadAnswer)] = []
        var errors: [String] = []
    }

    /// Makes and signs everything, then pushes by the clock, and checks every receipt once that is over.
    func run() async throws -> Outcome {
        let pushers = try pushers()
        let start = ContinuousClock.now + .seconds(3)
        let pushed = await withTaskGroup(of: Pushed.self) { tasks in
            for pusher in pushers { tasks.addTask { await push(pusher, from: start) } }
            return await tasks.reduce(into: [Pushed]()) { $0.append($1) }
        }
        return try judged(pushed)
    }

    private func pushers() throws -> [Pusher] {
        let now = LoadCity.now()
        return try city.sites.prefix(plan.sites).enumerated().map { index, site in
            var site = site
            let requests = (0..<plan.seconds).map { _ in
                site.batch(of: plan.opsPerBatch, for: city.hub, at: now)
            }
            let offset = Double(index) / Double(plan.sites)
            return Pusher(
                requests: requests,
                tls: try site.tls(trusting: city.authority),
                offset: offset
            )
        }
    }

    private func push(_ pusher: Pusher, from start: ContinuousClock.Instant) async -> Pushed {
        let pushed = Box(Pushed())
        do {
            let connection = try await LoadConnection.open(
                to: city.address,
                with: pusher.tls,
                on: group
            )
            try await connection.talk { talk in
                for (number, request) in pusher.requests.enumerated() {
                    let due = start + .seconds(pusher.offset + Double(number))
                    try await Task.sleep(until: due, clock: .continuous)
                    try await talk.say(request.bytes)
                    let answer = try await talk.answer()
                    pushed.value.latencies.append((ContinuousClock.now - due).inSeconds)
                    pushed.value.answers.append((request, answer))
                }
            }
        } catch {
            pushed.value.errors.append("\(error)")
        }
        return pushed.value
    }

    private func judged(_ all: [Pushed]) throws -> Outcome {
        var outcome = Outcome()
        var places: Set<Int64> = []
        for site in all {
            outcome.latencies += site.latencies
            outcome.errors += site.errors
            for (request, answer) in site.answers {
                do {
                    places.formUnion(try request.places(in: answer, by: city.keys))
                    outcome.ops += request.count
                } catch { outcome.errors.append("\(error)") }
            }
        }
        guard places.count == outcome.ops else {
            throw BenchmarkError("two ops have one place in the log")
        }
        return outcome
    }
}
