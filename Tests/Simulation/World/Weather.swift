import SyncCore

/// Which faults strike, and how often: drawn by the seed, so that some runs have much of few kinds and
/// none of the others.
struct Weather {
    private var rates: [Fault: Int] = [:]
    private var draws: [Fault: Draw] = [:]
    private let without: Set<Fault>
    /// Whether the sites' disks are ours, which costs time: in one seed of four.
    let hasDisks: Bool
    /// Whether the hub's disk is ours: in one seed of five.
    let hasHubDisk: Bool
    /// After the last day nothing strikes any more.
    var isCalm = false

    init(_ scenario: Scenario) {
        without = scenario.without
        var share = Draw(scenario.seed, for: "disks")
        hasDisks = share.happens(2_500) && !without.isSuperset(of: Fault.ofDisks)
        var hubShare = Draw(scenario.seed, for: "hub disk")
        hasHubDisk = hubShare.happens(2_000) && !without.isSuperset(of: Fault.ofHubDisks)
        var swarm = Draw(scenario.seed, for: "weather")
        for fault in Fault.allCases {
            let often = Int(swarm.number(1...100))
            rates[fault] = swarm.happens(4_000) ? 0 : fault.rateMax * often / 100
            draws[fault] = Draw(scenario.seed, for: fault.rawValue)
        }
    }

    /// Whether a fault strikes now.
    mutating func strikes(_ fault: Fault) -> Bool {
        guard let rate = rates[fault], draws[fault]?.happens(rate) == true else { return false }
        return !isCalm && !without.contains(fault)
    }

    /// Whether a fault can strike from now on; what only it needs is not worth making where it cannot.
    func mayStrike(_ fault: Fault) -> Bool {
        !isCalm && !without.contains(fault) && rates[fault] ?? 0 > 0
    }

    /// Whether the hub fails at an op: always at the same ones.
    func failsAt(_ op: WireOp) -> Bool {
        guard !isCalm, !without.contains(.hubFails), op.seal.hash.count > 1 else { return false }
        let number = Int(op.seal.hash[0]) << 8 | Int(op.seal.hash[1])
        return number * 10_000 / 65_536 < rates[.hubFails] ?? 0
    }

    /// How long, how far or how much.
    mutating func amount(_ fault: Fault, _ range: ClosedRange<Int64>) -> Int64 {
        draws[fault]?.number(range) ?? range.lowerBound
    }

    /// What was written in the middle of a power cut.
    mutating func bytes(_ fault: Fault, _ count: Int) -> [UInt8] {
        draws[fault]?.bytes(count) ?? []
    }
}

extension Fault {
    /// How many times in ten thousand it strikes at most, where it can.
    fileprivate var rateMax: Int {
        switch self {
        // Each request.
        case .requestLost, .answerLost, .duplicate, .late, .cutAnswer, .busy: 2_000
        case .cutRequest: 1_000
        case .proxyLimit: 300
        // Each effect of a machine.
        case .siteCrash: 80
        // Each change of a store.
        case .overlayLost: 400
        // Each crash.
        case .replicaLost: 2_000
        case .replicaOld, .tornTables, .tornJournal: 5_000
        case .lostPages: 8_000
        // Each hour, of one site or of the hub.
        case .fullDisk: 80
        case .diskError: 200
        case .outage: 100
        case .clockJump: 60
        case .clockDrift: 100
        case .hubCrash: 300
        case .hubClockBack: 200
        case .revocation: 40
        case .hubRestored: 100
        case .homeRestored: 50
        case .homeCopied: 15
        // Each op.
        case .hubFails: 150
        // Each page.
        case .newerFrame: 1_000
        // Each crash of the hub.
        case .hubLostPages: 8_000
        // Each hour.
        case .hubFullDisk: 300
        case .hubDiskError: 1_000
        // Each hour, where the last one was found.
        case .bitFlip: 100
        }
    }
}
