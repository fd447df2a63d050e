import ArgumentParser
import Hub
import Logging
import Policy
import SyncCore
import Terminal

/// A command that works on a hub.
protocol HubCommand: ParsableCommand {
    var global: GlobalOptions { get }
    func run(_ session: Session) async throws
}

extension HubCommand {
    /// `Main` calls `run(_:)` instead; the parser only asks that this exists.
    mutating func run() throws {}
}

/// The surroundings of one command: home, clock, language, screen.
struct Session {
    let home: String
    let isJSON: Bool
    let screen: Screen
    var language: Language { screen.language }

    init(_ options: GlobalOptions) throws {
        home = options.home ?? Machine.variable("JILIANG_HUB_HOME") ?? "/var/lib/jiliang-hub"
        // An unset variable in a script must not make the root folder a hub.
        guard !home.isEmpty else { throw Failure.emptyHome }
        isJSON = options.json
        let language = try options.lang.map { word in
            guard let language = Language(rawValue: word) else { throw Failure.badLanguage(word) }
            return language
        }
        screen = Screen(language: language ?? Machine.localeLanguage, isQuiet: false)
    }

    /// What a hub's parts need, with its store opened by this process.
    func openSurroundings(
        _ home: HubHome,
        logger: Logger,
        snapshotLimits: SnapshotLimits = SnapshotLimits()
    ) throws -> Surroundings {
        let metrics = HubMetrics()
        return Surroundings(
            home: home,
            store: try SQLiteHubStore(
                folder: home.path,
                hub: home.hub,
                keyring: home.keyring,
                metrics: metrics
            ),
            signal: FeedSignal(),
            metrics: metrics,
            clock: Machine.now,
            logger: logger,
            snapshotLimits: snapshotLimits
        )
    }

    /// How long a command waits while another one, or a server that is starting, has the store.
    private static let patience = Duration.seconds(5)

    /// Does what is asked: through the server where one is running, else on the store itself.
    func perform(
        _ request: ControlRequest,
        emit: @escaping @Sendable (JSONValue) throws -> Void
    ) async throws {
        let home = try HubHome.open(path: home)
        let deadline = ContinuousClock.now + Self.patience
        while true {
            if try await ControlClient.perform(request, home: home, emit: emit) { return }
            do {
                let logger = Logger(label: "jiliang-hub") { _ in SwiftLogNoOpLogHandler() }
                let surroundings = try openSurroundings(home, logger: logger)
                try await HubControl(surroundings).perform(request, emit: emit)
                return
            } catch HubError.locked where ContinuousClock.now < deadline {
                try await Task.sleep(for: .milliseconds(50))
            }
        }
    }

    /// The whole answer to a request.
    func answers(to request: ControlRequest) async throws -> [JSONValue] {
        let collected = Collected()
        try await perform(request) { collected.append($0) }
        return collected.values
    }

    /// Prints each object as a line under `--json`, else as a row of a table.
    func show(
        _ request: ControlRequest,
        empty: (chinese: String, english: String),
        table: inout TextTable,
        row: (JSONValue, inout TextTable) -> Void
    ) async throws {
        let answers = try await answers(to: request)
        for answer in answers {
            if isJSON { try screen.print(answer) } else { row(answer, &table) }
        }
        try show(table, empty: empty)
    }

    /// Prints a table, or says that there is nothing in it; nothing under `--json`.
    func show(_ table: TextTable, empty: (chinese: String, english: String)) throws {
        guard !isJSON else { return }
        if table.isEmpty { screen.note(screen.say(empty.chinese, empty.english)) }
        for line in table.lines where !table.isEmpty { try screen.print(line) }
    }

    /// A remark with its code; the command goes on.
    func warn(_ code: HubMessageCode) {
        screen.note("\(code.rawValue) \(code.meaning(in: language))")
    }
}
