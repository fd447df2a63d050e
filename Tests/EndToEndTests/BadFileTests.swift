import Foundation
import TestSupport
import Testing

/// Files that no ledger is, and disks that take nothing.
@Suite(.serialized)
struct BadFileTests {
    private static let header = "器具名称,出厂编号,状态\n"

    static let files: [(file: NamedBytes, code: String)] = [
        (NamedBytes("zeros", [UInt8](repeating: 0, count: 1 << 20)), "E2002"),
        (NamedBytes("nothing", []), "E2001"),
        (NamedBytes("half a row", text("电子秤,00123,在用\n电子秤,00")), "E2118"),
        (NamedBytes("half a character", text("电子秤,00123,在用\n电").dropLast()), "E2003"),
        (NamedBytes("an unclosed quote over 50 MB", text("\"电子秤") + filler(50 << 20)), "E2005"),
        (NamedBytes("an unclosed quote", text("\"电子秤,00123,在用\n")), "E2004"),
        (NamedBytes("a 10 MB cell", text("电") + filler(10 << 20) + text(",1,在用\n")), "E2005"),
        (NamedBytes("a spreadsheet", Array("PK\u{3}\u{4}".utf8) + filler(100)), "E2010"),
        (NamedBytes("no header", Array("1,2,3\n4,5,6\n".utf8)), "E2007"),
    ]

    private static func text(_ rows: String) -> [UInt8] {
        Array((header + rows).utf8)
    }

    private static func filler(_ count: Int) -> [UInt8] {
        [UInt8](repeating: 0x41, count: count)
    }

    @Test(arguments: files)
    func `a broken file gets its code and nothing is written`(
        _ example: (file: NamedBytes, code: String)
    ) throws {
        let home = try Home()
        let file = try home.folder.write("bad.csv", example.file.bytes)
        let outcome = try home.run("import", file)
        #expect(outcome.status == 65, "\(outcome.errors)")
        #expect((outcome.errors + outcome.output).contains(example.code))
        #expect(try home.run("list", "--json").output.isEmpty)
    }

    @Test(.enabled(if: geteuid() == 0, "needs root, to mount a small file system"))
    func `a full disk keeps nothing of an import and everything from before`() throws {
        let folder = try TemporaryFolder()
        let mounted = try Program(path: "/bin/mount").run(
            "-t",
            "tmpfs",
            "-o",
            "size=2m",
            "tmpfs",
            folder.path
        )
        try #require(mounted.status == 0, "\(mounted.errors)")
        defer { _ = try? Program(path: "/bin/umount").run(folder.path) }
        let disk = folder.file("home")
        func run(_ arguments: String...) throws -> Program.Outcome {
            try Program.jiliang.run(["--home", disk] + arguments)
        }
        #expect(
            try run(
                "init",
                "--role",
                "user-unit",
                "--organisation",
                "91330106MA00000003",
                "--name",
                "x"
            ).status == 0
        )
        #expect(try run("add", "serial=before").status == 0)
        let other = try Home()
        let ledger = try other.ledger(rows: 5000)
        let outcome = try run("import", ledger)
        #expect(outcome.status == 74 && outcome.errors.contains("E1302"), "\(outcome.errors)")
        #expect(try run("list", "--json").lines.count == 1)
        #expect(try run("doctor").status == 0)
        #expect(try run("add", "serial=after").status == 0)
        // Not a byte is free, so that SQLite cannot even make its shared memory.
        _ = try Program(path: "/bin/dd").run("if=/dev/zero", "of=\(folder.file("fill"))")
        let full = try run("list")
        #expect(full.status == 74 && full.errors.contains("E1302"), "\(full.errors)")
    }

    @Test(.enabled(if: geteuid() != 0, "root may read everything"))
    func `a file without permission is told so`() throws {
        let home = try Home()
        let file = try home.ledger(rows: 1)
        chmod(file, 0)
        let outcome = try home.run("import", file)
        #expect(outcome.status == 77 && outcome.errors.contains("E2009"))
    }
}
