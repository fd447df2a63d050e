package import Policy
package import SyncCore
import LocalStore

/// Who makes an edit, when, why, and whether it is meant.
package struct Author: Sendable {
    package let name: String
    package let reason: String?
    package let now: Instant
    package let language: Language
    package let isDryRun: Bool
    /// The edit puts an error right, so that what it contradicts is withdrawn.
    package let corrects: Bool

    package init(
        name: String,
        reason: String? = nil,
        now: Instant,
        language: Language,
        isDryRun: Bool = false,
        corrects: Bool = false
    ) {
        self.name = name
        self.reason = reason
        self.now = now
        self.language = language
        self.isDryRun = isDryRun
        self.corrects = corrects
    }

    /// The same author, who only wants to know what would be.
    package var rehearsing: Author {
        Author(
            name: name,
            reason: reason,
            now: now,
            language: language,
            isDryRun: true,
            corrects: corrects
        )
    }

    var writeOutcome: WriteOutcome { isDryRun ? .discard : .commit }
}
