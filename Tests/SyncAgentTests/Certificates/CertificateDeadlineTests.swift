import Foundation
import LocalStore
import Policy
import Signing
import SyncAgent
import SyncCore
import Testing

/// 二（四） 检定数据、电子检定证书: both have to arrive.
struct CertificateDeadlineTests {
    private let pdf = Array("%PDF-1.7 检定证书".utf8)

    private func receipt(
        _ digest: String,
        size: Int,
        on day: String
    ) -> BlobReceipt {
        BlobReceipt.sign(
            digest,
            size: Int64(size),
            from: City.hub,
            at: CitySite.noon(day),
            hub: City.hub,
            with: Ed25519PrivateKey.generate()
        )
    }

    @Test func `二（四） an upload is complete with both receipts, at the later of their times`() throws
    {
        var (city, _, body, _, job) = try VerificationStoryTests.accepted()
        let outcome = try body.addResult(to: job, certificate: pdf)
        let digest = try #require(outcome.certificate).digest
        #expect(try body.store.waitingCertificates().map(\.digest) == [digest])
        try city.push(body)
        let half = try #require(try body.deadlines(on: "2026-11-11").first)
        #expect(half.dataReceivedAt == body.now && half.needsCertificate)
        #expect(half.receivedAt == nil && !half.isMet)
        try body.store.keep(receipt(digest, size: pdf.count, on: "2026-11-12"))
        let whole = try #require(try body.deadlines(on: "2026-11-12").first)
        #expect(whole.receivedAt == CitySite.noon("2026-11-12") && whole.isMet)
        #expect(try body.store.waitingCertificates().isEmpty)
    }

    @Test func `二（四） a file that comes too late makes the upload late`() throws {
        var (city, _, body, _, job) = try VerificationStoryTests.accepted()
        let outcome = try body.addResult(to: job, certificate: pdf)
        let digest = try #require(outcome.certificate).digest
        try city.push(body)
        try body.store.keep(receipt(digest, size: pdf.count, on: "2026-11-20"))
        let late = try #require(try body.deadlines(on: "2026-11-20").first)
        #expect(late.receivedAt == CitySite.noon("2026-11-20") && !late.isMet)
    }

    @Test func `a receipt for a file of another length meets nothing`() throws {
        var (city, _, body, _, job) = try VerificationStoryTests.accepted()
        let outcome = try body.addResult(to: job, certificate: pdf)
        let digest = try #require(outcome.certificate).digest
        try city.push(body)
        try body.store.keep(receipt(digest, size: pdf.count + 1, on: "2026-11-11"))
        let deadline = try #require(try body.deadlines(on: "2026-11-11").first)
        #expect(deadline.certificateReceivedAt == nil && !deadline.isMet)
        #expect(try body.store.waitingCertificates().map(\.digest) == [digest])
    }

    @Test func `a result without a file is judged by its data, and so is any by the other reading`()
        throws
    {
        var (city, _, body, _, job) = try VerificationStoryTests.accepted()
        try body.addResult(to: job)
        try city.push(body)
        let plain = try #require(try body.deadlines(on: "2026-11-11").first)
        #expect(plain.isMet && !plain.needsCertificate)
        #expect(try body.store.waitingCertificates().isEmpty)

        var (other, _, with, _, second) = try VerificationStoryTests.accepted()
        try with.addResult(to: second, certificate: pdf)
        try other.push(with)
        let engine = try PolicyEngine().replacing("upload.complete", with: .text("data"))
        let day = try #require(Day("2026-11-11"))
        #expect(try Deadline.all(in: with.store, on: day, by: engine).first?.isMet == true)
    }

    @Test func `what waits as a file counts for the working time that is left`() throws {
        var (city, _, body, _, job) = try VerificationStoryTests.accepted()
        let outcome = try body.addResult(to: job, certificate: pdf)
        let before = try body.store.slack(at: body.now, by: body.engine)
        try city.push(body)
        #expect(before != nil)
        #expect(try body.store.slack(at: body.now, by: body.engine) == before)
        let digest = try #require(outcome.certificate).digest
        try body.store.keep(receipt(digest, size: pdf.count, on: "2026-11-11"))
        #expect(try body.store.slack(at: body.now, by: body.engine) == nil)
    }
}
