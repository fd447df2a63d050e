import ArgumentParser
import LocalStore
import SyncAgent
import SyncCore
import Terminal

/// `jiliang certificate`: the files of certificates.
struct CertificateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "certificate",
        abstract: "证书文件 · the files of certificates",
        subcommands: [CertificateGetCommand.self]
    )
}

/// `jiliang certificate get`: brings a file here, where it is not yet.
struct CertificateGetCommand: SiteCommand {
    static let configuration = CommandConfiguration(
        commandName: "get",
        abstract: "取一份证书文件 · get the file of a certificate"
    )

    @OptionGroup var global: GlobalOptions

    @Argument(
        help: """
            检定 ID、证书编号, 或器具的 ID、出厂编号 (取其现行证书) · id of the result, number of the \
            certificate, or an instrument, for the one that counts
            """
    )
    var id: String

    @Option(help: "写到此文件, - 表示标准输出 · write to this file, or - for standard output")
    var out: String?

    func run(_ session: Session) async throws -> ExitStatus {
        let store = try session.openStore()
        let result = try session.certifying(id, in: store)
        guard let digest = result.values[VerificationField.certificateDigest.rawValue],
            let size = result.values[VerificationField.certificateSize.rawValue].flatMap({
                Int64($0)
            }), BlobOffer.isDigest(digest), size > 0
        else { throw Failure.noCertificateFile(id) }
        let path = store.blobPath(digest)
        if BlobFile(path: path).digest != digest {
            guard let joined = try Joined(of: store) else { throw Failure.notJoined }
            let url = joined.membership.url
            let hub = try session.hubClient(at: url, trusting: joined.trust)
            let download = CertificateDownload(digest: digest, size: size, from: hub)
            do { try await download.run(into: store) } catch let fault as HubFault {
                throw Failure.needed(fault, at: url)
            } catch is CertificateDownload.NotThere {
                throw Failure.certificateNotThere(id)
            }
        }
        try tell(result, digest, size, path, session)
        return .done
    }

    private func tell(
        _ result: CanonicalRecord,
        _ digest: String,
        _ size: Int64,
        _ path: String,
        _ session: Session
    ) throws {
        if let out { try copy(BlobFile(path: path), size, to: out, session) }
        guard out != "-" else { return }
        let number = result.values[VerificationField.certificateNumber.rawValue]
        if session.options.json {
            try session.screen.print([
                "certificateNumber": .text(number),
                "verification": .string(result.id.description),
                "digest": .string(digest),
                "size": .integer(size),
                "path": .string(out ?? path),
            ])
        } else if out == nil {
            try session.screen.print(path)
        }
    }

    private func copy(
        _ file: BlobFile,
        _ size: Int64,
        to out: String,
        _ session: Session
    ) throws {
        try OutputFile.write(out, session) { write in
            var offset: Int64 = 0
            while offset < size {
                let count = Int(min(1 << 20, size - offset))
                guard let piece = file.bytes(at: offset, count: count) else {
                    throw StoreError.inputOutput(file: file.path, detail: "cannot be read")
                }
                try piece.withUnsafeBytes { try write($0) }
                offset += Int64(count)
            }
        }
    }
}

extension Session {
    /// The result that the user means: by itself, or as the one that counts for an instrument.
    fileprivate func certifying(_ text: String, in store: Store) throws -> CanonicalRecord {
        let results = try store.results(matching: text)
        if let first = results.first {
            let id = try result(text, in: store)
            return results.first { $0.id == id } ?? first
        }
        let instrument = try instrument(text, in: store)
        guard let latest = try store.latestCertificate(of: instrument) else {
            throw Failure.noCertificateFile(text)
        }
        return latest
    }
}
