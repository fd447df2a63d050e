package import LocalStore
import Signing
package import SyncCore

/// How a member gets its next certificate, over the present one and for a new key.
///
/// The key is on disk before anything is sent; the certificate counts once it is in the journal (`SiteKeys`). When the
/// answer is lost, the site asks again for the same key and is given the same certificate. Until then, and whatever
/// goes wrong, the present pair stays as it is.
package struct Renewal: Sendable {
    /// What the site had when it asked.
    package let former: Membership
    private let site: RecordID
    private let key: P256PrivateKey
    private let certificateRequest: String

    /// Why a member has no new certificate.
    package enum Failure: Error, Hashable, Sendable {
        case hub(HubFault)
        case keys(SiteKeys.KeysError)
    }

    /// Makes or finds the next key in the home.
    package init(of joined: Joined, home: String) throws(SiteKeys.KeysError) {
        let key = try SiteKeys.nextKeyOrMake(home: home)
        former = joined.membership
        site = joined.site
        self.key = key
        do throws(SigningError) {
            // The names are the hub's to say.
            certificateRequest = try CertificateRequest.make(
                key: key,
                commonName: joined.site.description,
                organisation: "",
                unit: ""
            )
        } catch { preconditionFailure("no request for a key of ours: \(error)") }
    }

    /// Asks the hub, and gives what the store shall keep.
    package func run(_ hub: any HubClient) async throws(HubFault) -> Membership {
        let answer = try await hub.renew(
            RenewalRequest(certificateRequest: certificateRequest)
        )
        let certificate = try check(answer)
        return former.with(
            certificate: answer.certificate,
            expires: Instant(milliseconds: certificate.notAfter * 1000)
        )
    }

    private func check(_ answer: RenewalAnswer) throws(HubFault) -> Certificate {
        guard answer.site == site else { throw .garbled("the answer is for another site") }
        guard let ca = try? Certificate(pem: former.ca),
            let certificate = try? Certificate(pem: answer.certificate)
        else { throw .garbled("a certificate in the answer cannot be read") }
        guard certificate.isSigned(by: ca) else {
            throw .garbled("the certificate was not issued by the hub's authority")
        }
        guard certificate.isFor(key) else { throw .garbled("the certificate is for another key") }
        guard certificate.commonName == site.description
        else { throw .garbled("the certificate names another site") }
        return certificate
    }
}

/// From when until when a member's certificate holds. Moments are the hub's: its clock is the one that counts.
package struct CertificateLife: Hashable, Sendable {
    private static let day: Int64 = 24 * 60 * 60 * 1000

    private let begins: Instant
    package let ends: Instant

    package init(from begins: Instant, to ends: Instant) {
        self.begins = begins
        self.ends = ends
    }

    /// `nil` where the membership has no certificate that can be read.
    package init?(of membership: Membership) {
        guard let certificate = try? Certificate(pem: membership.certificate) else { return nil }
        self.init(
            from: Instant(milliseconds: certificate.notBefore * 1000),
            to: Instant(milliseconds: certificate.notAfter * 1000)
        )
    }

    /// Whether it is time for the next one. A certificate that has ended opens no connection by which it
    /// could be renewed.
    package func isRenewalDue(at now: Instant) -> Bool {
        now >= renewalDue && !hasEnded(at: now)
    }

    /// When two thirds are over.
    package var renewalDue: Instant {
        begins.adding(milliseconds: ends.milliseconds(since: begins) / 3 * 2)
    }

    package func hasEnded(at now: Instant) -> Bool { now > ends }

    /// Whole days until the end; negative once it is past.
    package func daysLeft(at now: Instant) -> Int64 {
        let left = ends.milliseconds(since: now)
        return left >= 0 ? left / Self.day : -((Self.day - 1 - left) / Self.day)
    }

    /// How near the end is: 30, 14, 7 or 1 day at the most, 0 once it has come; `nil` while it is far.
    package func step(at now: Instant) -> Int? {
        let left = ends.milliseconds(since: now)
        return [0, 1, 7, 14, 30].first { left <= Int64($0) * Self.day }
    }
}

extension Store {
    /// The time at the hub, by what its clock was ahead of ours when it was last heard. A clock of ours that is
    /// wrong makes no certificate old.
    package func hubNow(at now: Instant) throws -> Instant {
        now.adding(milliseconds: try lastContact()?.clockOffsetMilliseconds ?? 0)
    }
}
