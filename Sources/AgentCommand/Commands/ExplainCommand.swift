import ArgumentParser
import Explanations
import LocalStore
import Policy
import SyncAgent
import SyncCore
import Terminal

/// `jiliang explain`: why an instrument has its colour, the unit its grade or a field its value, or
/// what a message code means.
struct ExplainCommand: SiteCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "说明原因和依据 · explain a colour, a grade, a field or a message code",
        discussion: """
            --out 存成说明文件, --replay 按现行规则重做一遍, 看结论是否相同.
            --out keeps the explanation as a file; --replay draws it again by today's rules.
            """
    )

    @OptionGroup var global: GlobalOptions

    @Argument(
        help: "ID、出厂编号、统一社会信用代码或消息代码 · id, serial number, unit or message code"
    )
    var subject: String?

    @Argument(help: "字段 · a field of it")
    var fieldName: String?

    @Option(name: .customLong("field"), help: "字段 · a field of it")
    var fieldOption: String?

    @Option(help: "写出说明文件 · write the explanation to a file")
    var out: String?

    @Option(help: "重做一个说明文件 · draw an explanation from a file again")
    var replay: String?

    func run(_ session: Session) throws -> ExitStatus {
        if let replay {
            guard subject == nil, out == nil else { throw Failure.replayAlone }
            return try ExplanationReplay.run(replay, session)
        }
        guard let subject else { throw Failure.nothingToExplain }
        let field = fieldOption ?? fieldName
        guard out == nil || field == nil else { throw Failure.fieldWithoutFile }
        if let code = MessageCode(rawValue: subject.uppercased()) {
            try ExplainWords.show(code, session)
            return .done
        }
        let store = try session.openStore()
        if let unit = try unit(named: subject, in: store) {
            guard field == nil else { throw Failure.unknownInstrument(subject) }
            try explain(unit, in: store, session)
            return .done
        }
        // A serial number may look like a code, so the ledger is asked first.
        if subject.isMessageCode, try store.instruments(matching: subject).isEmpty {
            throw Failure.unknownCode(subject)
        }
        let id = try session.instrument(subject, in: store)
        guard let record = try store.instrument(id) else {
            throw Failure.unknownInstrument(subject)
        }
        if let field {
            try explain(try EditWords.fieldName(field), of: record, in: store, session)
        } else {
            try explain(record, in: store, session)
        }
        return .done
    }

    // MARK: Fields

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

    // MARK: Instruments

    private func explain(
        _ record: InstrumentRecord,
        in store: Store,
        _ session: Session
    ) throws {
        let explanation = Explanation(
            of: record.id.description,
            .instrument(record.facts),
            on: session.day,
            by: session.engine
        )
        let isJoined = try store.membership() != nil
        let isPending = try isJoined && !store.pendingFields(of: record.id).isEmpty
        let conflicts = try ConflictCase.all(in: store, on: record.id)
        try show(
            explanation,
            titled: InstrumentWords.title(record, session.language),
            isPending: isPending,
            conflicts: conflicts,
            members: RegistrationWords.sources(of: record, on: session.day).members,
            lines: try RegistrationWords.lines(record, on: session.day, in: store, session.screen),
            session
        )
    }

    // MARK: The unit

    /// The unit of this site, where it is named by its code.
    private func unit(named text: String, in store: Store) throws -> Site? {
        let code = text.uppercased()
        guard UnifiedSocialCreditCode.check(code).shape else { return nil }
        let site = try store.site()
        if site.organisation != code {
            // Nothing keeps a serial number from having the shape of a code.
            guard try store.instruments(matching: text).isEmpty else { return nil }
            throw Failure.otherUnit(code)
        }
        guard site.role == .userUnit else { throw Failure.notGraded(code) }
        return site
    }

    private func explain(_ unit: Site, in store: Store, _ session: Session) throws {
        if try store.cursor() == nil { session.warn(.noFactsKnown) }
        let facts = SubjectFacts(facts: try store.creditFacts(of: unit.organisation))
        let explanation = Explanation(
            of: unit.organisation,
            .subject(facts),
            on: session.day,
            by: session.engine
        )
        try show(
            explanation,
            titled: "\(unit.name) \(unit.organisation)",
            isPending: false,
            conflicts: [],
            session
        )
    }

    // MARK: Showing

    private func show(
        _ explanation: Explanation,
        titled title: String,
        isPending: Bool,
        conflicts: [ConflictCase],
        members: [JSONValue.Member] = [],
        lines: [String] = [],
        _ session: Session
    ) throws {
        if let out {
            try OutputFile.write(out, session) { write in
                try explanation.fileBytes.withUnsafeBytes { try write($0) }
            }
            return
        }
        let screen = session.screen
        if session.options.json {
            let claims = conflicts.flatMap(ExplainWords.claims)
            let more =
                [
                    JSONValue.Member("pending", .bool(isPending)),
                    JSONValue.Member("claims", .array(claims)),
                ] + members
            try screen.print(explanation.answer(in: session.language, with: more))
            return
        }
        let text = ExplanationText(
            explanation,
            titled: title,
            by: session.engine,
            today: session.today,
            in: session.language
        )
        for line in text.lines + lines + ExplainWords.lines(conflicts, screen) {
            try screen.print(line)
        }
        if isPending { try screen.print(ExplainWords.pending(screen)) }
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
