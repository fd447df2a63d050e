import Documents
package import LocalStore
package import Policy
package import SyncCore

/// Writes the ledger out.
package enum LedgerExport {
    /// As a table that `import` takes back without a change: one row for each instrument. Gives the
    /// registrations that are left out because another one stands for them.
    ///
    /// - Throws: `StoreError`, and what `sink` throws.
    package static func writeCSV(
        of store: Store,
        in language: Language,
        to sink: @escaping (UnsafeRawBufferPointer) throws -> Void
    ) throws -> [AliasState.Merge] {
        var merged: [AliasState.Merge] = []
        var writer = CSVWriter(to: sink)
        try writer.write(LedgerTemplate.headers(in: language))
        try store.forEachInstrument { record in
            if let canonical = record.canonical {
                merged.append(AliasState.Merge(record.id, into: canonical))
                return
            }
            // What is stored goes out as it is; reading it as a ledger again would repair it twice.
            let values = record.ledgerValues
            try writer.write(LedgerField.cells(in: language) { values[$0] })
        }
        try writer.finish()
        return merged
    }

    /// As canonical JSON, one record a line, sorted by kind and id: equal stores give equal bytes.
    ///
    /// - Throws: `StoreError`, and what `sink` throws.
    package static func writeNDJSON(
        of store: Store,
        to sink: @escaping (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        var line: [UInt8] = []
        func write(_ json: JSONValue) throws {
            line.removeAll(keepingCapacity: true)
            json.writeCanonical(to: &line)
            line.append(0x0A)
            try line.withUnsafeBytes(sink)
        }
        try store.forEachSettledRecord { try write($0.json) }
    }
}
