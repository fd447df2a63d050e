import Foundation
import LocalStore
import Policy
import Signing
import SyncAgent
import SyncCore
import Synchronization
import TestSupport
import Testing

/// The actor around the machine, with a real store and a hub in memory.
struct AgentTests {
    private let folder: TemporaryFolder
    private let fixture: HubFixture
    private let hub: StandInHub
    private let joined: Joined

    init() throws {
        folder = try TemporaryFolder()
        fixture = try HubFixture()
        let store = try MemberHome.make(at: folder.path, in: fixture)
        joined = try #require(try Joined(of: store))
        hub = StandInHub(fixture, site: joined.site)
    }

    private func agent(
        _ mode: SyncMachine.Mode,
        onFault: @escaping @Sendable (HubFault) -> Void = { _ in }
    ) throws -> Agent {
        Agent(
            store: try MemberHome.open(at: folder.path),
            joined: joined,
            settings: AgentSettings(patience: .seconds(5)) { [hub] _ in hub },
            mode: mode,
            clock: { Instant(milliseconds: HubFixture.now.milliseconds - 90_000) },
            onFault: onFault
        )
    }

    @Test func `a round brings ops to the hub and receipts home`() async throws {
        try MemberHome.edit(at: folder.path, count: 3)
        let report = try await agent(.round(push: true, pull: true)).run()
        #expect(report.pushed == 3 && report.received == 3 && report.refused.count == 0)
        #expect(report.upToDate == true && report.fault == nil && report.cursor != nil)
        #expect(hub.ops.count == 3)
        let store = try MemberHome.open(at: folder.path)
        #expect(try store.receipts().count == 3)
        #expect(try store.unreceivedSummary().ops == 0)
        #expect(try store.lastContact()?.clockOffsetMilliseconds == 90_000)
    }

    @Test func `an offline round keeps everything and says why`() async throws {
        try MemberHome.edit(at: folder.path, count: 2)
        hub.fail(with: .unreachable("cut"))
        let report = try await agent(.round(push: true, pull: true)).run()
        #expect(
            report.fault == .unreachable("cut") && report.upToDate == false && report.pushed == 0
        )
        #expect(try MemberHome.open(at: folder.path).unreceivedSummary().ops == 2)
        hub.fail(with: nil)
        let again = try await agent(.round(push: true, pull: true)).run()
        #expect(again.pushed == 2 && again.upToDate == true)
    }

    @Test func `an op that is too large alone is set aside and holds up no other`() async throws {
        try MemberHome.edit(at: folder.path, count: 5)
        hub.callLarge(3)
        let report = try await agent(.round(push: true, pull: true)).run()
        #expect(report.upToDate == false && report.fault == nil)
        #expect(report.received == 4 && report.refused.map(\.seq) == [3])
        #expect(hub.ops.map(\.header.seq) == [1, 2, 4, 5])
        let store = try MemberHome.open(at: folder.path)
        #expect(try store.unreceivedSummary().ops == 0)
        let letter = try #require(try store.deadLetters().first)
        #expect(letter.seq == 3 && letter.code == "too-large")
        // Its values stay where a person finds them.
        #expect(try store.history(of: letter.aggregate).contains { $0.rule == .refused })
    }

    @Test func `an op at which the hub fails waits for its turn and holds up no other`()
        async throws
    {
        try MemberHome.edit(at: folder.path, count: 5)
        hub.fail(at: 3)
        let report = try await agent(.round(push: true, pull: true)).run()
        #expect(report.fault == nil && report.upToDate == false && report.isolated == 1)
        #expect(report.refused.isEmpty && hub.ops.map(\.header.seq) == [1, 2, 4, 5])
        let store = try MemberHome.open(at: folder.path)
        #expect(try store.isolatedOps().map(\.detail) == ["500 internal: failed"])
        #expect(try store.retryIsolated(3))
        try store.close()
        hub.fail(at: nil)
        let again = try await agent(.round(push: true, pull: true)).run()
        #expect(again.received == 1 && again.upToDate == true && again.isolated == 0)
    }

    @Test func `nothing of a lying hub's answer is kept`() async throws {
        try MemberHome.edit(at: folder.path, count: 1)
        hub.sign(with: .generate())
        let report = try await agent(.round(push: true, pull: true)).run()
        guard case .keys(.unknown) = report.fault else {
            Issue.record("\(String(describing: report.fault))")
            return
        }
        let store = try MemberHome.open(at: folder.path)
        #expect(try store.receipts().isEmpty)
        #expect(try store.unreceivedSummary().ops == 1)
    }

    @Test func `an agent that sends nothing more, by what the store knows, says why`() async throws
    {
        let store = try MemberHome.open(at: folder.path)
        try store.halt(.stale(current: 2))
        try store.close()
        let told = Mutex<[HubFault]>([])
        let agent = try agent(.continuous) { fault in told.withLock { $0.append(fault) } }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { _ = try await agent.run() }
            try await wait { told.withLock { $0.contains(.staleIncarnation(current: 2)) } }
            await agent.stop()
            try await group.waitForAll()
        }
    }

    @Test(arguments: [Int64.min, .max])
    func `a clock that a hub cannot have ends no round`(_ milliseconds: Int64) async throws {
        try MemberHome.edit(at: folder.path, count: 1)
        hub.say(Instant(milliseconds: milliseconds))
        let report = try await agent(.round(push: true, pull: true)).run()
        #expect(report.received == 1 && report.upToDate == true)
    }

    @Test func `a running agent lends its store in the middle of a long poll, and sends what came`()
        async throws
    {
        let agent = try agent(.continuous)
        let lender = try StoreLender(home: folder.path)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { _ = try await agent.run() }
            group.addTask { try await lender.run(for: agent) }
            try await wait { hub.waitingPulls == 1 }
            for round in 1...3 {
                try await borrowAndEdit()
                try await wait { hub.ops.count == round }
            }
            // All the while it was the same long poll.
            #expect(hub.waitingPulls == 1)
            await agent.stop()
            try await group.next()
            group.cancelAll()
        }
    }

    @Test func `a running agent colours what is stored at its start, and what a command leaves`()
        async throws
    {
        try MemberHome.edit(at: folder.path, count: 2)
        let agent = try agent(.continuous)
        let lender = try StoreLender(home: folder.path)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { _ = try await agent.run() }
            group.addTask { try await lender.run(for: agent) }
            try await wait { hub.waitingPulls == 1 }
            try await borrowAndEdit()
            try await wait { hub.ops.count == 3 }
            await agent.stop()
            try await group.next()
            group.cancelAll()
        }
        try await agent.lend()
        let store = try MemberHome.open(at: folder.path)
        let left = try store.recolor(
            on: Day(secondsSince1970: HubFixture.now.seconds),
            by: PolicyEngine()
        )
        #expect(left.count == 0)
    }

    /// What a command does beside a daemon.
    private func borrowAndEdit() async throws {
        let path = folder.path
        try await elsewhere {
            let loan = try #require(try StoreLoan(home: path, patience: .seconds(180)))
            try MemberHome.edit(at: path, count: 1)
            withExtendedLifetime(loan) {}
        }
    }

    /// A command is another process, which blocks no thread of the daemon's tasks.
    private func elsewhere<Value: Sendable>(
        _ work: @escaping @Sendable () throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(with: Result(catching: work)) }
        }
    }

    @Test func `two commands that want the store get it one after the other`() async throws {
        let agent = try agent(.continuous)
        let lender = try StoreLender(home: folder.path)
        let path = folder.path
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { _ = try await agent.run() }
            group.addTask { try await lender.run(for: agent) }
            let first = try await elsewhere { try StoreLoan(home: path, patience: .seconds(180)) }
            try #require(first != nil)
            await #expect(throws: LoanError.busy) {
                try await elsewhere { try StoreLoan(home: path, patience: .zero) }
            }
            withExtendedLifetime(first) {}
            await agent.stop()
            try await group.next()
            group.cancelAll()
        }
    }

    @Test func `a daemon that begins while a command waits for its home lends the store`()
        async throws
    {
        let agent = try agent(.continuous)
        let path = folder.path
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { _ = try await agent.run() }
            try await wait { hub.waitingPulls == 1 }
            async let lent = elsewhere {
                let (store, loan) = try StoreLoan.store(of: path, patience: .seconds(180))
                try store.close()
                return loan != nil
            }
            // The command has found nobody to ask, and the store held.
            try await Task.sleep(for: .milliseconds(500))
            let lender = try StoreLender(home: path)
            group.addTask { try await lender.run(for: agent) }
            #expect(try await lent)
            await agent.stop()
            try await group.next()
            group.cancelAll()
        }
    }

    @Test func `a home that somebody else has is not waited for longer than allowed`() throws {
        let path = folder.path
        let store = try MemberHome.open(at: path)
        #expect(throws: StoreError.locked(home: path, owner: getpid())) {
            try StoreLoan.store(of: path, patience: .milliseconds(300)).store.close()
        }
        try store.close()
    }

    @Test func `nobody lends where no daemon runs`() throws {
        #expect(try StoreLoan(home: folder.path, patience: .zero) == nil)
    }

    @Test func `a second daemon is told that there is one`() throws {
        let first = try StoreLender(home: folder.path)
        #expect(throws: StoreLender.LenderError.otherDaemon) {
            try StoreLender(home: folder.path)
        }
        withExtendedLifetime(first) {}
    }

    /// Waits until something is true; a minute is for machines under load.
    private func wait(until condition: () -> Bool) async throws {
        let deadline = ContinuousClock.now + .seconds(180)
        while !condition() {
            try #require(ContinuousClock.now < deadline, "waited three minutes in vain")
            try await Task.sleep(for: .milliseconds(5))
        }
    }
}
