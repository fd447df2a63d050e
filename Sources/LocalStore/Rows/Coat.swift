import Policy
import Storage

/// A colour with its violations, as it is stored.
struct Coat: Hashable {
    let color: WarningColor
    let violations: ViolationSet

    /// The words for people who read the table.
    var violationText: String {
        violations.violations.map(\.rawValue).joined(separator: ",")
    }

    /// Whether the current row of a statement has it in these columns.
    func isStored(in row: PreparedStatement, _ color: Int32, _ violations: Int32) -> Bool {
        guard row.text(color) == self.color.rawValue, !row.isNull(violations) else { return false }
        let isEmpty = row.withBytes(violations, \.isEmpty)
        return self.violations.isEmpty ? isEmpty : row.text(violations) == violationText
    }
}
