import Hummingbird
import Logging
import SyncCore

/// Answers requests: finds the path, then the caller, then the method. Hummingbird's own router looks
/// at the method first, which would tell a stranger more than a caller may know.
struct HubResponder: HTTPResponder {
    let table: RouteTable
    let identity: CallerIdentity
    let gate: HubGate
    let register: ConnectionRegister
    let metrics: HubMetrics
    let clock: @Sendable () -> Instant
    let logger: Logger

    func respond(to request: Request, context: HubRequestContext) async -> Response {
        var metadata: Logger.Metadata = ["path": "\(request.uri.path)"]
        var response: Response
        do {
            response = try await answer(request, context, &metadata)
        } catch {
            let problem = gate.judged(Problem(answering: error), on: context.channel)
            metadata["code"] = "\(problem.code)"
            if [429, 503].contains(problem.status) { metrics.noteRefusal(problem.code) }
            if problem.status >= 500, !(error is CancellationError) {
                logger.error("request failed", metadata: ["error": "\(error)"])
            }
            response = problem.response
        }
        response = await response.coded(for: request)
        metrics.noteRequest(table.call(of: request), status: Int(response.status.code))
        metadata["method"] = "\(request.method.rawValue)"
        metadata["status"] = "\(response.status.code)"
        logger.info("request", metadata: metadata)
        // A body here would be taken for the next answer.
        return request.method == .head ? response.createHeadResponse() : response
    }

    private func answer(
        _ request: Request,
        _ context: HubRequestContext,
        _ metadata: inout Logger.Metadata
    ) async throws -> Response {
        let routes = table.routes(at: request.uri.path)
        guard let first = routes.first else {
            throw Problem(404, "no-such-path", "nothing is under this path")
        }
        var caller: CallerIdentity.Caller?
        if first.access.isForSites {
            let certificate = await context.peerCertificate(kept: register)
            caller = try await identity.caller(with: certificate, at: clock())
            metadata["site"] = caller.map { "\($0.site.id)" }
        }
        guard let route = routes.first(where: { $0.method == request.method }) else {
            var response = Problem(405, "wrong-method", "the path has other methods").response
            response.headers[.allow] = routes.map(\.method.rawValue).joined(separator: ", ")
            metadata["code"] = "wrong-method"
            return response
        }
        var request = request
        let place = try await gate.admit(caller?.site, &request, on: context.channel)
        defer { gate.leave(place) }
        switch (route.access, caller) {
        case (.anyone(let answer), _): return try await answer(request)
        case (.addressed(let answer), _): return try await answer(request, context.address)
        case (.sites(let answer), let caller?): return try await answer(request, caller.site)
        case (.certified(let answer), let caller?):
            return try await answer(request, caller.site, caller.certificate)
        case (.sites, nil), (.certified, nil):
            preconditionFailure("a path for sites and for anyone")
        }
    }
}
