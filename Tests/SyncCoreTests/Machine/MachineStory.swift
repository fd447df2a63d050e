import SyncCore
import TestSupport
import Testing

/// A site and a hub that do what a machine asks, one answer at a time. They refuse what cannot be: two pulls at once, more
/// than two batches on their way, an op sent that does not wait or is on its way, an answer that nobody asked for.
struct MachineStory {
    private var machine: SyncMachine
    private var random: SeededGenerator
    /// Ops without a receipt.
    private(set) var outbox: [WireOp] = []
    private(set) var setAside: [WireOp] = []
    private(set) var isolated: [WireOp] = []
    /// Working seconds that the most urgent legal op has left.
    var slack: Int64?
    /// Whether isolated ops are due to be tried again.
    var isTrialDue = false
    private(set) var order = LoadOrder()
    /// Changes that the site has not read.
    var unread = 0
    /// What the push loop waits for, in the order in which it was asked.
    private(set) var pushes: [SyncMachine.Effect] = []
    /// What the pull loop waits for.
    private(set) var pull: SyncMachine.Effect?
    private(set) var end: HubFault??
    /// Whether the first file of a snapshot is swapped in.
    private(set) var isPartThere = false
    private var made: Int64 = 0
    /// What the store held when it was asked; an edit may come before its answer is heard.
    private var found = Outgoing(ops: [])
    /// What rings, beside the two loops.
    private(set) var trialAlarm: Int64?

    init(_ mode: SyncMachine.Mode, seed: UInt64 = 1, ops: Int = 0) {
        machine = SyncMachine(mode)
        random = SeededGenerator(seed: seed)
        for _ in 0..<ops { addOp() }
    }

    var isOver: Bool { end != nil }

    /// What the push loop has waited for the longest.
    var push: SyncMachine.Effect? { pushes.first }

    /// The batches on their way.
    var sendings: [Sending] {
        pushes.compactMap { if case .push(let sending) = $0 { sending } else { nil } }
    }

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

    /// What the push loop waits for comes true, or fails; what it has waited for the longest, unless another is meant.
    mutating func answerPush(_ fault: HubFault? = nil, at index: Int = 0) {
        guard pushes.indices.contains(index) else {
            Issue.record("nobody waits for an answer to a push")
            return
        }
        switch pushes.remove(at: inOrder(index)) {
        case .load:
            found.slack = slack
            tell(.loaded(found))
        case .push(let sending):
            let refused = sending.ops.map {
                PushOutcome.refused(seq: $0.header.seq, code: "x", detail: "")
            }
            let answer = PushAnswer(outcomes: refused, time: Instant(milliseconds: 0))
            let number = sending.number
            tell(
                fault.map { .pushFailed($0, number: number) } ?? .pushed(answer, number: number)
            )
        case .show: tell(.shown)
        case .store(let answer):
            let seqs = answer.outcomes.compactMap {
                if case .refused(let seq, _, _) = $0 { seq } else { nil }
            }
            outbox.removeAll { seqs.contains($0.header.seq) }
            isolated.removeAll { seqs.contains($0.header.seq) }
            tell(.stored)
        case .isolate(let ops, _):
            isolated.removeAll(where: ops.contains)
            isolated += ops
            isTrialDue = false
            tell(.isolated)
        case .setAside(let op, _):
            outbox.removeAll { $0 == op }
            isolated.removeAll { $0 == op }
            setAside.append(op)
            tell(.stored)
        case .wake(let alarm, _): tell(.woke(alarm))
        case .rewind(let loop, _, _): tell(.rewound(loop))
        case let effect: Issue.record("\(effect) is not of the push loop")
        }
    }

    /// A site stores one answer after the other.
    private func inOrder(_ index: Int) -> Int {
        let isStore = { (effect: SyncMachine.Effect) in
            if case .store = effect { true } else { false }
        }
        return isStore(pushes[index]) ? pushes.firstIndex(where: isStore) ?? index : index
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
        case .wake(let alarm, _): tell(.woke(alarm))
        case .rewind(let loop, _, _): tell(.rewound(loop))
        case .fetchSnapshot: tell(fault.map { .snapshotFailed($0) } ?? .fetched(tables))
        case .swapIn(let tables):
            if let fault { return tell(.snapshotFailed(fault)) }
            isPartThere = true
            tell(.swapped(tables.slice == .whole ? .start(epoch: 1) : nil))
        default: Issue.record("\(effect) is not of the pull loop")
        }
    }

    /// The time has come to try an isolated op again.
    mutating func ring() {
        isTrialDue = true
        trialAlarm = nil
        tell(.woke(.trial))
    }

    /// The next file of the hub's snapshot.
    private var tables: FetchedTables {
        let manifest = SnapshotManifest(
            hub: RecordID(trusted: "01a207d7-a25f-7bb9-91fe-72222bb8f5b9"),
            organisation: "o",
            schema: 1,
            ranks: "r",
            cursor: .start(epoch: 1),
            files: []
        )
        return FetchedTables(manifest: manifest, slice: isPartThere ? .whole : .urgent)
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
            if case .load(let order) = effect { find(order) }
            switch effect {
            case .load, .store, .show, .setAside, .isolate, .wake(.push, _),
                .rewind(.push, _, _):
                occupyPush(effect)
            case .push(let sending):
                let ops = sending.ops
                let isWaiting = !ops.isEmpty && ops.allSatisfy(outbox.contains)
                if !isWaiting { Issue.record("sends what does not wait") }
                if sendings.contains(where: { $0.ops.contains(where: ops.contains) }) {
                    Issue.record("sends what is on its way")
                }
                occupyPush(effect)
            case .pull, .apply, .fetchSnapshot, .swapIn, .wake(.pull, _), .rewind(.pull, _, _):
                if pull != nil { Issue.record("two at once in the pull loop") }
                pull = effect
            case .wake(.trial, let pause):
                if trialAlarm != nil { Issue.record("two alarms for trials") }
                trialAlarm = pause
            case .finish(let fault):
                if !pushes.isEmpty || pull != nil {
                    Issue.record("ends in the middle of something")
                }
                end = .some(fault)
            }
        }
    }

    private mutating func find(_ order: LoadOrder) {
        self.order = order
        if isTrialDue, let due = isolated.first {
            found = Outgoing(ops: [due], isTrial: true)
            return
        }
        let free = outbox.filter {
            !order.leaving.contains($0.header.seq) && !isolated.contains($0)
        }
        found = Outgoing(
            ops: Array(free.prefix(order.opsMax)),
            hasMore: free.count > order.opsMax,
            nextTrial: isolated.isEmpty ? nil : 600_000
        )
    }

    /// At most two batches are on their way, and of everything else there is one at a time, but answers.
    private mutating func occupyPush(_ effect: SyncMachine.Effect) {
        pushes.append(effect)
        let loads = pushes.filter { if case .load = $0 { true } else { false } }
        let others = pushes.filter {
            switch $0 {
            case .push, .store, .load: false
            default: true
            }
        }
        let isTooMany = sendings.count > 2 || loads.count > 1 || others.count > 1
        if isTooMany || !others.isEmpty && pushes.count > 1 {
            Issue.record("too much at once in the push loop: \(pushes)")
        }
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
