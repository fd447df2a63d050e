@testable import Hub
import Testing

/// Two threads, one of which makes what the other uses.
struct BoundedBufferTests {
    private struct Failure: Error, Equatable { let number: Int }

    /// Runs both, each on a thread of its own, and gives what each has thrown.
    private func run(
        maker: @escaping @Sendable () throws -> Void,
        user: @escaping @Sendable () throws -> Void
    ) async -> (maker: Failure?, user: Failure?) {
        @Sendable func failure(of work: @escaping @Sendable () throws -> Void) async -> Failure? {
            do { try await FileQueue.run(work) } catch { return error as? Failure }
            return nil
        }
        async let first = failure(of: maker)
        async let second = failure(of: user)
        return await (first, second)
    }

    @Test(arguments: [0, 1, 3, 1000])
    func `everything comes, in order, and then the end`(_ count: Int) async {
        let buffer = BoundedBuffer<Int>(capacity: 3)
        let failures = await run {
            for number in 0..<count { try buffer.put(number) }
            buffer.end()
        } user: {
            var expected = 0
            while let number = try buffer.next() {
                #expect(number == expected)
                expected += 1
            }
            #expect(expected == count)
        }
        #expect(failures.maker == nil && failures.user == nil)
    }

    @Test func `a user who fails ends a maker who waits for room`() async {
        let buffer = BoundedBuffer<Int>(capacity: 1)
        let failures = await run {
            while true { try buffer.put(0) }
        } user: {
            _ = try buffer.next()
            buffer.fail(Failure(number: 1))
        }
        #expect(failures.maker == Failure(number: 1) && failures.user == nil)
    }

    @Test func `a maker who fails ends a user who waits, and the first failure counts`() async {
        let buffer = BoundedBuffer<Int>(capacity: 1)
        let failures = await run {
            buffer.fail(Failure(number: 1))
            buffer.fail(Failure(number: 2))
        } user: {
            while try buffer.next() != nil {}
        }
        #expect(failures.maker == nil && failures.user == Failure(number: 1))
    }
}
