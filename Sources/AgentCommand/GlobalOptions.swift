import ArgumentParser
import Terminal

/// The options that every command takes, before or after its name.
struct GlobalOptions: ParsableArguments {
    @Option(help: "站点目录 · folder of the site")
    var home: String?

    @Option(help: "配置文件 · configuration file")
    var config: String?

    @Flag(help: "输出 JSON · print JSON")
    var json = false

    @Option(help: "界面语言 zh 或 en · language of the screen")
    var lang: String?

    @Option(help: "按某一天判断 · judge on this day (YYYY-MM-DD)")
    var asOf: String?

    @Flag(help: "不再询问 · ask nothing")
    var yes = false

    @Flag(help: "只说会怎样 · only say what would happen")
    var dryRun = false

    @Flag(help: "不显示进度和提示 · no progress, no remarks")
    var quiet = false

    static let words = GlobalWords(
        withValue: ["--home", "--config", "--lang", "--as-of"],
        flags: ["--json", "--yes", "--dry-run", "--quiet"]
    )
}
