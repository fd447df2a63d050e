/// 三色预警: the colour of an instrument. It is never called 警示, which also names a grade.
package enum WarningColor: String, CaseIterable, Comparable, Sendable {
    /// 正常, 无颜色标注.
    case none
    /// 绿色提示.
    case green
    /// 黄色预警.
    case yellow
    /// 红色警示.
    case red

    /// The graver colour is the greater one.
    package static func < (left: WarningColor, right: WarningColor) -> Bool {
        left.gravity < right.gravity
    }

    /// The colour of a group, for instance of a pump by its nozzles: that of its worst member.
    package static func worst(of colors: some Sequence<WarningColor>) -> WarningColor {
        colors.max() ?? .none
    }

    private var gravity: Int {
        switch self {
        case .none: 0
        case .green: 1
        case .yellow: 2
        case .red: 3
        }
    }
}
