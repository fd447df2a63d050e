import Foundation
import TestSupport
import Testing

/// Two sites of one enterprise and a body work offline, in any order; then all agree.
@Suite(.serialized)
struct OfflineOrderTests {
    /// One edit that somebody makes without a connection.
    private enum Edit: CaseIterable {
        case shopMoves, branchMoves, clerkWritesValidity, labReports
    }

    @Test func `in any of twenty-four orders all replicas come to the same bytes`() throws {
        let town = try Town()
        for (number, order) in Edit.allCases.permutations.enumerated() {
            let id = try instrument(number, in: town)
            let job = try acceptedJob(for: id, in: town)
            for edit in order { try make(edit, on: id, job: job, number, in: town) }
            let sites = number % 2 == 0 ? town.sites : town.sites.reversed()
            try town.syncUntilQuiet(sites)

            let export = try town.shop.export()
            #expect(try town.branch.export() == export, "\(order)")
            #expect(try town.hubExport() == export, "\(order)")
            try expectNothingLost(on: id, number, order, in: town)
        }
        for site in town.sites {
            #expect(try site.succeed("doctor").status == 0)
            let pending = try site.succeed("status", "--json").object["pending"] as? [String: Any]
            #expect(try pending?.number("ops") == 0)
        }
    }

    private func instrument(_ number: Int, in town: Town) throws -> String {
        let id = try town.shop.add(serial: "ORDER-\(number)")
        try town.shop.succeed("apply", id, "--body", Town.body, "--yes")
        try town.shop.succeed("sync")
        try town.branch.succeed("sync")
        try town.lab.succeed("sync")
        return id
    }

    private func acceptedJob(for id: String, in town: Town) throws -> String {
        let jobs = try town.lab.lines("jobs")
        let job = try #require(jobs.first { $0["instrument"] as? String == id })
        let name = try job.text("id")
        try town.lab.succeed("job", "accept", name)
        try town.lab.succeed("sync")
        return name
    }

    private func make(
        _ edit: Edit,
        on id: String,
        job: String,
        _ number: Int,
        in town: Town
    ) throws {
        switch edit {
        case .shopMoves: try town.shop.succeed("set", id, "location=3号仓")
        case .branchMoves: try town.branch.succeed("set", id, "location=5号仓")
        case .clerkWritesValidity:
            try town.shop.succeed(
                "set",
                id,
                "verifiedOn=2026-11-20",
                "validUntil=2027-11-20",
                "result=合格"
            )
        case .labReports:
            let file = try town.folder.write("result-\(number).json", Self.result(number))
            try town.lab.succeed("result", "add", "--job", job, "--file", file)
        }
    }

    private static func result(_ number: Int) -> [UInt8] {
        Array(
            """
            {"result":"pass","testedOn":"2026-11-19","issuedOn":"2026-11-20",\
            "validUntil":"2027-05-19","certificateNumber":"YH-\(number)","inspector":"张工",\
            "verifier":"李工","approver":"王主任","regulation":"JJG 443-2023"}
            """.utf8
        )
    }

    private func expectNothingLost(
        on id: String,
        _ number: Int,
        _ order: [Edit],
        in town: Town
    ) throws {
        let device = try #require(
            try town.branch.lines("list").first { $0["id"] as? String == id }
        )
        #expect(device["validUntil"] as? String == "2027-05-19", "\(order)")
        let history = try town.branch.lines("history", id)
        let written = history.compactMap { $0["to"] as? String }
        for value in ["3号仓", "5号仓", "2027-11-20", "2027-05-19", "YH-\(number)"] {
            #expect(written.contains(value), "\(value) is in no history, \(order)")
        }
        let conflicts = try town.branch.lines("conflicts", "--all").filter {
            $0["instrument"] as? String == id
        }
        let rules = Set(conflicts.compactMap { $0["rule"] as? String })
        #expect(rules == ["latest-of-rank", "body-decides"], "\(order)")
    }
}

extension Array {
    /// Every order of the elements.
    fileprivate var permutations: [[Element]] {
        guard count > 1 else { return [self] }
        return indices.flatMap { index in
            var rest = self
            let chosen = rest.remove(at: index)
            return rest.permutations.map { [chosen] + $0 }
        }
    }
}
