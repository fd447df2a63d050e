import Hub
import SyncCore

/// What is asked about certificate files.
extension IsolationRow {
    private static let nobodys = String(repeating: "0", count: 64)

    /// A body that offers a file has to prove that it has it, or brings it. What that tells of others is only
    /// that somebody has brought a file that the asker could name by its digest.
    @Sendable static func offers(
        _ call: String,
        _ town: IsolationTown,
        _ caller: IsolationCaller
    ) -> [IsolationProbe] {
        let isBody = caller == .namedBody || caller == .otherBody
        let (status, code) = isBody ? (422, "bad-blob") : (403, "bodies-only")
        return [IsolationProbe("nothing", call, "", body: Array("{}".utf8), status, code)]
    }

    @Sendable static func files(
        _ call: String,
        _ town: IsolationTown,
        _ caller: IsolationCaller
    ) -> [IsolationProbe] {
        let seesFile = caller == .unitA || caller == .namedBody
        let code = call.hasPrefix("HEAD") ? nil : "not-found"
        let file =
            seesFile
            ? IsolationProbe("the file of a verification", call, "", 200)
            : IsolationProbe("the file of a verification", call, "", 404, code, twin: "file")
        return [
            (file, IsolationTown.file.digest),
            (IsolationProbe("a file of nobody", call, "", 404, code, twin: "file"), nobodys),
            (IsolationProbe("no file", call, "", 404, code, twin: "file"), "x"),
        ].map { $0.about($1) }
    }

    /// The pieces of everybody's tables, and one of nobody's.
    @Sendable static func pieces(
        _ call: String,
        _ town: IsolationTown,
        _ caller: IsolationCaller
    ) -> [IsolationProbe] {
        let foreign = town.chunks.filter { $0.key != caller }.values.sorted()
        let own = town.chunks[caller].map {
            IsolationProbe("its own", call, "", 200).about($0)
        }
        return (own.map { [$0] } ?? [])
            + (foreign + [nobodys, "x"]).map { digest in
                IsolationProbe(digest, call, "", 404, "not-found", twin: "piece").about(digest)
            }
    }

    @Sendable static func uploads(
        _ call: String,
        _ town: IsolationTown,
        _ caller: IsolationCaller
    ) -> [IsolationProbe] {
        let ended = IsolationProbe("a file", call, "", body: [1], 404, "not-found", twin: "upload")
        let none = IsolationProbe(
            "no upload",
            call,
            "",
            body: [1],
            404,
            "not-found",
            twin: "upload"
        )
        return [ended.about(IsolationTown.file.digest), none.about(nobodys)]
    }
}

extension IsolationProbe {
    /// The same with the name of a file or an upload in its path.
    fileprivate func about(_ name: String) -> IsolationProbe {
        var probe = self
        probe.path = path.replacing("{id}", with: name)
        return probe
    }
}
