import Explanations
import FaultyDisk
import LocalStore
import Signing
import SyncAgent
import SyncCore
import TestSupport

/// One site: its home on the disk, and the process that runs there or does not.
final class SimulatedSite {
    let plan: SitePlan
    let index: Int
    let home: String
    let id: RecordID
    let signingKey: Ed25519PrivateKey
    /// Whether a daemon keeps it in step; otherwise somebody runs `jiliang sync` now and then.
    let isDaemon: Bool
    /// Whether its program knows a field that the others do not.
    let isNewer: Bool
    /// `nil` while nothing runs there.
    var store: Store?
    var eyes: SiteEyes?
    var machine: SyncMachine? {
        didSet { hasStirred = true }
    }
    /// Whether something has happened there since the last look.
    var hasStirred = false
    /// Counts the lives of the process; what was asked in an earlier one is not heard any more.
    var life = 0
    /// What the product draws from at this site.
    var random: SeededGenerator
    var clock = SiteClock()

    // What the agent remembers between two effects.
    var receiptCheck: ReceiptCheck
    var policyMemory = PolicyMemory()
    /// Where the last page was asked for from.
    var asked: SyncCore.Cursor?
    /// How far this process has read.
    var read: SyncCore.Cursor?
    /// Ops that the hub cannot take before others have sent again what it has lost.
    var postponed: Set<Int64> = []
    /// Own ops that the hub has asked to see.
    var shown: [OwnPlace] = []
    /// Whether own ops have to come whole, since the journal is not what the hub was told.
    var needsBodies = false
    /// Requests whose answers its machine waits for.
    var awaited: [Flight] = []
    /// What the machine has told to stay behind.
    var leaving: Set<Int64> = []
    var sleeps: Set<SyncMachine.Alarm> = []
    /// Since when its machine has not tried to push, with true milliseconds.
    var pause: Pause?

    /// The disk under its databases, in a run where disks fail.
    var disk: FaultyDisk?

    // What is wrong with it.
    var isFullUntil: Int64 = 0
    var isCutOffUntil: Int64 = 0
    var isThrottledUntil: Int64 = 0
    /// Its tables some days ago.
    var oldTables: DiskImage?
    /// The tables that a process leaves which dies between two commits.
    var dyingTables: DiskImage?
    var isRevoked = false
    /// A copy of its home of some days ago.
    var oldHome: HomeCopy?
    /// Whether its home was copied or put back, so that there may be other ops under its names.
    var isShared = false
    /// Whether the hub has refused something since the last start.
    var wasRefused = false
    /// Whether somebody will run `jiliang recover`.
    var awaitsRecovery = false

    // What the invariants remember.
    /// The policy that its tables come to, and their version.
    var policy: (version: Int64, PolicyInForce)?
    var hashes: [[UInt8]] = []
    /// Every receipt that it has heard, by the number of its op.
    var receipts: [Int64: Set<ReceiptStatement>] = [:]
    /// Receipts that the disk has refused: what was written of them may come back after a power cut.
    var refusedReceipts: Set<KnownReceipt> = []
    var reached: Int64 = 0
    /// The rows that have to be there after a crash that took nothing.
    var expected: [String]?
    var lastImport: String?
    /// What the people there draw from.
    var people: Draw

    init(
        _ plan: SitePlan,
        index: Int,
        home: String,
        id: RecordID,
        signingKey: Ed25519PrivateKey,
        hubKeys: HubKeys,
        isDaemon: Bool,
        seed: UInt64
    ) {
        self.plan = plan
        self.index = index
        self.home = home
        self.id = id
        self.signingKey = signingKey
        self.isDaemon = isDaemon
        random = Draw(seed, for: plan.name + " product").random
        people = Draw(seed, for: plan.name + " people")
        var version = Draw(seed, for: plan.name + " version")
        isNewer = version.happens(2_000)
        receiptCheck = ReceiptCheck(keys: hubKeys)
    }

    var name: String { plan.name }

    /// Whether it waits for the hub's answer to a request of this loop.
    func awaits(_ loop: SyncMachine.Loop) -> Bool { awaited.contains { $0.loop == loop } }

    /// Opens the home again.
    func open() throws -> StoreRecovery {
        let store = try Store.open(home: home, patience: .zero)
        self.store = store
        policyMemory = PolicyMemory()
        policy = nil
        eyes = try SiteEyes(home: home)
        return store.recovery
    }

    /// Lets go of the home.
    func close() throws {
        try eyes?.close()
        try store?.close()
        (eyes, store, machine) = (nil, nil, nil)
        (awaited, sleeps, shown, pause) = ([], [], [], nil)
        life += 1
    }
}

/// Whose a site is.
struct SitePlan: Hashable {
    let name: String
    let role: SiteRole
    let organisation: String
}
