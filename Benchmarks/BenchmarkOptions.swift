/// What `scripts/bench` says: pairs of a name and a value.
struct BenchmarkOptions {
    private let values: [String: String]
    /// The tasks to run, by the beginning of their names; all where none is named.
    private let only: [Substring]
    let rows: Int
    let synced: Int

    init(_ arguments: [String]) throws {
        guard arguments.count % 2 == 0 else {
            throw BenchmarkError("options come in pairs (see scripts/bench)")
        }
        var values: [String: String] = [:]
        for index in stride(from: 0, to: arguments.count, by: 2) {
            values[arguments[index]] = arguments[index + 1]
        }
        guard let rows = values["--rows"].flatMap(Int.init), rows > 0,
            let synced = values["--synced"].flatMap(Int.init), synced > 0
        else { throw BenchmarkError("--rows and --synced need numbers") }
        self.values = values
        self.rows = rows
        self.synced = synced
        only = (values["--only"] ?? "").split(separator: ",")
    }

    /// The value of an option that must be there.
    subscript(_ name: String) -> String {
        get throws {
            guard let value = values[name] else {
                throw BenchmarkError("\(name) is missing (see scripts/bench)")
            }
            return value
        }
    }

    /// The value of an option that may be left out.
    func optional(_ name: String) -> String? { values[name] }

    /// The number of an option, or what it is where it was left out.
    func number(_ name: String, or usual: Int) throws -> Int {
        guard let value = values[name] else { return usual }
        guard let number = Int(value), number > 0 else {
            throw BenchmarkError("\(name) needs a number")
        }
        return number
    }

    /// Whether one of the tasks is to be run.
    func wantsAny(_ tasks: String...) -> Bool { tasks.contains(where: wants) }

    /// Whether a task is to be run.
    func wants(_ task: String) -> Bool { only.isEmpty || only.contains { task == $0 } }
}
