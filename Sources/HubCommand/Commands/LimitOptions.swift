import ArgumentParser
import Hub
import Terminal

/// What of the server's limits an operator may have to set.
struct LimitOptions: ParsableArguments {
    @Option(
        help:
            "同时连接数上限 · connections at the same time; never more than the system lets open (default: 10000)"
    )
    var maxConnections: Int?

    @Option(
        help: "每个地址的连接数上限, 多家单位共用一个出口时调大 · of these from one address (default: 2500)"
    )
    var maxConnectionsPerAddress: Int?

    @Option(
        help: "每个站点每秒请求数, 另有法定事项预留 · requests a second of one site (default: 100)"
    )
    var siteRate: Int?

    @Option(
        help:
            "可见条数超过此数的单位, 新站点先取快照 · a new site of an organisation that sees more entries begins with a snapshot (default: 20000)"
    )
    var snapshotFrom: Int?

    func snapshotLimits() throws -> SnapshotLimits {
        var limits = SnapshotLimits()
        if let value = try Self.positive(snapshotFrom, "--snapshot-from") {
            limits.entriesMin = value
        }
        return limits
    }

    /// The built-in limits with what was set, for what the system lets this process have.
    func limits() throws -> HubLimits {
        var limits = HubLimits()
        if let value = try Self.positive(maxConnections, "--max-connections") {
            limits.connections = value
        }
        if let value = try Self.positive(maxConnectionsPerAddress, "--max-connections-per-address")
        {
            limits.connectionsPerAddress = value
        }
        if let rate = try Self.positive(siteRate, "--site-rate") {
            limits.setSiteRate(perSecond: Double(rate))
        }
        return limits.fitting(files: FileLimit.raised())
    }

    private static func positive(_ value: Int?, _ option: String) throws -> Int? {
        guard let value, value < 1 else { return value }
        throw Failure.badChoice("\(value)", for: option, expected: "1 …")
    }
}
