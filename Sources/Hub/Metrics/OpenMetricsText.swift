/// Writes figures as OpenMetrics 1.0 has them, which Prometheus reads.
struct OpenMetricsText {
    static let mediaType = "application/openmetrics-text; version=1.0.0; charset=utf-8"

    private static let prefix = "jiliang_hub_"
    private var text = ""

    /// Everything, once all is written.
    var whole: String { text + "# EOF\n" }

    /// A figure that only grows, by the values of its labels.
    mutating func counter(
        _ name: String,
        _ help: String,
        labels: [String] = [],
        _ values: [[String]: Int64]
    ) {
        begin(name, "counter", help)
        for (key, value) in values.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
            line(name + "_total", Array(zip(labels, key)), "\(value)")
        }
    }

    /// A figure as it stands now.
    mutating func gauge(_ name: String, _ help: String, _ value: Int64) {
        begin(name, "gauge", help)
        line(name, [], "\(value)")
    }

    /// The same by the value of one label.
    mutating func gauge(
        _ name: String,
        _ help: String,
        label: String,
        _ values: [(String, Int64)]
    ) {
        begin(name, "gauge", help)
        for (key, value) in values { line(name, [(label, key)], "\(value)") }
    }

    mutating func histogram(_ name: String, _ help: String, _ histogram: Histogram) {
        begin(name, "histogram", help)
        var count: Int64 = 0
        let bounds = histogram.bounds.map { "\($0)" } + ["+Inf"]
        for (bound, more) in zip(bounds, histogram.counts) {
            count += more
            line(name + "_bucket", [("le", bound)], "\(count)")
        }
        line(name + "_count", [], "\(count)")
        line(name + "_sum", [], "\(histogram.sum)")
    }

    private mutating func begin(_ name: String, _ type: String, _ help: String) {
        text += "# TYPE \(Self.prefix)\(name) \(type)\n"
        if name.hasSuffix("_seconds") { text += "# UNIT \(Self.prefix)\(name) seconds\n" }
        if name.hasSuffix("_bytes") { text += "# UNIT \(Self.prefix)\(name) bytes\n" }
        text += "# HELP \(Self.prefix)\(name) \(help)\n"
    }

    private mutating func line(_ name: String, _ labels: [(String, String)], _ value: String) {
        let pairs = labels.map { "\($0.0)=\"\(Self.escaped($0.1))\"" }.joined(separator: ",")
        text += "\(Self.prefix)\(name)\(pairs.isEmpty ? "" : "{\(pairs)}") \(value)\n"
    }

    private static func escaped(_ value: String) -> String {
        value.reduce(into: "") { output, character in
            switch character {
            case "\\": output += "\\\\"
            case "\"": output += "\\\""
            case "\n": output += "\\n"
            default: output.append(character)
            }
        }
    }
}
