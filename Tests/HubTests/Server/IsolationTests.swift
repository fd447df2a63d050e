import Hub
import SyncCore
import TestSupport
import Testing

/// What one organisation has is not there for another: every call, by every kind of caller, about what is its own,
/// what is another's and what nobody has.
struct IsolationTests {
    @Test func `every call of the hub has a row in the table`() async throws {
        try await RunningHub.run { hub in
            let known = Set(IsolationRow.all.map(\.call))
            #expect(hub.calls.filter { !known.contains($0) } == [])
        }
    }

    @Test func `no answer tells of what is another's`() async throws {
        // All callers come from one address here.
        var limits = HubLimits.patient
        limits.guesses = Allowance(burst: 10_000, perSecond: 1)
        limits.strangers = limits.guesses
        try await RunningHub.run(
            snapshotLimits: IsolationTown.snapshotLimits,
            limits: limits
        ) { hub in
            let town = try await IsolationTown(hub)
            for caller in IsolationCaller.allCases {
                let rows = try IsolationRow.all.map { ($0, try $0.probes(town, caller)) }
                let answers = try await hub.answers(to: rows.flatMap(\.1), as: caller, in: town)
                var position = 0
                for (row, probes) in rows {
                    let found = Array(zip(probes, answers[position...]))
                    position += probes.count
                    check(found, of: row, for: caller)
                    for (probe, answer) in found {
                        for secret in town.secrets where !secret.seenBy.contains(caller) {
                            #expect(
                                !answer.everything.contains(secret.text),
                                "\(secret.text) told to \(caller): \(probe.label): \(answer)"
                            )
                        }
                    }
                }
            }
        }
    }

    @Test func `the feed tells each all that is its own, and nothing else`() async throws {
        try await RunningHub.run(snapshotLimits: IsolationTown.snapshotLimits) { hub in
            let town = try await IsolationTown(hub)
            let row = try #require(IsolationRow.all.first { $0.call == "GET /v1/feed" })
            for caller in IsolationCaller.allCases where caller.isMember {
                let probe = try #require(try row.probes(town, caller).first)
                let answers = try await hub.answers(to: [probe], as: caller, in: town)
                let told = town.secrets.filter { answers[0].body.contains($0.text) }.map(\.text)
                // The bytes of a file are fetched by themselves.
                let file = String(decoding: IsolationTown.file.bytes, as: UTF8.self)
                let own = town.secrets.filter { $0.seenBy.contains(caller) }.map(\.text)
                    .filter { $0 != file }
                #expect(Set(told) == Set(own), "\(caller)")
                #expect(answers[0].body.contains("cn-workdays-2027"), "\(caller)")
            }
        }
    }

    private func check(
        _ found: [(IsolationProbe, IsolationAnswer)],
        of row: IsolationRow,
        for caller: IsolationCaller
    ) {
        for (probe, answer) in found {
            let expected: (status: Int, code: String?) =
                switch caller {
                // TLS ends the connection.
                case .otherAuthority: (0, nil)
                case .nobody where row.isForSites, .plain where row.isForSites:
                    (401, "unknown-caller")
                case .revoked where row.isForSites: (403, "revoked")
                default: (probe.status, probe.code)
                }
            let label = "\(caller): \(probe.label): \(answer)"
            #expect(answer.status == expected.status, "\(label)")
            // An answer to HEAD has no body.
            if probe.method != "HEAD" { #expect(answer.code == expected.code, "\(label)") }
        }
        // Whoever is not let in learns nothing, whatever he asks; others nothing of what is not theirs.
        let isShutOut = row.isForSites && !caller.isMember
        let groups = Dictionary(grouping: found) { isShutOut ? "" : $0.0.twin ?? $0.0.label }
        for twins in groups.values {
            guard let first = twins.first else { continue }
            for (probe, answer) in twins {
                #expect(
                    answer.withoutTime == first.1.withoutTime,
                    "\(caller): \(probe.label): \(answer), but \(first.0.label): \(first.1)"
                )
            }
        }
    }
}
