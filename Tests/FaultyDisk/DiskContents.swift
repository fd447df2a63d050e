private import Glibc

/// The files of a folder as a power cut would find them: what is durable, and what was written since.
package struct DiskContents: Sendable {
    private var files: [Int: File] = [:]
    /// The names that are durable.
    private var names: [String: Int] = [:]
    private var pendingNames: [Pending<NameChange>] = []
    /// How many events there have been; each has its number.
    package private(set) var count = 0
    private(set) var nextFile = 0

    fileprivate struct File {
        var durable: [UInt8] = []
        var pending: [Pending<Change>] = []
    }

    fileprivate struct Pending<What: Sendable>: Sendable {
        let number: Int
        let what: What
    }

    fileprivate enum Change {
        case write(at: Int, [UInt8])
        case truncate(to: Int)
    }

    fileprivate enum NameChange {
        case create(Int, String)
        case delete(String)
    }

    package init() {}

    /// Takes in a file that is durable already, and gives its number.
    mutating func adopt(_ name: String, _ bytes: [UInt8]) -> Int {
        files[nextFile] = File(durable: bytes)
        names[name] = nextFile
        nextFile += 1
        return nextFile - 1
    }

    /// Lets an event happen.
    package mutating func apply(_ event: DiskEvent) {
        count += 1
        switch event {
        case .create(let file, let name):
            nextFile = max(nextFile, file + 1)
            if files[file] == nil { files[file] = File() }
            pendingNames.append(Pending(number: count, what: .create(file, name)))
        case .write(let file, let offset, let bytes):
            let change = Pending(number: count, what: Change.write(at: offset, bytes))
            files[file]?.pending.append(change)
        case .truncate(let file, let length):
            files[file]?.pending.append(Pending(number: count, what: .truncate(to: length)))
        case .sync(let file):
            let pending = files[file]?.pending ?? []
            files[file]?.pending = []
            for change in pending { change.what.apply(to: &files[file, default: File()].durable) }
        case .forget(let file): files[file]?.pending = []
        case .syncFolder:
            for change in pendingNames { change.what.apply(to: &names) }
            pendingNames = []
            let named = Set(names.values)
            files = files.filter { named.contains($0.key) }
        case .delete(let name):
            pendingNames.append(Pending(number: count, what: .delete(name)))
        case .mark: break
        }
    }

    /// The numbers of the events that a power cut may take, file by file; the names come last.
    package var pending: [[Int]] {
        let changes = files.sorted { $0.key < $1.key }.map { $0.value.pending.map(\.number) }
        return (changes + [pendingNames.map(\.number)]).filter { !$0.isEmpty }
    }

    /// The files after a power cut that takes some events, and leaves of one write only the beginning.
    package func image(losing isLost: (Int) -> Bool, torn: Torn? = nil) -> FolderImage {
        var names = names
        for change in pendingNames where !isLost(change.number) { change.what.apply(to: &names) }
        let found = names.compactMapValues { number -> [UInt8]? in
            guard let file = files[number] else { return nil }
            var bytes = file.durable
            for change in file.pending where !isLost(change.number) {
                let isTorn = change.number == torn?.number
                (isTorn ? change.what.beginning(torn?.length ?? 0) : change.what).apply(to: &bytes)
            }
            return bytes
        }
        return FolderImage(files: found)
    }

    /// A write of which only the first bytes reach the disk.
    package struct Torn: Sendable {
        let number: Int
        let length: Int

        package init(number: Int, length: Int) {
            self.number = number
            self.length = length
        }
    }

    /// How many bytes an event has written, where a power cut may take it.
    package func length(ofWrite number: Int) -> Int? {
        for file in files.values {
            guard let change = file.pending.last, change.number == number else { continue }
            if case .write(_, let bytes) = change.what { return bytes.count }
        }
        return nil
    }
}

extension DiskContents.Change {
    fileprivate func apply(to bytes: inout [UInt8]) {
        switch self {
        case .write(let offset, let new):
            if bytes.count < offset { bytes += Self.zeros(offset - bytes.count) }
            let over = min(new.count, bytes.count - offset)
            bytes.withUnsafeMutableBytes { target in
                let place = UnsafeMutableRawBufferPointer(rebasing: target[offset..<offset + over])
                new.withUnsafeBytes { place.copyMemory(from: .init(rebasing: $0[..<over])) }
            }
            if over < new.count { bytes += over == 0 ? new : Array(new[over...]) }
        case .truncate(let length):
            if length < bytes.count { bytes = Array(bytes[..<length]) }
        }
    }

    /// A hole reads as zeros. Images are built by the thousand, and the slow way is slow without
    /// optimisation.
    private static func zeros(_ count: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            if let start = buffer.baseAddress { memset(start, 0, count) }
            initialized = count
        }
    }

    fileprivate func beginning(_ length: Int) -> Self {
        guard case .write(let offset, let bytes) = self else { return self }
        return .write(at: offset, Array(bytes.prefix(length)))
    }
}

extension DiskContents.NameChange {
    fileprivate func apply(to names: inout [String: Int]) {
        switch self {
        case .create(let file, let name): names[name] = file
        case .delete(let name): names[name] = nil
        }
    }
}
