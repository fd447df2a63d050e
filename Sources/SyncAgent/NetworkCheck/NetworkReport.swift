package import SyncCore

/// What lies between a site and its hub, from the near to the far.
package enum NetworkLayer: String, CaseIterable, Hashable, Sendable {
    case settings, dns, tcp, proxy, tls, http, clock
}

/// What was seen of one layer.
package struct LayerFinding: Hashable, Sendable {
    package let layer: NetworkLayer
    /// `nil` where it cannot be said, since an earlier layer keeps from it or nothing is known to compare with.
    package var isSound: Bool?
    package var milliseconds: Int?
    package var fact: Fact?

    package enum Fact: Hashable, Sendable {
        case way(hub: String, proxy: String?)
        /// The address with which there is a connection.
        case peer(String)
        case noProxy
        case throughProxy(String)
        /// The authority that vouches for the hub is the expected one.
        case authority(pin: String)
        /// Nobody has said which authority to expect; this one vouches.
        case anyAuthority(pin: String, issuer: String)
        /// How it was answered, in this version of HTTP.
        case status(Int, by: String)
        /// How far the hub's clock is ahead of ours; without a signature only as far as TLS proves it.
        case clockOffset(milliseconds: Int64, isSigned: Bool)
    }
}

/// All layers, and what is wrong with the first that is not sound.
package struct NetworkReport: Sendable {
    package internal(set) var findings: [LayerFinding] = []
    package internal(set) var cause: Cause?

    /// Nothing was tried, since the settings cannot be used.
    package static var unusableSettings: NetworkReport {
        var report = NetworkReport()
        report.findings = NetworkLayer.allCases.map {
            LayerFinding(layer: $0, isSound: $0 == .settings ? false : nil)
        }
        return report
    }

    package enum Cause: Hashable, Sendable {
        case fault(HubFault, at: NetworkLayer)
        /// The clock of this machine is so far behind the hub's, or ahead of it where negative.
        case clock(behindMilliseconds: Int64)
    }
}
