import ArgumentParser
import Explanations
import LocalStore
import Policy
import SyncAgent
import SyncCore
import Terminal

/// A command that works on a site: it gets its surroundings and says how it went.
protocol SiteCommand: ParsableCommand {
    var global: GlobalOptions { get }
    func run(_ session: Session) async throws -> ExitStatus
    /// The exit status of any failure, for a command whose caller knows only its own few.
    var failureStatus: ExitStatus? { get }
}

extension SiteCommand {
    var failureStatus: ExitStatus? { nil }

    /// `Jiliang` calls `run(_:)` instead; the parser only asks that this exists.
    mutating func run() throws {}
}

/// The surroundings of one command: settings, clock, language, screen. The only place that looks
/// at the environment and the clock.
struct Session {
    let options: GlobalOptions
    let home: String
    let configuration: AgentConfiguration
    let origins: [ConfigurationOrigin]
    let language: Language
    let screen: Screen
    let now: Instant
    /// The day that the user has asked for.
    let asOf: Day?
    private let memory = SessionMemory()

    /// The day that conclusions are drawn for: the one asked for, else `Store.today(at:)`, which is
    /// known once the store is open.
    var day: Day { asOf ?? today }
    /// The day on which the command runs.
    var today: Day { memory.today ?? Day(secondsSince1970: now.seconds) }

    /// By what this command judges: once it has opened its store by the policy of the site, before
    /// that by what the program was built with.
    var policy: PolicyInForce { memory.policy }
    var engine: PolicyEngine { policy.engine }

    init(_ options: GlobalOptions) throws {
        self.options = options
        home = options.home ?? Machine.variable("JILIANG_HOME") ?? "/var/lib/jiliang"
        // An unset variable in a script must not make the root folder a site.
        guard !home.isEmpty else { throw Failure.emptyHome }
        (configuration, origins) = try ConfigurationLayers.load(
            files: ConfigurationLayers.files(named: options.config, home: home),
            environment: Machine.environment
        )
        language = try Self.language(options, configuration)
        screen = Screen(language: language, isQuiet: options.quiet)
        now = Machine.now()
        asOf = try options.asOf.map { text in
            guard let day = Day(text) else { throw Failure.badDay(text) }
            return day
        }
    }

    /// Opens the site's store, and says what had to be repaired. A daemon that has it lends it until
    /// this command ends.
    func openStore(borrows: Bool = true) throws -> sending Store {
        let store = borrows ? try borrowedStore() : try ownStore()
        switch store.recovery {
        case .none: break
        case .foldedOps(let count): warn(.folded, " (\(count))")
        case .rebuilt: warn(.rebuilt)
        case .olderJournal(let missing): warn(.olderJournal, missing > 0 ? " (\(missing))" : "")
        }
        // Tables folded from the journal alone know nothing of what others have written.
        if try store.membership() != nil, try store.cursor() == nil,
            try store.lastContact() != nil
        {
            warn(.othersMissing)
        }
        memory.today = try store.today(at: now)
        warnOfClock(hubTime: try store.hubTime())
        // Another command may have written while this one waited for its turn.
        let tolerated = Instant(milliseconds: now.milliseconds + Self.clockToleranceMilliseconds)
        if let newest = try store.journalSummary().newest, tolerated < newest {
            warn(.clockBehind)
        }
        memory.documents = try SiteDocuments(of: store)
        return store
    }

    private func ownStore() throws -> sending Store {
        try Store.open(home: home, patience: configuration.lockWait)
    }

    /// The store, lent by a daemon where one has it.
    private func borrowedStore() throws -> sending Store {
        guard memory.loan == nil else { return try ownStore() }
        do {
            let (store, loan) = try StoreLoan.store(of: home, patience: configuration.lockWait)
            memory.loan = loan
            return store
        } catch let error as LoanError { throw Failure.loan(error, home: home) }
    }

    private func warnOfClock(hubTime: Instant?) {
        guard let hubTime,
            now.milliseconds + Self.clockToleranceMilliseconds < hubTime.milliseconds
        else { return }
        warn(.clockBehindHub, " (\(ShanghaiTime.text(secondsSince1970: hubTime.seconds)))")
    }

    /// Takes the policy of the site for a command that does not need a site and works without one, and
    /// lets go of the store again.
    func useSitePolicyIfAny() throws {
        do {
            try openStore().close()
            memory.loan = nil
        } catch StoreError.noSite, StoreError.notPermitted {
            // The built-in data answer.
        }
    }

    /// The site as a member of its hub, where it is one; lets go of the store again.
    func joinedIfAny() throws -> Joined? {
        do {
            let store = try openStore()
            defer { memory.loan = nil }
            let joined = try Joined(of: store)
            try store.close()
            return joined
        } catch StoreError.noSite { return nil }
    }

    /// Makes a daemon of this home, if one runs, close its store until this command ends.
    func borrowStore() throws {
        guard memory.loan == nil else { return }
        do throws(LoanError) {
            memory.loan = try StoreLoan(home: home, patience: configuration.lockWait)
        } catch { throw Failure.loan(error, home: home) }
    }

    /// A remark with its code; the command goes on.
    func warn(_ code: MessageCode, _ detail: String = "") {
        screen.note("\(code.rawValue) \(code.meaning(in: language))\(detail)")
    }

    private static let clockToleranceMilliseconds: Int64 = 5 * 60 * 1000

    /// The one instrument that the user means; of a registration that was merged the one that stands for it.
    func instrument(_ text: String, in store: Store) throws -> RecordID {
        let found = try store.instruments(matching: text)
        let meant = Set(found.map(try store.aliases().canonical))
        guard let id = meant.first else { throw Failure.unknownInstrument(text) }
        guard meant.count == 1 else { throw Failure.ambiguousInstrument(text, meant.count) }
        if found != [id], found.count == 1 { warn(.mergedInstrument, ": \(found[0]) → \(id)") }
        return id
    }

    /// Who is at the keyboard.
    func author(
        reason: String? = nil,
        corrects: Bool = false,
        isDryRun: Bool = false
    ) -> Author {
        Author(
            name: Machine.accountName,
            reason: reason,
            now: now,
            language: language,
            isDryRun: isDryRun || options.dryRun,
            corrects: corrects
        )
    }

    /// An organisation's code as the user has written it: refused by its shape, remarked upon by its
    /// check digit.
    func checkedOrganisation(_ text: String) throws -> String {
        let code = text.uppercased()
        let check = UnifiedSocialCreditCode.check(code)
        guard check.shape else { throw Failure.badOrganisation(text) }
        if !check.checkDigit { warn(.organisationCheckDigit) }
        return code
    }

    private static func language(
        _ options: GlobalOptions,
        _ configuration: AgentConfiguration
    ) throws -> Language {
        guard let word = options.lang else {
            return configuration.language ?? Machine.localeLanguage
        }
        guard let language = Language(rawValue: word) else { throw Failure.badLanguage(word) }
        return language
    }

    /// What a service manager has told about itself.
    var serviceNotice: ServiceNotice { ServiceNotice(environment: Machine.environment) }
}

/// What a command learns once it opens the store.
private final class SessionMemory {
    /// The loan of a daemon's store, until the command ends.
    var loan: StoreLoan?
    var today: Day?
    var documents: SiteDocuments? { didSet { judged = nil } }
    private var judged: PolicyInForce?

    /// The policy of the site, which is read once, when somebody asks.
    var policy: PolicyInForce {
        if let judged { return judged }
        let policy = documents?.judged() ?? .builtIn
        judged = policy
        return policy
    }
}
