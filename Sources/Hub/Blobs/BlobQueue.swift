import Foundation

/// The thread on which the files are written: waiting for a disk must not hold up the threads that answer
/// requests, of which there are few.
final class BlobQueue: SerialExecutor {
    private let queue = DispatchQueue(label: "blobs")

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { [self] in job.runSynchronously(on: asUnownedSerialExecutor()) }
    }
}
