package import SyncCore

/// Why the hub cannot do what it was asked; each has its problem for the wire and its words for the
/// operator.
package enum HubError: Error, Hashable, Sendable {
    /// The folder holds no hub.
    case noHub(home: String)
    /// Another process has the folder open, usually the running hub.
    case locked(home: String, owner: Int32?)
    /// The folder already holds a hub of another city.
    case otherHub(city: String)
    /// The folder holds something else than a hub.
    case foreignFolder(home: String, entry: String)
    /// The receipt key in the home is not the one with which the hub's store was last signed; says how.
    case otherReceiptKey(String)
    /// A file of the hub is not what was once written there.
    case damaged(file: String, detail: String)
    case notPermitted(path: String)
    case cannotCreate(path: String, errno: Int32)
    /// A name that no certificate can carry.
    case badName(detail: String)
    case unknownOrganisation(String)
    /// The organisation is known with another role.
    case otherRole(String)
    /// The token is unknown, expired, or for another organisation or role.
    case badToken(TokenFlaw)
    /// The token is used up: when and from where it was used last, where that is known.
    case tokenUsed(at: Instant?, from: String?)
    case unknownSite(String)
    /// The site's id belongs to another organisation or key.
    case siteTaken
    /// Epoch or mark of a cursor are not this log's.
    case otherHistory
    /// The cursor is of an older epoch, or of a place that was lost: the caller goes back to this one, or
    /// further.
    case rewind(Cursor)
    /// The reader has something new to read; what it could see at its cursor is no more to be had.
    case movedOn
    /// A copy of the site goes on in a later life; new ops of this one are not taken.
    case staleIncarnation(current: Int)
    /// The log has this op of the site's life, and the site does not show that it has it too.
    case unshown(OwnName)
    case unknownRecord(String)
    /// The record is not in a state in which this act makes sense.
    case notPossible(String)
    /// Registrations of two organisations are never merged; names them.
    case otherOwner(String)
    /// Two serial numbers; names them.
    case otherSerial(String)
    /// The registration is merged into another one already; names both.
    case alreadyMerged(String)
    /// The registration is merged into no other.
    case notMerged(String)
    case unknownFact(String)
    /// Several facts have the name; lists them.
    case ambiguousFact(String)
    /// The fact is known, and was determined otherwise.
    case factDetermined(String)
    /// Only user units are graded (四（三）).
    case notGraded(String)
    /// A repair before the fact was determined.
    case repairTooEarly(String)
    /// A repair on a day that has not come.
    case repairAhead(String)
    /// The fact is repaired from another day on; names both.
    case repairChanges(String)
    /// A term of keeping that ends before the fact was determined.
    case retentionTooEarly(String)
    /// Facts are not deleted ahead of their day.
    case expiryAhead(String)
    /// The term of the fact is not over.
    case notDue(String)
    /// The rule pack in force has no such code.
    case unknownItemCode(String)
    /// A calendar or rule pack that its reader refuses; says where, in the operator's language.
    case badDocument(String)
    /// A calendar that makes days otherwise than they were announced; lists them.
    case daysChange(String)
    /// A document that is older than one in force.
    case olderDocument(String)
    /// A document whose version has been given with another text.
    case versionTaken(String)
    /// A document that no op can carry.
    case documentTooLarge
    case storage(detail: String)
    case diskFull
    /// The disk has failed; nothing of what was asked was kept.
    case inputOutput(detail: String)
    /// Something is where a backup was to be made.
    case folderTaken(String)
    /// A backup could not be written; says where and why.
    case backupNotWritten(String)
    /// There is no backup that this program can read; says where.
    case noBackup(String)
    case cannotListen(address: String, detail: String)

    package enum TokenFlaw: String, Sendable {
        case unknown, expired, otherOrganisation, otherRole
    }
}
