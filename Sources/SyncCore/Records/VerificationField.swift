/// The fields of a verification as they stand in ops. A verification is written once, whole;
/// only `correctedBy` comes later.
package enum VerificationField: String, CaseIterable, Sendable {
    case verifiedOn, validUntil, result, certificateNumber, verificationBody
    /// `true` when the user unit declares the verification from its own ledger.
    case declared
    /// The job (申请) that the verification answers.
    case application
    /// The day of issue of the certificate, which starts the clock of 二（四）.
    case issuedOn
    /// 检定, 核验, 批准: three persons.
    case inspector, verifier, approver
    /// 检定依据.
    case regulation
    /// SHA-256 of the certificate file, in hexadecimal, and its length in bytes.
    case certificateDigest, certificateSize
    /// The result of the same body that this one corrects.
    case supersedes
    /// The correction that counts instead of this result; without a value while two differ.
    case correctedBy
}
