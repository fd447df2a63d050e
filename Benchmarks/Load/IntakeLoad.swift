import NIOCore

/// One site that pushes full batches one after another, as fast as the hub takes them.
struct IntakeLoad {
    private static let batches = 150
    static let ops = batches * 200

    let city: LoadCity
    let group: any EventLoopGroup

    /// Ops in a second, of registrations and of changes: each batch changes what the one before has registered.
    func rates() async throws -> (registering: Double, changing: Double) {
        guard var site = city.sites.last else { throw BenchmarkError("no site") }
        let now = LoadCity.now()
        let requests = (0..<Self.batches).map { _ in site.batch(of: 200, for: city.hub, at: now) }
        let tls = try site.tls(trusting: city.authority)
        let connection = try await LoadConnection.open(to: city.address, with: tls, on: group)
        let seconds = Box([0.0, 0.0])
        let answers = Box<[LoadAnswer]>([])
        try await connection.talk { talk in
            for (number, request) in requests.enumerated() {
                let start = ContinuousClock.now
                try await talk.say(request.bytes)
                answers.value.append(try await talk.answer())
                seconds.value[number % 2] += (ContinuousClock.now - start).inSeconds
            }
        }
        for (request, answer) in zip(requests, answers.value) {
            _ = try request.places(in: answer, by: city.keys)
        }
        let ops = Double(Self.ops / 2)
        return (ops / seconds.value[0], ops / seconds.value[1])
    }
}
