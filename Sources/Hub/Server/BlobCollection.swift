import Logging
import ServiceLifecycle

/// Once a day, while the server runs, removes files that no result names.
struct BlobCollection: Service {
    let surroundings: Surroundings

    private static let interval = Duration.seconds(86_400)

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                try? await Task.sleep(for: Self.interval)
                if !Task.isCancelled { await collect() }
            }
        }
    }

    /// What goes wrong is in the log, and is tried again the next day.
    func collect() async {
        do {
            for blob in try await surroundings.blobs.collect() {
                surroundings.logger.notice(
                    "removed a file that no result names",
                    metadata: ["digest": "\(blob.digest)", "bytes": "\(blob.size)"]
                )
            }
        } catch {
            surroundings.logger.error(
                "files that no result names stay",
                metadata: ["error": "\(error)"]
            )
        }
    }
}
