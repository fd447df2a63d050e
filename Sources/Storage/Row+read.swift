package import GRDB

extension Row {
    /// The value of a column.
    ///
    /// - Throws: `RowDecodingError` where a damaged file has nothing there, or something of another type. The
    ///   subscript of a row ends the process then.
    package func read<Value: DatabaseValueConvertible & StatementColumnConvertible>(
        _ column: String
    ) throws -> Value {
        try decode(Value.self, forColumn: column)
    }
}
