import TestSupport

/// A home on disk and the program that works in it.
struct Home {
    let folder: TemporaryFolder
    var path: String { folder.file("home") }

    init() throws {
        folder = try TemporaryFolder()
        let made = try Program.jiliang.run(
            "--home",
            path,
            "init",
            "--role",
            "user-unit",
            "--organisation",
            "91330106MA00000003",
            "--name",
            "示例企业"
        )
        precondition(made.status == 0, made.errors)
    }

    /// Runs a command in the home.
    func run(
        _ arguments: String...,
        input: [UInt8] = [],
        environment: [String: String] = [:]
    ) throws -> Program.Outcome {
        try Program.jiliang.run(
            ["--home", path] + arguments,
            input: input,
            environment: environment
        )
    }

    /// A small ledger of so many rows, as a file.
    func ledger(rows: Int, prefix: String = "S") throws -> String {
        let header = "器具名称,型号规格,出厂编号,生产厂家,检定日期,有效期至,检定结论,状态\n"
        let lines = (1...rows).map {
            "电子秤,ACS-30,\(prefix)\($0),示例衡器一厂,2026-01-02,2027-01-01,合格,在用\n"
        }
        return try folder.write("\(prefix).csv", Array((header + lines.joined()).utf8))
    }
}
