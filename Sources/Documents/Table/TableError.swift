/// Why a file cannot be read as a table at all; the import then changes nothing.
///
/// Rows and columns are counted from 1, offsets in bytes of the file from 0.
package enum TableError: Error, Sendable, Equatable {
    case empty
    /// A NUL character, which no text has.
    case notText(offset: Int)
    case invalidEncoding(TextEncoding, offset: Int)
    /// `row` is the record in which the quote opened.
    case unclosedQuote(row: Int)
    case cellTooLong(row: Int, column: Int, limit: Int)
    case recordTooLong(row: Int, limit: Int)
    case tooManyColumns(row: Int, limit: Int)
    case noHeader
    case isDirectory
    case unreadable(errno: Int32)
    case notCSV(SpreadsheetKind)
    case badMapping(MappingFault)
}

/// Files that people take for CSV because the same program opens them.
package enum SpreadsheetKind: String, Sendable {
    case xlsx
    case xls
}

/// What is wrong with one `--map COL=FIELD`, each with the words as they were given.
package enum MappingFault: Sendable, Equatable {
    case notAPair(String)
    case unknownField(String)
    case unknownColumn(String)
    /// Two mappings name the same field.
    case fieldTwice(String)
    /// Two mappings name the same column.
    case columnTwice(String)
}

extension TableError {
    /// The stable code, by which a screenshot in one language can be looked up in the other.
    package var code: String {
        switch self {
        case .empty: "E2001"
        case .notText: "E2002"
        case .invalidEncoding: "E2003"
        case .unclosedQuote: "E2004"
        case .cellTooLong: "E2005"
        case .tooManyColumns: "E2006"
        case .noHeader: "E2007"
        case .isDirectory: "E2008"
        case .unreadable: "E2009"
        case .notCSV: "E2010"
        case .badMapping: "E2011"
        case .recordTooLong: "E2012"
        }
    }
}
