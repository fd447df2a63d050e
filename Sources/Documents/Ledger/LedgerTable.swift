/// A ledger as a table: its encoding, separator and header found, its records not yet read.
struct LedgerTable {
    let columns: ColumnMap
    let encoding: TextEncoding
    /// The number of the header's record.
    let headerRow: Int
    /// Stands right behind the header.
    let table: CSVReader

    private let source: ByteSource
    private let detection: EncodingDetection
    private let separator: UInt8
    private let limits: CSVLimits

    init(
        _ source: ByteSource,
        overrides: [ColumnOverride],
        limits: CSVLimits
    ) throws(TableError) {
        let detection = try EncodingDetection(of: source)
        let separator = try SeparatorDetection.separator(
            of: TextDecoder(source, detection),
            overrides: overrides
        )
        let decoder = try TextDecoder(source, detection)
        let table = CSVReader(decoder, separator: separator, limits: limits)
        let columns: ColumnMap
        do { columns = try ColumnMap.find(in: table, overrides: overrides) } catch .noHeader {
            // Perhaps only the mapping hides the header; then it is the mapping that is wrong.
            let plain = CSVReader(
                try TextDecoder(source, detection),
                separator: separator,
                limits: limits
            )
            try ColumnMap.find(in: plain, overrides: []).check(overrides)
            throw .noHeader
        }
        try columns.check(overrides)
        self.columns = columns
        self.encoding = detection.encoding
        self.headerRow = table.record.number
        self.table = table
        self.source = source
        self.detection = detection
        self.separator = separator
        self.limits = limits
    }

    /// The same table from its first record. What was read so far is read again.
    func fromBeginning() throws(TableError) -> CSVReader {
        CSVReader(try TextDecoder(source, detection), separator: separator, limits: limits)
    }
}
