import Documents
import Policy
import SyncAgent
import SyncCore
import Terminal

/// How the outcome of an import is told.
struct ImportWords {
    let report: ImportReport
    let file: String
    /// The copy of the file with the reasons, where one was written.
    let annotated: String?
    let session: Session

    /// Rows shown on the screen; `--json` shows all.
    private static let rowsMax = 50

    /// The question before anything is kept.
    static func question(_ plan: ImportReport, _ screen: Screen) -> String {
        screen.say(
            "计划: 新增 \(plan.added), 更新 \(plan.updated), 不变 \(plan.unchanged), "
                + "重复 \(plan.duplicates), 不能导入 \(plan.refusals.count). 继续?",
            "plan: add \(plan.added), update \(plan.updated), unchanged \(plan.unchanged), "
                + "duplicates \(plan.duplicates), refused \(plan.refusals.count). go on?"
        )
    }

    /// The object of `import --json`.
    func printJSON() throws {
        let counts: JSONValue = [
            "added": .number(report.added),
            "updated": .number(report.updated),
            "unchanged": .number(report.unchanged),
        ]
        let (report, language) = (report, session.language)
        try session.screen.print(streaming: [
            ("batch", .value(.text(report.batch))),
            ("rows", .value(.number(report.rows))),
            ("added", .value(.number(report.isWritten ? report.added : 0))),
            ("updated", .value(.number(report.isWritten ? report.updated : 0))),
            ("unchanged", .value(.number(report.unchanged))),
            ("duplicates", .value(.number(report.duplicates))),
            ("annotated", .value(.text(annotated))),
            ("plan", .value(report.isWritten ? .null : counts)),
            ("unknownColumns", .value(.texts(report.unknownColumns))),
            ("rejected", .list(report.refusals.count) { Self.json(report.refusals[$0], language) }),
            ("repaired", .list(report.repairs.count) { Self.json(report.repairs[$0]) }),
        ])
    }

    private static func json(_ repair: LedgerRepair) -> JSONValue {
        [
            "row": .number(repair.row),
            "column": .string(repair.column),
            "code": .string(repair.code.code),
            "from": .string(repair.from),
            "to": .string(repair.to),
        ]
    }

    private static func json(_ refusal: LedgerRefusal, _ language: Language) -> JSONValue {
        [
            "row": .number(refusal.row),
            "column": .string(refusal.column),
            "code": .string(refusal.reason.code),
            "message": .string(refusal.reason.text(in: language)),
            "others": .array(
                refusal.others.map { fault in
                    [
                        "column": .string(fault.column),
                        "code": .string(fault.reason.code),
                        "message": .string(fault.reason.text(in: language)),
                    ]
                }
            ),
        ]
    }

    /// The screen: what was read, what was repaired, what is left to do, and what comes next.
    func show() throws {
        try showHead()
        try showRepairs()
        try showRefusals()
        try showResult()
    }

    private func showHead() throws {
        let screen = session.screen
        try screen.print(
            screen.say(
                "\(file): \(report.rows) 行. 新增 \(report.added), 更新 \(report.updated), "
                    + "不变 \(report.unchanged), 重复 \(report.duplicates), "
                    + "自动修正 \(report.repairs.count) 处, 不能导入 \(report.refusals.count)",
                "\(file): \(report.rows) rows. add \(report.added), update \(report.updated), "
                    + "unchanged \(report.unchanged), duplicates \(report.duplicates), "
                    + "repairs \(report.repairs.count), refused \(report.refusals.count)"
            )
        )
        guard !report.unknownColumns.isEmpty else { return }
        let names = report.unknownColumns.joined(separator: screen.say("、", ", "))
        try screen.print(
            screen.say("未识别的列 (不导入): \(names)", "unknown columns, left out: \(names)")
        )
    }

    private func showRepairs() throws {
        guard !report.repairs.isEmpty else { return }
        let screen = session.screen
        try screen.print(
            screen.say("自动修正 (不改您的文件):", "repaired on reading (your file is unchanged):")
        )
        for code in RepairCode.allCases {
            let repairs = report.repairs.filter { $0.code == code }
            guard let first = repairs.first else { continue }
            let example = screen.say("例 第 \(first.row) 行", "as in row \(first.row)")
            try screen.print(
                "  \(code.code)  \(repairs.count)  \(code.text(in: session.language))  "
                    + "(\(example) \(first.column): `\(first.from.withoutControls.shortened(to: 40))` → `\(first.to)`)"
            )
        }
    }

    private func showRefusals() throws {
        guard !report.refusals.isEmpty else { return }
        let screen = session.screen
        try screen.print(
            screen.say(
                "不能导入 \(report.refusals.count) 行:",
                "\(report.refusals.count) rows refused:"
            )
        )
        var table = TextTable(
            screen.say("行", "row"),
            screen.say("列", "column"),
            screen.say("代码", "code"),
            screen.say("原因", "reason"),
            widthMax: 90
        )
        for refusal in report.refusals.prefix(Self.rowsMax) {
            table.add(
                String(refusal.row),
                refusal.column,
                refusal.reason.code,
                refusal.reason.text(in: session.language)
            )
        }
        for line in table.lines { try screen.print(line) }
        let hidden = report.refusals.count - Self.rowsMax
        if hidden > 0 {
            try screen.print(
                screen.say("  … 其余 \(hidden) 行见 --json", "  … \(hidden) more with --json")
            )
        }
    }

    private func showResult() throws {
        let screen = session.screen
        let home = "jiliang --home \(session.home)"
        if let batch = report.batch {
            try screen.print(
                screen.say(
                    "完成, 批次 \(batch). 撤回: \(home) import undo \(batch)",
                    "done, import \(batch). take it back: \(home) import undo \(batch)"
                )
            )
        } else if report.isWritten {
            try screen.print(screen.say("没有变化.", "nothing changes."))
        } else if !report.refusals.isEmpty, !session.options.dryRun {
            let code = MessageCode.rowsRefused
            try screen.print("\(code.rawValue) \(code.meaning(in: session.language))")
            try screen.print("      " + code.repair(in: session.language))
            if annotated == nil {
                let copy = screen.say("检查结果.csv", "checked.csv")
                try screen.print(
                    screen.say(
                        "      加 --annotate \(copy) 得到带原因列的原表, 改完可直接导入",
                        "      --annotate \(copy) gives your file back with a column of reasons"
                    )
                )
            }
        } else {
            try screen.print(screen.say("未写入任何数据.", "nothing was written."))
        }
    }
}
