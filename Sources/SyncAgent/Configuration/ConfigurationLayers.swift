private import Glibc

/// A setting in force, and who said so.
package struct ConfigurationOrigin: Hashable, Sendable {
    package let key: ConfigurationKey
    package let value: String
    /// A file with its line, the name of an environment variable, or `built-in`.
    package let origin: String
}

/// The layers of a configuration, the stronger over the weaker: environment, `conf.d/*.conf`,
/// `agent.conf`, built-in. (Flags stand above all and belong to the command.)
package enum ConfigurationLayers {
    /// The files that are read, weakest first: the one named, or the home's, or the system's, and
    /// the drop-ins beside it.
    package static func files(named path: String?, home: String) -> [String] {
        let candidates = path.map { [$0] } ?? [home + "/agent.conf", "/etc/jiliang/agent.conf"]
        let main = path ?? candidates.first { access($0, F_OK) == 0 }
        var folders = main.map { [$0.folder] } ?? candidates.map(\.folder).reversed()
        if path == nil, !folders.contains(home) { folders.append(home) }
        return (main.map { [$0] } ?? []) + folders.flatMap { dropIns(in: $0 + "/conf.d") }
    }

    private static func dropIns(in folder: String) -> [String] {
        guard let directory = opendir(folder) else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name.hasSuffix(".conf"), !name.hasPrefix(".") { names.append(name) }
        }
        return names.sorted().map { folder + "/" + $0 }
    }

    /// Reads files and environment, checks everything, and gives the settings with their origins.
    ///
    /// - Throws: `ConfigurationError` with every problem found.
    package static func load(
        files: [String],
        environment: [String: String]
    ) throws(ConfigurationError) -> (AgentConfiguration, [ConfigurationOrigin]) {
        var problems: [ConfigurationProblem] = []
        var entries: [ConfigurationEntry] = []
        for file in files {
            do throws(ConfigurationProblem) {
                entries += try ConfigurationFile.entries(path: file)
            } catch { problems.append(error) }
        }
        entries += environmentEntries(environment)
        return try settle(entries, environment, problems)
    }

    private static func environmentEntries(
        _ environment: [String: String]
    ) -> [ConfigurationEntry] {
        // Two underscores make it a setting of ours, known or misspelt; JILIANG_HOME is none.
        environment.keys.sorted().filter { $0.hasPrefix("JILIANG_") && $0.contains("__") }
            .map { name in
                let key = name.dropFirst("JILIANG_".count).lowercased()
                let known = ConfigurationKey.allCases.first { $0.environmentName == name }
                return ConfigurationEntry(
                    key: known?.rawValue ?? key.replacing("__", with: "."),
                    value: environment[name],
                    source: name,
                    line: 0,
                    column: 0
                )
            }
    }

    private static func settle(
        _ entries: [ConfigurationEntry],
        _ environment: [String: String],
        _ earlier: [ConfigurationProblem]
    ) throws(ConfigurationError) -> (AgentConfiguration, [ConfigurationOrigin]) {
        var problems = earlier
        var configuration = AgentConfiguration()
        var origins = Dictionary(
            ConfigurationKey.allCases.map {
                ($0, ConfigurationOrigin(key: $0, value: $0.builtIn, origin: "built-in"))
            },
            uniquingKeysWith: { first, _ in first }
        )
        func take(_ entry: ConfigurationEntry, _ apply: (ConfigurationKey, String) -> Bool) {
            guard let key = ConfigurationKey(rawValue: entry.key) else {
                problems.append(entry.problem(.unknownKey(entry.key, nearest: nearest(entry.key))))
                return
            }
            guard let value = entry.value, apply(key, value) else {
                let shown = entry.value.map(key.shown) ?? "not a text"
                let reason = ConfigurationProblem.Reason.badValue(
                    key: entry.key,
                    value: shown,
                    expected: key.expected
                )
                problems.append(entry.problem(reason))
                return
            }
            let place = entry.line > 0 ? "\(entry.source):\(entry.line)" : entry.source
            origins[key] = ConfigurationOrigin(key: key, value: key.shown(value), origin: place)
        }
        for entry in entries { take(entry) { $0.apply($1, to: &configuration) } }
        let left = Set(origins.values.filter { $0.value == SystemProxy.word }.map(\.key))
        for entry in SystemProxy.entries(environment, for: left) {
            take(entry) { $0.applySystem($1, to: &configuration) }
        }
        guard problems.isEmpty else { throw ConfigurationError(problems: problems) }
        return (configuration, ConfigurationKey.allCases.compactMap { origins[$0] })
    }

    /// The setting that differs by the fewest letters, when it is near enough to be meant.
    private static func nearest(_ name: String) -> String? {
        let ranked = ConfigurationKey.allCases
            .map { (key: $0.rawValue, distance: distance(name, $0.rawValue)) }
            .min { $0.distance < $1.distance }
        return ranked.flatMap { $0.distance <= 4 ? $0.key : nil }
    }

    /// Letters to insert, delete or replace (Levenshtein 1966).
    private static func distance(_ left: String, _ right: String) -> Int {
        var row = Array(0...right.count)
        for (index, letter) in left.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for (column, other) in right.enumerated() {
                let replaced = diagonal + (letter == other ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = min(replaced, row[column] + 1, row[column + 1] + 1)
            }
        }
        return row[right.count]
    }
}

extension ConfigurationEntry {
    fileprivate func problem(_ reason: ConfigurationProblem.Reason) -> ConfigurationProblem {
        ConfigurationProblem(reason: reason, source: source, line: line, column: column)
    }
}

extension String {
    /// The folder of a path; `.` for a bare name.
    package var folder: String {
        guard let slash = lastIndex(of: "/") else { return "." }
        return slash == startIndex ? "/" : String(self[..<slash])
    }

    /// The last component of a path.
    package var lastComponent: String {
        split(separator: "/").last.map(String.init) ?? self
    }
}
