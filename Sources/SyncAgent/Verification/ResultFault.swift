package import Policy
package import SyncCore

/// One thing for which a result cannot be taken.
package enum ResultFault: Hashable, Sendable {
    case notJSON(String)
    case unknownKey(String)
    case missing(String)
    case notText(String)
    case impossibleDay(String, String)
    case unknownResult(String)
    case issuedBeforeTested(tested: Day, issued: Day)
    case passWithoutValidity
    case failWithValidity
    case validityBeforeTest(tested: Day, until: Day)
    /// A day of test or issue that has not come: it would start the legal clock then.
    case dayAhead(Day)
    /// 检定员 and 核验员 are one person.
    case sameHands(String)
    /// The body has issued a certificate under this number.
    case numberTaken(String)
    /// The job does not ask this site's organisation.
    case jobNotYours
    /// The body has not accepted the job yet.
    case jobNotAccepted
    /// The job was returned or withdrawn.
    case jobClosed(ApplicationState)
    /// The job has its result.
    case resultThere
}

/// Everything for which a result was refused.
package struct ResultRefusal: Error, Hashable, Sendable {
    package let faults: [ResultFault]

    init(_ faults: [ResultFault]) {
        self.faults = faults
    }
}

/// Something odd about a result that was taken.
package enum ResultRemark: Hashable, Sendable {
    /// The person who approves also tested or checked.
    case approverIsAnother(String)
    /// The certificate was issued late after the test.
    case issuedLate(tested: Day, issued: Day)
}
