import LocalStore
import Policy
import SyncAgent
import SyncCore
import Terminal

/// How a device is told whose parts are verified one by one.
enum DeviceWords {
    /// The object of `list --kind device --json`.
    static func json(_ device: DeviceGroup) -> JSONValue {
        [
            "parent": .string(device.name),
            "parts": .texts(device.parts.map(\.record.id.description)),
            "color": .string(device.color.rawValue),
            "violations": .texts(device.violations.map(\.rawValue)),
            "daysLeft": .number(device.daysLeft),
            "gravest": .text(device.gravest?.record.id.description),
        ]
    }

    static func emptyTable(_ screen: Screen) -> TextTable {
        TextTable(
            screen.say("颜色", "colour"),
            screen.say("所属设备", "device"),
            screen.say("部件", "parts"),
            screen.say("最严重的部件", "gravest part"),
            screen.say("原因", "because"),
            widthMax: 44
        )
    }

    /// The row of `list --kind device`.
    static func add(_ device: DeviceGroup, to table: inout TextTable, _ language: Language) {
        table.add(
            Terms.tag(device.color, in: language),
            device.name,
            String(device.parts.count),
            device.gravest?.record[.serial],
            device.gravest?.conclusion.because.text(in: language)
        )
    }
}
