package import Explanations
package import LocalStore
import Policy
import SyncCore

/// Looks for instruments that were probably registered twice.
package enum DuplicateSearch {
    /// The groups among what this site shows, its own waiting changes included.
    ///
    /// - Throws: `StoreError`.
    package static func groups(in store: Store) throws -> [DuplicateGroup] {
        let registrations = try store.instrumentsSharingIdentity().map { record in
            Registration(
                id: record.id,
                owner: try store.aggregate(record.id).owner ?? "",
                values: { record[$0] },
                hasResult: record.verifications.contains { !$0.isDeclared },
                hubSeq: try store.firstEntry(of: record.id)
            )
        }
        return DuplicateGroup.groups(among: registrations)
    }
}
