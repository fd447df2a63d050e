/// A table whose columns line up when Chinese and Latin text are mixed.
package struct TextTable {
    private var rows: [[String]]
    private let widthMax: Int

    /// A table with these headings; cells wider than `widthMax` columns are cut.
    package init(_ headings: String..., widthMax: Int = 40) {
        self.rows = [headings]
        self.widthMax = widthMax
    }

    /// Adds a row. Line breaks and control characters in a cell become blanks.
    package mutating func add(_ cells: String?...) {
        add(cells: cells.map { $0 ?? "" })
    }

    /// The same for cells in an array.
    package mutating func add(cells: [String]) {
        rows.append(cells.map { $0.withoutControls.shortened(to: widthMax) })
    }

    /// Whether there is nothing below the headings.
    package var isEmpty: Bool { rows.count == 1 }

    /// The lines, indented by two; the last column is not padded.
    package var lines: [String] {
        let columns = rows.map(\.count).max() ?? 0
        let widths = (0..<columns).map { column in
            rows.map { $0.indices.contains(column) ? $0[column].displayWidth : 0 }.max() ?? 0
        }
        return rows.map { cells in
            let padded = cells.enumerated().map { index, cell in
                index == cells.count - 1 ? cell : cell.padded(to: widths[index])
            }
            let line = "  " + padded.joined(separator: "  ")
            return String(line.reversed().drop { $0 == " " }.reversed())
        }
    }
}
