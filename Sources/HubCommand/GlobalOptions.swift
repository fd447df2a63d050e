import ArgumentParser
import Terminal

/// The options that every command takes, before or after its name.
struct GlobalOptions: ParsableArguments {
    @Option(help: "hub 的目录 · folder of the hub")
    var home: String?

    @Flag(help: "输出 JSON · print JSON")
    var json = false

    @Option(help: "界面语言 zh 或 en · language of the screen")
    var lang: String?

    static let words = GlobalWords(withValue: ["--home", "--lang"], flags: ["--json"])
}
