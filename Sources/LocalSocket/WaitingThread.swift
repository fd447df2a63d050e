import Glibc

/// Calls that block run on a thread of their own: the threads of Swift's tasks are few.
enum WaitingThread {
    private final class Work {
        let run: () -> Void

        init(_ run: @escaping () -> Void) {
            self.run = run
        }
    }

    /// Runs the work on a new thread, which ends with it.
    static func start(_ work: sending @escaping () -> Void) throws(LocalSocketError) {
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        defer { pthread_attr_destroy(&attributes) }
        pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
        var thread = pthread_t()
        let box = Unmanaged.passRetained(Work(work))
        let code = pthread_create(
            &thread,
            &attributes,
            { context in
                context.map { Unmanaged<Work>.fromOpaque($0).takeRetainedValue().run() }
                return nil
            },
            box.toOpaque()
        )
        guard code == 0 else {
            box.release()
            throw .last("pthread_create", code: code)
        }
    }
}
