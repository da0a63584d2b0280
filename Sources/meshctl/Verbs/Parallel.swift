import Glibc

/// Runs independent pieces of work on all processors and gives the results in order.
enum Parallel {
    /// `body(0)`, `body(1)`, … `body(count - 1)`. Threads take the next index as they come free.
    static func map<T: Sendable>(_ count: Int, threads: Int = processors, _ body: @escaping @Sendable (Int) -> T) -> [T] {
        let threads = min(threads, count)
        guard threads > 1 else { return (0..<count).map(body) }
        let work = Work(count: count, body: body)
        var handles: [pthread_t] = []
        for _ in 1..<threads {
            var handle = pthread_t()
            var attributes = pthread_attr_t()
            pthread_attr_init(&attributes)
            // As deep as the main thread: trees are walked by bounded recursion.
            pthread_attr_setstacksize(&attributes, 8 << 20)
            let context = Unmanaged.passRetained(work as AnyWork)
            let status = pthread_create(
                &handle, &attributes,
                { raw in
                    guard let raw else { return nil }
                    Unmanaged<AnyWork>.fromOpaque(raw).takeRetainedValue().run()
                    return nil
                }, context.toOpaque())
            pthread_attr_destroy(&attributes)
            if status == 0 { handles.append(handle) } else { context.release() }
        }
        work.run()
        for handle in handles { pthread_join(handle, nil) }
        return work.results.compactMap { $0 }
    }

    /// Both results; the pieces of work run at the same time where there are processors for it.
    static func both<A: Sendable, B: Sendable>(_ first: @escaping @Sendable () -> A, _ second: @escaping @Sendable () -> B) -> (A, B) {
        guard processors > 1 else { return (first(), second()) }
        let results = map(2) { $0 == 0 ? Either.first(first()) : Either<A, B>.second(second()) }
        guard case .first(let a) = results[0], case .second(let b) = results[1] else { return (first(), second()) }
        return (a, b)
    }

    private enum Either<A: Sendable, B: Sendable>: Sendable {
        case first(A)
        case second(B)
    }

    /// The processors that this process may use, at most 16.
    static var processors: Int { max(1, min(16, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))) }

    private class AnyWork: @unchecked Sendable {
        func run() {}
    }

    private final class Work<T: Sendable>: AnyWork, @unchecked Sendable {
        private(set) var results: [T?]
        private let count: Int
        private let body: @Sendable (Int) -> T
        private var next = 0
        private let lock: UnsafeMutablePointer<pthread_mutex_t>

        init(count: Int, body: @escaping @Sendable (Int) -> T) {
            results = Array(repeating: nil, count: count)
            self.count = count
            self.body = body
            lock = .allocate(capacity: 1)
            pthread_mutex_init(lock, nil)
        }

        deinit {
            pthread_mutex_destroy(lock)
            lock.deallocate()
        }

        private func locked<R>(_ action: () -> R) -> R {
            pthread_mutex_lock(lock)
            defer { pthread_mutex_unlock(lock) }
            return action()
        }

        override func run() {
            while true {
                let index = locked {
                    defer { next += 1 }
                    return next
                }
                guard index < count else { return }
                let result = body(index)
                locked { results[index] = result }
            }
        }
    }
}
