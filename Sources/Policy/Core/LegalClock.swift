/// A period that a law has set running: until when, and by which provision.
package struct LegalClock: Hashable, Sendable {
    package let due: DueDay
    package let provision: Provision

    /// A period under a provision.
    init(_ due: DueDay, _ provision: Provision) {
        self.due = due
        self.provision = provision
    }

    /// Seconds since 1970 at which the period is over: 24:00 of the due day in Shanghai.
    package var endSecondsSince1970: Int64 {
        (Int64(due.due.number) + 1) * 86_400 - 8 * 3600
    }
}

/// The periods that the laws set running, each by the event that starts it.
package enum ClockKind: String, CaseIterable, Sendable {
    /// 上传: the completion of a verification.
    case upload
    /// 更正: that data have been found inaccurate.
    case correction
    /// 异议处理: the acceptance of an objection.
    case objection
    /// 信用修复核对确认: the application for repair.
    case repair
    /// 现场检定: the application for verification.
    case onSite = "onsite"
    /// 送检: the arrival of the instrument.
    case lab
    /// 申请复检: that the result was received.
    case reverification
}
