package import Policy

/// The form that we hand out, and the header of our own export.
package enum LedgerTemplate {
    /// The headers, every one of which the import knows.
    package static func headers(in language: Language) -> [String] {
        LedgerField.allCases.map { $0.header(in: language) }
    }

    /// Writes the empty form.
    package static func write(
        in language: Language,
        to sink: @escaping (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        var writer = CSVWriter(to: sink)
        try writer.write(headers(in: language))
        try writer.finish()
    }
}
