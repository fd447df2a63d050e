/// What happens to the files of a folder, in the order in which it happens. A file has a number, since
/// a name can come to belong to another file.
package enum DiskEvent: Sendable {
    /// A file gets a name; where it had none it is new and empty.
    case create(Int, name: String)
    case write(Int, at: Int, [UInt8])
    case truncate(Int, to: Int)
    /// What the file holds is durable now.
    case sync(Int)
    /// A sync has failed, and what it should have made durable never will be, although reads see it: an
    /// operating system may take it for written from then on.
    case forget(Int)
    /// The names of files are durable now.
    case syncFolder
    case delete(name: String)
    /// The test says that something has been acknowledged.
    case mark(Int)
}
