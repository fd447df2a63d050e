import SyncCore
import TestSupport
import Testing

/// A site and a hub that do what a machine asks, one answer at a time. They refuse what cannot be: two
/// requests of one loop at once, an op sent that does not wait, an answer that nobody asked for.
struct MachineStory {
    private var machine: SyncMachine
    private var random: SeededGenerator
    /// Ops without a receipt.
    private(set) var outbox: [WireOp] = []
    private(set) var setAside: [WireOp] = []
    /// Changes that the site has not read.
    var unread = 0
    /// What the machine waits for.
    private(set) var push: SyncMachine.Effect?
    private(set) var pull: SyncMachine.Effect?
    private(set) var end: HubFault??
    private var made: Int64 = 0
    /// What the store held when it was asked; an edit may come before its answer is heard.
    private var found: [WireOp] = []

    init(_ mode: SyncMachine.Mode, seed: UInt64 = 1, ops: Int = 0) {
        machine = SyncMachine(mode)
        random = SeededGenerator(seed: seed)
        for _ in 0..<ops { addOp() }
    }

    var isOver: Bool { end != nil }

    // MARK: What happens

    mutating func begin() { take(machine.step(.began, using: &random)) }

    /// Somebody edits something.
    mutating func edit() {
        addOp()
        take(machine.step(.localChange, using: &random))
    }

    private mutating func addOp() {
        made += 1
        outbox.append(.numbered(made))
    }

    /// What the push loop waits for comes true, or fails.
    mutating func answerPush(_ fault: HubFault? = nil) {
        guard let effect = push else {
            Issue.record("nobody waits for an answer to a push")
            return
        }
        push = nil
        switch effect {
        case .load: tell(.loaded(found))
        case .push(let ops):
            let refused = ops.map {
                PushOutcome.refused(seq: $0.header.seq, code: "x", detail: "")
            }
            let answer = PushAnswer(outcomes: refused, time: Instant(milliseconds: 0))
            tell(fault.map { .pushFailed($0) } ?? .pushed(answer))
        case .store(let answer):
            outbox.removeFirst(answer.outcomes.count)
            tell(.stored)
        case .setAside(let op, _):
            outbox.removeAll { $0 == op }
            setAside.append(op)
            tell(.stored)
        case .wake(let loop, _): tell(.woke(loop))
        case .rewind(let loop, _, _): tell(.rewound(loop))
        case .pull, .apply, .finish: Issue.record("\(effect) is not of the push loop")
        }
    }

    /// The same for the pull loop; a page holds at most ten changes.
    mutating func answerPull(_ fault: HubFault? = nil, outdated: Bool = false) {
        guard let effect = pull else {
            Issue.record("nobody waits for an answer to a pull")
            return
        }
        pull = nil
        switch effect {
        case .pull: tell(fault.map { .pullFailed($0) } ?? .pulled(page))
        case .apply:
            if outdated { return tell(.outdated) }
            unread -= min(unread, 10)
            tell(.applied(.start(epoch: 1)))
        case .wake(let loop, _): tell(.woke(loop))
        case .rewind(let loop, _, _): tell(.rewound(loop))
        default: Issue.record("\(effect) is not of the pull loop")
        }
    }

    private var page: FeedPage {
        FeedPage(frames: [], cursor: .start(epoch: 1), isLast: unread <= 10)
    }

    // MARK: What the machine asks

    private mutating func tell(_ event: SyncMachine.Event) {
        take(machine.step(event, using: &random))
    }

    private mutating func take(_ effects: [SyncMachine.Effect]) {
        for effect in effects {
            if case .load(let opsMax) = effect { found = Array(outbox.prefix(opsMax)) }
            switch effect {
            case .load, .store, .setAside, .wake(.push, _), .rewind(.push, _, _):
                occupyPush(effect)
            case .push(let ops):
                let isWaiting = !ops.isEmpty && ops == Array(outbox.prefix(ops.count))
                if !isWaiting { Issue.record("sends what does not wait") }
                occupyPush(effect)
            case .pull, .apply, .wake(.pull, _), .rewind(.pull, _, _):
                if pull != nil { Issue.record("two at once in the pull loop") }
                pull = effect
            case .finish(let fault):
                if push != nil || pull != nil { Issue.record("ends in the middle of something") }
                end = .some(fault)
            }
        }
    }

    private mutating func occupyPush(_ effect: SyncMachine.Effect) {
        if push != nil { Issue.record("two at once in the push loop") }
        push = effect
    }
}

extension WireOp {
    /// An op that differs from others by its number.
    static func numbered(_ seq: Int64) -> WireOp {
        let site = RecordID(trusted: "01a207d7-a25f-7bb9-91fe-72222bb8f5b9")
        let header = OpHeader(
            site: site,
            incarnation: 1,
            seq: seq,
            time: HybridTime(bits: UInt64(seq)),
            claimedAt: Instant(milliseconds: seq),
            aggregate: site,
            kind: .change,
            batch: nil
        )
        let seal = OpSeal(
            salt: [],
            bodyDigest: OpSeal.origin,
            previous: OpSeal.origin,
            hash: OpSeal.origin
        )
        return WireOp(header: header, body: nil, seal: seal)
    }
}
