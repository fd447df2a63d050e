package import Documents

/// What an import did, or would do.
package struct ImportReport: Sendable {
    /// The name under which the import can be taken back; `nil` when nothing was written.
    package internal(set) var batch: String?
    /// Rows below the header, blank ones left out.
    package internal(set) var rows = 0
    package internal(set) var added = 0
    package internal(set) var updated = 0
    /// Rows that say what the store says already.
    package internal(set) var unchanged = 0
    /// Exact copies of an earlier accepted row of the same file.
    package internal(set) var duplicates = 0
    package internal(set) var repairs: [LedgerRepair] = []
    package internal(set) var refusals: [LedgerRefusal] = []
    /// Headers that mean nothing to us; their columns were left out.
    package internal(set) var unknownColumns: [String] = []
    /// Whether the counts are facts or only a plan.
    package internal(set) var isWritten = false

    /// Whether the store would change.
    package var changes: Int { added + updated }
}
