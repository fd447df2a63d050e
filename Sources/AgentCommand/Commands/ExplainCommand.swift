import ArgumentParser
import LocalStore
import Policy
import SyncAgent
import SyncCore
import Terminal

/// `jiliang explain`: why an instrument has its colour or a field its value, or what a message code
/// means.
struct ExplainCommand: SiteCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "说明原因和依据 · explain a colour or a message code"
    )

    @OptionGroup var global: GlobalOptions

    @Argument(help: "ID、出厂编号或消息代码 · id, serial number, or message code")
    var subject: String

    @Argument(help: "字段 · a field of it")
    var fieldName: String?

    @Option(name: .customLong("field"), help: "字段 · a field of it")
    var fieldOption: String?

    func run(_ session: Session) throws -> ExitStatus {
        if let code = MessageCode(rawValue: subject.uppercased()) {
            try explain(code, session)
            return .done
        }
        let store = try session.openStore()
        // A serial number may look like a code, so the ledger is asked first.
        if subject.isMessageCode, try store.instruments(matching: subject).isEmpty {
            throw Failure.unknownCode(subject)
        }
        let id = try session.instrument(subject, in: store)
        guard let record = try store.instrument(id) else {
            throw Failure.unknownInstrument(subject)
        }
        if let name = fieldOption ?? fieldName {
            try explain(try EditWords.fieldName(name), of: record, in: store, session)
            return .done
        }
        let judged = JudgedInstrument(
            record,
            on: session.day,
            asOf: session.asOf,
            by: session.engine
        )
        let conflicts = try ConflictCase.all(in: store, on: id)
        if session.options.json {
            try printJSON(judged, conflicts, session)
        } else {
            try show(judged, session)
            for line in ExplainWords.lines(conflicts, session.screen) {
                try session.screen.print(line)
            }
        }
        return .done
    }

    private func explain(
        _ field: String,
        of record: InstrumentRecord,
        in store: Store,
        _ session: Session
    ) throws {
        guard let story = try FieldStory(of: field, on: record, in: store) else {
            throw Failure.fieldWithoutRecord(field)
        }
        if session.options.json {
            try session.screen.print(ExplainWords.json(story, session.language))
            return
        }
        for line in ExplainWords.lines(story, session.screen) { try session.screen.print(line) }
    }

    private func explain(_ code: MessageCode, _ session: Session) throws {
        let screen = session.screen
        if session.options.json {
            let finding: JSONValue = [
                "value": .string(code.rawValue),
                "provision": .null,
                "text": .null,
                "because": .string(code.repair(in: session.language)),
                "parameters": .array([]),
            ]
            try screen.print(
                [
                    "conclusion": .string(code.meaning(in: session.language)),
                    "findings": .array([finding]),
                    "claims": .array([]),
                ] as JSONValue
            )
            return
        }
        for language in [session.language, session.language == .chinese ? .english : .chinese] {
            try screen.print("\(code.rawValue)  \(code.meaning(in: language))")
            try screen.print("       \(code.repair(in: language))")
        }
    }

    private func printJSON(
        _ judged: JudgedInstrument,
        _ conflicts: [ConflictCase],
        _ session: Session
    ) throws {
        let findings = judged.conclusion.findings.map { finding -> JSONValue in
            [
                "value": .string(finding.value),
                "provision": .string(finding.provision.label),
                "text": .string(finding.provision.text),
                "law": .string("\(finding.provision.law.title) \(finding.provision.law.number)"),
                "because": .string(finding.because.text(in: session.language)),
                "parameters": .array(
                    finding.parameters.map {
                        [
                            "name": .string($0.name),
                            "value": .string($0.value),
                            "from": .string($0.from.description),
                        ]
                    }
                ),
            ]
        }
        try session.screen.print(
            [
                "conclusion": .string(conclusion(judged, session)),
                "asOf": .string(session.day.description),
                "findings": .array(findings),
                "claims": .array(conflicts.flatMap(ExplainWords.claims)),
            ] as JSONValue
        )
    }

    private func conclusion(_ judged: JudgedInstrument, _ session: Session) -> String {
        let violations = judged.conclusion.violations
            .map { Terms.violation($0, in: session.language) }
        let tag = Terms.tag(judged.conclusion.color, in: session.language)
        return ([tag] + violations).joined(separator: " ")
    }

    private func show(_ judged: JudgedInstrument, _ session: Session) throws {
        let screen = session.screen
        let record = judged.record
        let name = [record[.name], record[.model], record[.serial]]
            .compactMap { $0 }.joined(separator: " ")
        let status = record.status.word(in: session.language)
        try screen.print(
            "\(conclusion(judged, session))  \(name)  (\(status), \(session.day))"
        )
        for finding in judged.conclusion.findings {
            try screen.print(
                screen.say("原因: ", "because: ") + finding.because.text(in: session.language)
            )
            try screen.print(
                screen.say("依据: ", "provision: ") + finding.provision.label + "  "
                    + finding.provision.law.title + " " + finding.provision.law.number
            )
            try screen.print("      “\(finding.provision.text)”")
            for parameter in finding.parameters {
                try screen.print(
                    screen.say("参数: ", "parameter: ")
                        + "\(parameter.name) = \(parameter.value) "
                        + screen.say("(自 \(parameter.from) 起)", "(from \(parameter.from))")
                )
            }
        }
    }
}

extension String {
    /// Whether this looks like a message code: a letter and four digits.
    fileprivate var isMessageCode: Bool {
        let letters = uppercased().utf8
        return letters.count == 5 && "EWR".utf8.contains(letters.first ?? 0)
            && letters.dropFirst().allSatisfy { (0x30...0x39).contains($0) }
    }
}
