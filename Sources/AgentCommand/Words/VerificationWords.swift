import LocalStore
import Policy
import SyncAgent
import SyncCore
import Terminal

/// How jobs and their deadlines are told.
enum VerificationWords {
    /// The object of `jobs --json`.
    static func json(_ job: Job) -> JSONValue {
        let application = job.application
        return [
            "id": .string(application.id.description),
            "instrument": .string(application.instrument.description),
            "state": .text(application[.state]),
            "appliedOn": .text(application[.appliedOn]),
            "acceptedOn": .text(application[.acceptedOn]),
            "testedOn": .text(application[.testedOn]),
            "completedOn": .text(application[.completedOn]),
            "dueOn": .text(job.clock?.due.due.description),
            "scheduledOn": .text(application[.scheduledOn]),
            "windowFrom": .text(application[.windowFrom]),
            "windowTo": .text(application[.windowTo]),
            "reason": .text(application[.reason]),
            "body": .text(application[.body]),
            "serial": .text(job.instrument?[.serial]),
            "name": .text(job.instrument?[.name]),
        ]
    }

    /// The rows of `jobs`.
    static func table(_ jobs: [Job], _ screen: Screen) -> [String] {
        var table = TextTable(
            screen.say("状态", "state"),
            screen.say("器具", "instrument"),
            screen.say("出厂编号", "serial"),
            screen.say("申请", "applied"),
            screen.say("安排", "scheduled"),
            screen.say("完成", "completed"),
            screen.say("上传期限", "due"),
            "ID"
        )
        for job in jobs {
            let application = job.application
            let state = ApplicationField.state.rawValue
            table.add(
                Terms.value(application[.state], of: state, in: screen.language),
                job.instrument?[.name],
                job.instrument?[.serial],
                application[.appliedOn],
                application[.scheduledOn],
                application[.completedOn],
                job.clock?.due.due.description,
                application.id.description
            )
        }
        return table.lines
    }

    /// The object of `deadlines --json`.
    static func json(_ deadline: Deadline) -> JSONValue {
        let due = deadline.clock.due
        func text(_ moment: Instant?) -> JSONValue {
            .text(moment.map { ShanghaiTime.text(secondsSince1970: $0.seconds) })
        }
        return [
            "kind": "upload",
            "subject": .string(deadline.job.application.description),
            "startedOn": .string(deadline.startedOn.description),
            "dueOn": .string(due.due.description),
            "dueAt": .string(due.dueAt),
            "workingDaysLeft": .number(deadline.workingDaysLeft),
            "provisional": .bool(due.isProvisional),
            "met": .bool(deadline.isMet),
            "receivedAt": text(deadline.receivedAt),
            "dataReceivedAt": text(deadline.dataReceivedAt),
            "certificateNeeded": .bool(deadline.needsCertificate),
            "certificateReceivedAt": text(deadline.certificateReceivedAt),
            "provision": .string(deadline.clock.provision.label),
            "instrument": .string(deadline.job.instrument.description),
            "serial": .text(deadline.job.serial),
            "name": .text(deadline.job.name),
            "certificateNumber": .text(deadline.job.certificateNumber),
        ]
    }

    /// The rows of `deadlines`.
    static func table(_ deadlines: [Deadline], _ screen: Screen) -> [String] {
        var table = TextTable(
            screen.say("期限", "clock"),
            screen.say("器具", "instrument"),
            screen.say("出厂编号", "serial"),
            screen.say("证书编号", "certificate"),
            screen.say("完成", "completed"),
            screen.say("截止", "due"),
            screen.say("剩余", "left"),
            screen.say("状态", "state"),
            screen.say("依据", "provision")
        )
        for deadline in deadlines {
            let due = deadline.clock.due
            let provisional = due.isProvisional ? screen.say(" 暂定", " provisional") : ""
            table.add(
                screen.say("上传", "upload"),
                deadline.job.name,
                deadline.job.serial,
                deadline.job.certificateNumber,
                deadline.startedOn.description,
                "\(due.due) \(Terms.weekday(due.due, in: screen.language))\(provisional)",
                deadline.receivedAt == nil ? left(deadline, screen.language) : "-",
                state(deadline, screen),
                deadline.clock.provision.label
            )
        }
        return table.lines
    }

    private static func state(_ deadline: Deadline, _ screen: Screen) -> String {
        if deadline.job.verification == nil {
            return screen.say("缺检定结果", "the result is missing")
        }
        if deadline.receivedAt == nil, deadline.dataReceivedAt != nil {
            return screen.say("数据已收, 缺证书文件", "the data are received, not the file")
        }
        guard deadline.receivedAt != nil else { return screen.say("未送达", "not received") }
        return deadline.isMet
            ? screen.say("按期 (平台已收)", "in time (received)")
            : screen.say("迟到 (平台已收)", "late (received)")
    }

    private static func left(_ deadline: Deadline, _ language: Language) -> String {
        // Past, but no working day has gone by since.
        guard deadline.isPast, deadline.workingDaysLeft == 0 else {
            return left(deadline.workingDaysLeft, language)
        }
        return language == .chinese ? "已超期" : "overdue"
    }

    /// How much of a clock is left.
    static func left(_ days: Int, _ language: Language) -> String {
        switch (days, language) {
        case (0..., .chinese): "剩 \(days) 个工作日"
        case (0..., .english): "\(days) working day\(days == 1 ? "" : "s") left"
        case (_, .chinese): "超期 \(-days) 个工作日"
        case (_, .english): "\(-days) working day\(days == -1 ? "" : "s") overdue"
        }
    }
}
