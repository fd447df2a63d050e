import COpenSSL

/// From when until when a certificate holds, in seconds since 1970.
struct CertificatePeriod: Hashable, Sendable {
    /// 1970 to 9999, which four digits of a year can tell.
    static let moments: ClosedRange<Int64> = 0...253_402_300_799

    /// A mean year of the Gregorian calendar: no civil day depends on the end of a certificate.
    private static let secondsInYear: Int64 = 31_556_952

    let notBefore: Int64
    let notAfter: Int64

    init(from: Int64, until: Int64) throws(SigningError) {
        guard from < until, Self.moments.contains(from), Self.moments.contains(until)
        else { throw .badPeriod(from: from, until: until) }
        notBefore = from
        notAfter = until
    }

    init(from: Int64, years: Int) throws(SigningError) {
        let length = Int64(years).multipliedReportingOverflow(by: Self.secondsInYear)
        let end = from.addingReportingOverflow(length.partialValue)
        guard !length.overflow, !end.overflow else { throw .badPeriod(from: from, until: .max) }
        try self.init(from: from, until: end.partialValue)
    }

    /// Reads the period of an `X509`. That of someone else's certificate may be odd, which is for
    /// whoever compares it with a clock to find.
    init?(of certificate: OpaquePointer) {
        guard let from = Self.seconds(X509_get0_notBefore(certificate)),
            let until = Self.seconds(X509_get0_notAfter(certificate))
        else { return nil }
        notBefore = from
        notAfter = until
    }

    func write(to certificate: OpaquePointer) {
        guard let from = ASN1_TIME_set(nil, Int(notBefore)),
            let until = ASN1_TIME_set(nil, Int(notAfter))
        else { preconditionFailure("OpenSSL could not write a period") }
        defer {
            ASN1_TIME_free(from)
            ASN1_TIME_free(until)
        }
        precondition(
            X509_set1_notBefore(certificate, from) == 1
                && X509_set1_notAfter(certificate, until) == 1,
            "OpenSSL could not write a period"
        )
    }

    private static func seconds(_ time: UnsafePointer<ASN1_TIME>?) -> Int64? {
        guard let epoch = ASN1_TIME_set(nil, 0)
        else { preconditionFailure("OpenSSL has no memory for a moment") }
        defer { ASN1_TIME_free(epoch) }
        var days: Int32 = 0
        var seconds: Int32 = 0
        // OpenSSL takes a missing time for the present.
        guard let time, ASN1_TIME_diff(&days, &seconds, epoch, time) == 1 else {
            ERR_clear_error()
            return nil
        }
        return Int64(days) * 86400 + Int64(seconds)
    }
}
