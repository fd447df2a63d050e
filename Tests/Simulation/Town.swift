import Foundation
import Hub
import LocalStore
import Policy
import Signing
import SyncAgent
import SyncCore
import TestSupport

/// The whole city in one thread: a hub, its sites, the people, the network between them, and one clock.
///
/// Everything real is at work — machine, stores on SQLite files, signatures, receipts, the bytes of every
/// message both ways; what is made here is time, the network, and what goes wrong. Nothing happens but
/// by the queue, and whatever is asynchronous in the product is awaited to its end before anything
/// else, so one seed is one story.
final class Town {
    let scenario: Scenario
    let folder: String
    let hub: SimulatedHub
    let witness = Witness()
    var sites: [SimulatedSite] = []
    /// The verification bodies of the city, also those that have not joined yet.
    var bodies: [String] = []
    var weather: Weather
    var queue = EventQueue<TownEvent>()
    var trace = Trace()
    /// True milliseconds since the epoch.
    var now = Town.begin
    var flights = 0
    var requests = 0
    /// How many times longer people stay away than where most is done.
    let pace: Int64
    /// How fast an answer comes, and other things that are no fault.
    var chance: Draw
    var bureau: Bureau
    let engine = PolicyEngine()
    /// A bit that nobody has found yet.
    var flip: Flip?
    let emptyHome: EmptyHome

    /// The midnight in Hangzhou before 23 November 2026.
    static let begin: Int64 = 1_795_363_200_000

    init(_ scenario: Scenario, folder: String) throws {
        self.scenario = scenario
        self.folder = folder
        weather = Weather(scenario)
        chance = Draw(scenario.seed, for: "chance")
        var people = Draw(scenario.seed, for: "pace")
        pace = people.pick([1, 2, 2, 3, 3, 3, 4, 4]) ?? 1
        bureau = Bureau(Draw(scenario.seed, for: "bureau"))
        hub = try SimulatedHub(
            folder: folder + "/hub",
            seed: scenario.seed,
            hasDisk: weather.hasHubDisk
        )
        emptyHome = try EmptyHome(by: folder + "/empty")
    }

    func note(_ actor: String, _ what: String) {
        trace.note(now - Self.begin, actor, what)
    }

    func plan(_ event: TownEvent, after milliseconds: Int64) {
        queue.add(event, at: now + max(milliseconds, 0))
    }

    /// What the hub's clock says.
    var hubTime: Instant { Instant(milliseconds: now - hub.isBehindBy) }

    // MARK: The loop

    /// Lives through the days and the calm after them. Throws `Violation`.
    func run() async throws {
        try await found()
        let end = Self.begin + Int64(scenario.days) * .day
        while let (event, at) = queue.next() {
            guard at < end else {
                queue.add(event, at: at)
                break
            }
            try await take(event, at: at)
        }
        now = end
        try await becomeCalm()
        try await drain(until: end + 4 * .day)
        try await checkEnd()
    }

    private func take(_ event: TownEvent, at moment: Int64) async throws {
        now = max(now, moment)
        // Nobody begins something rare with files in doubt.
        if event.isRare { try await findFlip() }
        do {
            try await happen(event)
            try checkWaiting()
        } catch { try await explain(error) }
    }

    private func happen(_ event: TownEvent) async throws {
        switch event {
        case .request(let flight, let bytes): try await reachHub(flight, bytes)
        case .release(let flight): try await release(flight)
        case .arrival(let flight, let arrival): try await reachSite(flight, arrival)
        case .wake(let index, let life, let alarm):
            let site = sites[index]
            guard site.life == life, site.machine != nil else { return }
            site.sleeps.remove(alarm)
            try await step(.woke(alarm), at: site)
        case .start(let index, let life):
            guard sites[index].life == life else { return }
            try await start(sites[index])
        case .round(let index): try await beginRound(sites[index])
        case .work(let index): try await work(at: sites[index])
        case .office: try await bureau.work(in: self)
        case .notice: try await giveNotice()
        case .hour: try await strikeHourly()
        case .night: try await checkNight()
        case .readmit(let index): try await readmit(sites[index])
        case .join(let plan, let isDaemon): try await join(plan, isDaemon: isDaemon)
        case .recoverHub: try await recoverHub()
        case .recoverSite(let index): try await recover(sites[index])
        case .regret(let index, let copy): try regret(copy, at: sites[index])
        case .repeatActs: try await bureau.repeatActs(in: self)
        case .doctor: try await findFlip()
        }
    }

    /// Runs on without work and faults until everything has come to rest.
    private func drain(until deadline: Int64) async throws {
        while let (event, at) = queue.next() {
            guard at < deadline else { break }
            switch event {
            case .work, .office, .notice, .hour, .night: continue
            default: try await take(event, at: at)
            }
            if try isAtRest() { return }
        }
        guard try isAtRest() else {
            throw Violation(.liveness, try await unrest())
        }
    }
}

/// What can happen next.
enum TownEvent {
    /// Bytes of a request reach the hub.
    case request(Flight, bytes: [UInt8])
    /// The hub has held an answer back long enough.
    case release(Flight)
    case arrival(Flight, Arrival)
    case wake(site: Int, life: Int, SyncMachine.Alarm)
    /// The process of a site starts.
    case start(site: Int, life: Int)
    /// Somebody runs `jiliang sync`.
    case round(site: Int)
    /// Somebody does his work at a site.
    case work(site: Int)
    /// The authority does its work.
    case office
    /// The authority gives out a calendar.
    case notice
    /// What strikes sites and hub by the hour.
    case hour
    /// The invariants that are checked by the day.
    case night
    case readmit(site: Int)
    /// A site joins that was not there from the beginning.
    case join(SitePlan, isDaemon: Bool)
    /// An operator recovers the hub after it was put back from a backup.
    case recoverHub
    /// Somebody runs `jiliang recover`.
    case recoverSite(Int)
    /// Somebody puts back the copy of a home that he made before `jiliang recover`.
    case regret(site: Int, HomeCopy)
    /// The authority repeats what the hub has lost of its acts.
    case repeatActs
    /// Somebody looks whether a bit has flipped.
    case doctor

    /// Whether it is planned once, and would be lost with a failure in its middle.
    var isRare: Bool {
        switch self {
        case .join, .readmit, .recoverHub, .recoverSite, .repeatActs, .notice: true
        default: false
        }
    }
}

extension Int64 {
    static let second: Int64 = 1000
    static let minute = 60 * second
    static let hour = 60 * minute
    static let day = 24 * hour
}
