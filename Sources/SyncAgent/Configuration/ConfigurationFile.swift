private import Glibc
private import TOMLKit

/// One value of a configuration before it is checked, and where it stands.
struct ConfigurationEntry {
    let key: String
    /// `nil` when the value is not a text.
    let value: String?
    let source: String
    let line: Int
    let column: Int
}

/// Reads `agent.conf`: TOML, with the position of every key.
enum ConfigurationFile {
    /// A configuration is small; more is the wrong file.
    private static let sizeMax = 1 << 20

    /// The entries of a file in their order.
    ///
    /// - Throws: `ConfigurationProblem`.
    static func entries(path: String) throws(ConfigurationProblem) -> [ConfigurationEntry] {
        try entries(text: try text(path: path), source: path)
    }

    /// The entries of a text that was read from `source`.
    static func entries(
        text: String,
        source: String
    ) throws(ConfigurationProblem) -> [ConfigurationEntry] {
        let table: TOMLTable
        do { table = try TOMLTable(string: text) } catch {
            let parseError = error as? TOMLParseError
            throw ConfigurationProblem(
                reason: .syntax(parseError?.description ?? "\(error)"),
                source: source,
                line: parseError?.source.begin.line ?? 0,
                column: parseError?.source.begin.column ?? 0
            )
        }
        let positions = positions(of: text)
        return flatten(table, prefix: "").map { key, value in
            let position = positions[key] ?? (0, 0)
            return ConfigurationEntry(
                key: key,
                value: value,
                source: source,
                line: position.line,
                column: position.column
            )
        }.sorted { ($0.line, $0.key) < ($1.line, $1.key) }
    }

    private static func flatten(_ table: TOMLTable, prefix: String) -> [(String, String?)] {
        table.keys.flatMap { name -> [(String, String?)] in
            guard let value = table[name] else { return [] }
            if let inner = value.table { return flatten(inner, prefix: prefix + name + ".") }
            return [(prefix + name, value.string)]
        }
    }

    /// Where each dotted key stands. TOMLKit does not say, so the lines are read once more for
    /// `[section]` and `key =`; a key in another notation has no position.
    private static func positions(of text: String) -> [String: (line: Int, column: Int)] {
        var positions: [String: (line: Int, column: Int)] = [:]
        var section = ""
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            let indent = line.prefix { $0 == " " || $0 == "\t" }.count
            let content = line.dropFirst(indent)
            if content.hasPrefix("["), let end = content.firstIndex(of: "]") {
                section = content[content.index(after: content.startIndex)..<end]
                    .filter { $0 != " " && $0 != "[" }
            } else if let equals = content.firstIndex(of: "="), !content.hasPrefix("#") {
                let name = content[..<equals].filter { $0 != " " && $0 != "\"" && $0 != "\t" }
                let key = section.isEmpty ? name : section + "." + name
                positions[key] = (index + 1, indent + 1)
            }
        }
        return positions
    }

    private static func text(path: String) throws(ConfigurationProblem) -> String {
        func problem(_ reason: ConfigurationProblem.Reason) -> ConfigurationProblem {
            ConfigurationProblem(reason: reason, source: path, line: 0, column: 0)
        }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw problem(.unreadable(errno: errno)) }
        defer { close(descriptor) }
        var content: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while content.count <= sizeMax {
            let count = read(descriptor, &chunk, chunk.count)
            guard count >= 0 else { throw problem(.unreadable(errno: errno)) }
            if count == 0 { break }
            content.append(contentsOf: chunk[..<count])
        }
        guard content.count <= sizeMax else { throw problem(.syntax("more than 1 MiB")) }
        guard let text = String(validating: content, as: UTF8.self) else {
            throw problem(.syntax("not UTF-8"))
        }
        return text
    }
}
