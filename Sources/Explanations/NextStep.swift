package import Policy

/// What the user unit has to do about an instrument, and until when.
package struct NextStep: Hashable, Sendable {
    package enum Act: String, CaseIterable, Sendable {
        /// Have it verified before the term ends.
        case verify
        /// Have it replaced before the term ends (到期轮换).
        case replace
        /// Use it no more, and have it verified.
        case stopAndVerify = "stop_and_verify"
        /// Use it no more, and have it replaced.
        case stopAndReplace = "stop_and_replace"
        /// Use it no more, and have it repaired and verified, or scrap it.
        case stopAndRepair = "stop_and_repair"
        /// Use it no more, and scrap it (失准报废).
        case stopAndScrap = "stop_and_scrap"
        /// Have it verified before it is used again.
        case verifyBeforeUse = "verify_before_use"
        /// Have it replaced before it is used again.
        case replaceBeforeUse = "replace_before_use"
        /// Never use it again: scrap it.
        case scrap
    }

    package let act: Act
    /// The last day, where there is one; what has to stop has to stop at once.
    package let by: Day?
    /// The last day on which an application leaves the body its whole term before `by`; in the past
    /// where it is too late for that.
    package let applyBy: Day?
    /// The days were counted in a year whose notice is not known.
    package let isProvisional: Bool
    /// The passages that ask for it.
    package let provisions: [Provision]

    /// What follows from a conclusion; `nil` where nothing has to be done.
    init?(
        after conclusion: InstrumentConclusion,
        of regime: VerificationRegime,
        on day: Day,
        by engine: PolicyEngine
    ) {
        var lastDay: Day?
        switch conclusion.because {
        case .termEnding(let term, _):
            act = term.kind == .rotation ? .replace : .verify
            lastDay = term.end
        case .termOver(let term, .inUse):
            act = term.kind == .rotation ? .stopAndReplace : .stopAndVerify
        case .termOver(let term, _):
            act = term.kind == .rotation ? .replaceBeforeUse : .verifyBeforeUse
        case .failed(_, .inUse), .cancelled(_, .inUse): act = Self.actAfterFailure(regime)
        case .failed, .cancelled, .notInUse(_, .failed), .notInUse(_, .cancelled):
            act = Self.idleActAfterFailure(regime)
        case .notInUse(_, let reliance) where !reliance.isPass: act = .verifyBeforeUse
        case .neverVerified, .notVerifiedSinceRepair: act = .stopAndVerify
        default: return nil
        }
        by = lastDay
        let application =
            act == .verify ? lastDay.flatMap { Self.application(before: $0, engine) } : nil
        applyBy = application?.day
        isProvisional = application?.isProvisional ?? false
        provisions =
            [act.provision] + (application == nil ? [] : [MetrologyRegulation2013.onSite])
    }

    /// What is verified only once is not repaired and verified again.
    private static func actAfterFailure(_ regime: VerificationRegime) -> Act {
        switch regime {
        case .periodic: .stopAndRepair
        case .rotate: .stopAndReplace
        case .scrapWhenInaccurate: .stopAndScrap
        }
    }

    private static func idleActAfterFailure(_ regime: VerificationRegime) -> Act {
        switch regime {
        case .periodic: .verifyBeforeUse
        case .rotate: .replaceBeforeUse
        case .scrapWhenInaccurate: .scrap
        }
    }

    /// The last day from which the term of a verification on the spot, the longer one, ends in time.
    private static func application(
        before end: Day,
        _ engine: PolicyEngine
    ) -> (day: Day, isProvisional: Bool)? {
        // No term of so few working days takes longer, whatever the holidays.
        for days in 0...400 {
            let day = end.adding(days: -days)
            guard let clock = engine.clock(.onSite, from: day) else { return nil }
            if clock.due.due <= end { return (day, clock.due.isProvisional) }
        }
        return nil
    }
}

extension NextStep.Act {
    /// The passage that asks for it.
    fileprivate var provision: Provision {
        switch self {
        case .replace, .stopAndReplace, .replaceBeforeUse: MetrologyRegulation2013.rotation
        case .stopAndScrap, .scrap: CompulsoryVerification1987.noUse
        case .verify, .stopAndVerify, .stopAndRepair, .verifyBeforeUse:
            CreditMeasures2021.passBeforeUse
        }
    }
}
