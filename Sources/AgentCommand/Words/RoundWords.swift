import Policy
import SyncAgent
import SyncCore
import Terminal

/// How a round is told.
struct RoundWords {
    let report: RoundReport
    let screen: Screen

    var json: JSONValue {
        [
            "pushed": .number(report.pushed),
            "received": .number(report.received),
            "pulled": .number(report.pulled),
            "rejected": .number(report.refused.count),
            "refused": .array(report.refused.map(RefusedWords.json)),
            "conflicts": .number(report.conflicts),
            // What has only become certain has not moved.
            "deadlinesMoved": .array(report.shifts.filter(\.isMoved).map(PolicyDocumentWords.json)),
            "lost": .number(report.lost),
            "contradictions": .number(report.contradictions),
            "isolated": .number(report.isolated),
            "quarantined": .number(report.quarantined),
            "newIncarnation": report.newLife.map { .number($0) } ?? .null,
            "certificateRenewed": .text(renewedUntil),
            "certificates": [
                "sent": .number(report.certificates),
                "waiting": .number(report.certificatesWaiting),
                "missing": .array(report.certificatesMissing.map(JSONValue.string)),
            ],
            "snapshot": SnapshotWords.json(report.snapshot),
            "snapshotFlaw": .text(flaw?.rawValue),
            "upToDate": report.upToDate.map { .bool($0) } ?? .null,
            "cursor": report.cursor?.json ?? .null,
        ]
    }

    private var renewedUntil: String? {
        guard case .success(let until) = report.renewal else { return nil }
        return ShanghaiTime.text(secondsSince1970: until.seconds)
    }

    private var flaw: SnapshotFlaw? {
        if case .snapshotUnusable(let flaw) = report.snapshotFlaw { flaw } else { nil }
    }

    private func note(_ code: MessageCode, _ count: Int) {
        guard count > 0 else { return }
        screen.note("\(code.rawValue) \(code.meaning(in: screen.language)) (\(count))")
        screen.note("      \(code.repair(in: screen.language))")
    }

    func show() throws(OutputLost) {
        try screen.print(
            screen.say(
                "送出 \(report.pushed) 条, 收据 \(report.received) 张, 收到 \(report.pulled) 条"
                    + (report.upToDate == true ? ". 已是最新." : "."),
                "sent \(report.pushed), receipts \(report.received), received \(report.pulled)"
                    + (report.upToDate == true ? ". up to date." : ".")
            )
        )
        if report.certificates > 0 {
            let count = report.certificates
            try screen.print(
                screen.say("证书文件送达 \(count) 份.", "certificate files received by the hub: \(count).")
            )
        }
        if let flaw {
            let code = MessageCode.snapshotUnusable
            let words = SnapshotWords.flaw(flaw, in: screen.language)
            screen.note("\(code.rawValue) \(code.meaning(in: screen.language)) (\(words))")
        }
        note(.certificateMissing, report.certificatesMissing.count)
        RefusedWords.note(report.refused, on: screen)
        PolicyDocumentWords.lines(report.shifts, in: screen.language).forEach(screen.note)
        LostWords.note(report.lost, on: screen)
        note(.hubContradicted, report.contradictions)
        note(.opsIsolated, report.isolated)
        note(.framesQuarantined, report.quarantined)
        if report.newLife != nil {
            let code = MessageCode.ownOpsReturned
            screen.note("\(code.rawValue) \(code.meaning(in: screen.language))")
            screen.note("      \(code.repair(in: screen.language))")
        }
        if let line = ConflictWords.waiting(report.conflicts, screen) { try screen.print(line) }
    }
}

/// Counts on a terminal while a round is long.
enum RoundProgress {
    static func shown(on screen: Screen) -> @Sendable (RoundReport) -> Void {
        let bar = SnapshotBar(on: screen)
        let isDrawn = LineOnTerminal.isShown(on: screen)
        let (sent, received) = (screen.say("送出", "sent"), screen.say("收到", "received"))
        return { report in
            // What comes behind the snapshot is told as ever.
            if let snapshot = report.snapshot, report.pulled == 0 { bar.show(snapshot) }
            guard isDrawn, report.pushed + report.pulled > 0 else { return }
            LineOnTerminal.draw("\(sent) \(report.pushed)  \(received) \(report.pulled)")
        }
    }

    static func end(on screen: Screen) { LineOnTerminal.clear(on: screen) }
}
