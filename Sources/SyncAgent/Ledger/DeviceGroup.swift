import LocalStore
package import Policy
import SyncCore

/// A device whose parts are verified one by one, as a fuel dispenser's nozzles are: it shows what is
/// worst among them. Scrapped parts belong to it no more.
package struct DeviceGroup: Sendable {
    /// 所属设备, as its parts name it.
    package let name: String
    package private(set) var parts: [JudgedInstrument] = []

    /// The worst colour of the parts.
    package var color: WarningColor {
        WarningColor.worst(of: parts.lazy.map(\.conclusion.color))
    }

    /// The first part that has the worst colour; of several, the one that ends first.
    package var gravest: JudgedInstrument? {
        parts.filter { $0.conclusion.color == color }
            .min { ($0.conclusion.daysLeft ?? .max) < ($1.conclusion.daysLeft ?? .max) }
    }

    /// Every violation of any part, once.
    package var violations: [Violation] {
        let all = Set(parts.flatMap(\.conclusion.violations))
        return Violation.allCases.filter(all.contains)
    }

    /// Days until the first validity of a part ends.
    package var daysLeft: Int? { parts.compactMap(\.conclusion.daysLeft).min() }

    init(name: String) {
        self.name = name
    }

    /// Groups instruments by their device, devices in the order of their names; instruments that are
    /// no part are left out.
    package static func groups(of instruments: [JudgedInstrument]) -> [DeviceGroup] {
        var groups: [String: DeviceGroup] = [:]
        for instrument in instruments where instrument.record.status != .scrapped {
            guard let name = instrument.record[.parent] else { continue }
            groups[name, default: DeviceGroup(name: name)].parts.append(instrument)
        }
        return groups.values.sorted { $0.name < $1.name }
    }
}
