import Signing
import SyncCore
import Synchronization

/// Which connections are open, from where and by whom.
///
/// Where there are too many, the one makes room that has been open for longest without a site: a site shows its
/// certificate with the first bytes, so one that comes while thousands hang gets its place at their cost.
final class ConnectionRegister: Sendable {
    /// What becomes of a connection that has just been opened.
    enum Admission: Equatable {
        case served
        /// Told to come back later.
        case turnedAway
        /// There are not even places to say so.
        case closed
    }

    fileprivate struct State {
        var connections: [ObjectIdentifier: OpenConnection] = [:]
        var strangers = StrangerQueue()
        var places: [String: Place] = [:]
        var sites: [RecordID: Int] = [:]
        var nextTicket: Int64 = 0
    }

    /// All connections of one address.
    fileprivate struct Place {
        var count = 0
        var strangers = StrangerQueue()
    }

    private let limits: HubLimits
    private let state = Mutex(State())

    init(_ limits: HubLimits) { self.limits = limits }

    var count: Int { state.withLock(\.connections.count) }

    /// Enters a connection. `close` ends it, from any thread.
    func open(
        _ id: ObjectIdentifier,
        from address: String,
        close: @escaping @Sendable () -> Void
    ) -> Admission {
        let (admission, victims) = state.withLock { state -> (Admission, [OpenConnection]) in
            let (hasPlace, victims) = state.makeRoom(for: address, limits)
            let most = limits.connections + max(1, limits.connections / 8)
            guard hasPlace || state.connections.count < most else { return (.closed, victims) }
            state.add(id, from: address, close)
            return (hasPlace ? .served : .turnedAway, victims)
        }
        for victim in victims { victim.close() }
        return admission
    }

    /// What it means that a site speaks on a connection.
    enum Identification {
        /// It has before.
        case known
        case new
        /// It has too many others.
        case tooMany
    }

    /// Notes that a site speaks on a connection.
    func identify(_ id: ObjectIdentifier, as site: RecordID) -> Identification {
        state.withLock { state in
            guard state.connections[id].map({ $0.site == nil }) ?? false else { return .known }
            guard state.sites[site, default: 0] < limits.connectionsPerSite else { return .tooMany }
            state.connections[id]?.site = site
            state.sites[site, default: 0] += 1
            return .new
        }
    }

    /// The certificate that was shown on a connection, where it was kept.
    func certificate(of id: ObjectIdentifier) -> Certificate? {
        state.withLock { $0.connections[id]?.certificate }
    }

    /// Keeps the certificate that was shown on a connection, as long as that is open.
    func keep(_ certificate: Certificate, of id: ObjectIdentifier) {
        state.withLock { $0.connections[id]?.certificate = certificate }
    }

    func closed(_ id: ObjectIdentifier) {
        state.withLock { $0.remove(id) }
    }
}

/// A connection as the register has it.
struct OpenConnection {
    let id: ObjectIdentifier
    let address: String
    /// Its place in the order of all that ever came.
    let ticket: Int64
    let close: @Sendable () -> Void
    var site: RecordID?
    var certificate: Certificate?
}

extension ConnectionRegister.State {
    /// Takes connections without a site out, first of the address where that is crowded, until there is a place; says
    /// whether there is one, and which have to be closed.
    fileprivate mutating func makeRoom(
        for address: String,
        _ limits: HubLimits
    ) -> (hasPlace: Bool, victims: [OpenConnection]) {
        var victims: [OpenConnection] = []
        while true {
            let isCrowded = places[address]?.count ?? 0 >= limits.connectionsPerAddress
            guard isCrowded || connections.count >= limits.connections else {
                return (true, victims)
            }
            let victim =
                isCrowded
                ? places[address]?.strangers.takeOldest(of: connections)
                : strangers.takeOldest(of: connections)
            guard let victim else { return (false, victims) }
            remove(victim.id)
            victims.append(victim)
        }
    }

    fileprivate mutating func add(
        _ id: ObjectIdentifier,
        from address: String,
        _ close: @escaping @Sendable () -> Void
    ) {
        let connection = OpenConnection(id: id, address: address, ticket: nextTicket, close: close)
        nextTicket += 1
        connections[id] = connection
        strangers.append(connection, among: connections)
        places[address, default: .init()].count += 1
        places[address]?.strangers.append(connection, among: connections)
    }

    fileprivate mutating func remove(_ id: ObjectIdentifier) {
        guard let connection = connections.removeValue(forKey: id) else { return }
        if let site = connection.site {
            let rest = sites[site, default: 1] - 1
            sites[site] = rest > 0 ? rest : nil
        }
        let rest = (places[connection.address]?.count ?? 1) - 1
        if rest > 0 {
            places[connection.address]?.count = rest
        } else {
            places[connection.address] = nil
        }
    }
}

/// Connections without a site in the order in which they came. Those that have gone, or have a site since, are
/// passed over when their turn comes.
fileprivate struct StrangerQueue {
    private var entries: [(id: ObjectIdentifier, ticket: Int64)] = []
    private var start = 0

    mutating func append(
        _ connection: OpenConnection,
        among connections: [ObjectIdentifier: OpenConnection]
    ) {
        if entries.count > 2 * connections.count + 64 {
            entries = entries[start...].filter { Self.isStranger($0, among: connections) }
            start = 0
        }
        entries.append((connection.id, connection.ticket))
    }

    mutating func takeOldest(
        of connections: [ObjectIdentifier: OpenConnection]
    ) -> OpenConnection? {
        while start < entries.count {
            let entry = entries[start]
            start += 1
            if Self.isStranger(entry, among: connections) { return connections[entry.id] }
        }
        return nil
    }

    private static func isStranger(
        _ entry: (id: ObjectIdentifier, ticket: Int64),
        among connections: [ObjectIdentifier: OpenConnection]
    ) -> Bool {
        guard let connection = connections[entry.id] else { return false }
        return connection.ticket == entry.ticket && connection.site == nil
    }
}
