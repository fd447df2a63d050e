package import Policy
package import SyncCore

/// Why a step on the way to a verification is not possible here. The hub would come to the same.
package enum VerificationError: Error, Hashable, Sendable {
    case unknownInstrument(RecordID)
    /// Another organisation has registered the instrument.
    case notYours(RecordID)
    case scrapped(RecordID)
    /// The instrument is filed or registered already.
    case alreadyFiled(RecordID, FilingState)
    /// An application for the instrument still runs.
    case applicationRunning(RecordID, application: RecordID)
    case windowBackwards(Day, Day)
    case unknownJob(RecordID)
    /// The application does not ask this site's organisation.
    case jobNotYours(RecordID)
    case stepNotAllowed(RecordID, from: ApplicationState, to: ApplicationState)
    case issuedBeforeTested(tested: Day, issued: Day)
    case unknownResult(RecordID)
    /// Another body has issued the result, or the user unit declared it.
    case resultNotYours(RecordID)
    /// The result was corrected, or is a correction that does not count.
    case resultNotEffective(RecordID)
    /// The new result says what the old one says.
    case nothingToCorrect(RecordID)
}
