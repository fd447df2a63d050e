import Policy

/// Which column of a table is which field.
package struct ColumnMap: Sendable, Equatable {
    /// The column, counted from 0, of each field that the table has.
    package private(set) var fields: [LedgerField: Int] = [:]
    /// The texts of the header as they stand.
    package let headers: [String]
    /// Headers that mean no field to us, or a field that another column already is.
    package private(set) var unknown: [String] = []

    /// Looks for known names. A field's own name goes before its synonyms, otherwise the first
    /// column wins: of 器具编号 and 出厂编号 only the latter identifies the instrument.
    package init(headers: [String], overrides: [ColumnOverride] = []) {
        self.headers = headers
        let overridden = mapOverrides(overrides)
        for wantsCanonical in [true, false] {
            for (index, header) in headers.enumerated() where !overridden.contains(index) {
                guard let field = LedgerField(name: header), fields[field] == nil,
                    field.isCanonical(header) == wantsCanonical
                else { continue }
                fields[field] = index
            }
        }
        let known = Set(fields.values)
        unknown = headers.indices
            .filter { !known.contains($0) && !LedgerField.isIgnored(headers[$0]) }
            .map { headers[$0] }
    }

    /// A table of ours, of which nothing has to be found out: each field under its own name.
    init(of fields: [LedgerField], in language: Language) {
        headers = fields.map { $0.header(in: language) }
        for (index, field) in fields.enumerated() { self.fields[field] = index }
    }

    /// The header of a field's column, as it stands.
    package func header(of field: LedgerField) -> String? {
        fields[field].map { headers[$0] }
    }

    /// A title or a first instrument maps one field by chance, but not two and the serial.
    var isHeader: Bool {
        fields.count >= 2 && fields[.serial] != nil
    }

    /// How many columns the header names, for a message.
    var namedColumns: Int {
        (headers.lastIndex { !HeaderText.normalised($0).isEmpty } ?? -1) + 1
    }

    /// How many cells a record must have: up to the last column that means something to us. Programs
    /// leave out blank cells at the end of a row, and of a remark nothing is lost.
    var width: Int {
        (fields.values.max() ?? -1) + 1
    }

    private mutating func mapOverrides(_ overrides: [ColumnOverride]) -> Set<Int> {
        var taken: Set<Int> = []
        for override in overrides {
            guard let index = override.index(in: headers) else { continue }
            fields[override.field] = index
            taken.insert(index)
        }
        return taken
    }
}

extension ColumnMap {
    /// Reads on to the header: the first record that is one, among the first 50 not blank.
    static func find(
        in table: CSVReader,
        overrides: [ColumnOverride]
    ) throws(TableError) -> ColumnMap {
        var seen = 0
        while seen < 50, try table.next() {
            if CellRepair.isBlank(table.record) { continue }
            seen += 1
            let map = ColumnMap(headers: table.record.strings, overrides: overrides)
            if map.isHeader { return map }
        }
        throw .noHeader
    }

    /// A mapping that does nothing is a typing error, and the person must hear of it.
    func check(_ overrides: [ColumnOverride]) throws(TableError) {
        var fields: Set<LedgerField> = []
        var columns: Set<Int> = []
        for override in overrides {
            guard let column = override.index(in: headers) else {
                throw .badMapping(.unknownColumn(override.column))
            }
            guard columns.insert(column).inserted else {
                throw .badMapping(.columnTwice(override.column))
            }
            guard fields.insert(override.field).inserted else {
                throw .badMapping(.fieldTwice(override.field.rawValue))
            }
        }
    }
}
