import Glibc
import Hub
import LocalSocket
import Terminal

extension Failure {
    init(
        _ code: HubMessageCode,
        _ status: ExitStatus,
        _ chinese: String,
        _ english: String
    ) {
        self.init(code: code, status: status, chinese: chinese, english: english)
    }

    /// Any error of the modules below, in the user's words.
    init(_ error: any Error) {
        switch error {
        case let failure as Failure: self = failure
        case let error as HubError: self = .hub(error)
        case let error as OutputLost:
            let detail = systemText(error.errno)
            self.init(
                .outputLost,
                .inputOutput,
                "无法写出结果: \(detail)",
                "cannot write the output: \(detail)"
            )
        case let error as LocalSocketError: self = .socket(error)
        default:
            self.init(
                .internalError,
                .internalError,
                "内部错误: \(error)",
                "internal error: \(error)"
            )
        }
    }

    private static func socket(_ error: LocalSocketError) -> Failure {
        switch error {
        case .hungUp, .lineCut, .timedOut:
            Failure(.serverGone, .inputOutput, "服务器断开了", "the server has gone")
        case .system(_, EACCES), .system(_, EPERM):
            Failure(
                .notPermitted,
                .notPermitted,
                "没有权限使用 hub.sock",
                "no permission to use hub.sock"
            )
        default:
            Failure(
                .badSocket,
                .cannotCreate,
                "hub.sock 用不了: \(error)",
                "hub.sock cannot be used: \(error)"
            )
        }
    }

    private static func hub(_ error: HubError) -> Failure {
        switch error {
        case .noHub, .otherHub, .foreignFolder, .locked, .otherReceiptKey, .damaged, .notPermitted,
            .cannotCreate, .badName:
            home(error)
        case .unknownOrganisation(let code):
            Failure(
                .unknownOrganisation,
                .badData,
                "hub 不认识单位 `\(code)`",
                "the hub does not know the organisation `\(code)`"
            )
        case .otherRole(let code):
            Failure(
                .otherRole,
                .badData,
                "`\(code)` 登记的是另一种角色",
                "`\(code)` has another role"
            )
        case .unknownSite(let id):
            Failure(.unknownSite, .badData, "没有站点 `\(id)`", "no site `\(id)`")
        case .unknownRecord(let id):
            Failure(.unknownRecord, .badData, "没有 `\(id)`", "there is no `\(id)`")
        case .notPossible(let detail):
            Failure(
                .notPossible,
                .badData,
                "`\(detail)` 现在不能这样办",
                "`\(detail)` is not in a state for this"
            )
        case .badDocument, .daysChange, .olderDocument, .versionTaken, .documentTooLarge:
            document(error)
        case .diskFull:
            Failure(.diskFull, .inputOutput, "磁盘已满", "the disk is full")
        case .cannotListen(let address, let detail):
            Failure(
                .cannotListen,
                .cannotCreate,
                "无法监听 `\(address)`: \(detail)",
                "cannot listen on `\(address)`: \(detail)"
            )
        case .storage(let detail), .inputOutput(let detail):
            Failure(
                .storage,
                .inputOutput,
                "库读写失败: \(detail)",
                "the store failed: \(detail)"
            )
        case .otherOwner, .otherSerial, .alreadyMerged, .notMerged, .unknownFact, .ambiguousFact,
            .factDetermined, .notGraded, .repairTooEarly,
            .repairAhead, .repairChanges, .retentionTooEarly, .expiryAhead, .notDue,
            .unknownItemCode, .badToken, .tokenUsed, .siteTaken, .otherHistory, .rewind, .movedOn,
            .staleIncarnation, .unshown, .folderTaken, .backupNotWritten, .noBackup:
            fact(error) ?? merging(error) ?? backup(error)
                ?? Failure(
                    .internalError,
                    .internalError,
                    "内部错误: \(error)",
                    "internal error: \(error)"
                )
        }
    }

    private static func home(_ error: HubError) -> Failure {
        switch error {
        case .noHub(let home):
            Failure(.noHub, .configuration, "`\(home)` 里没有 hub", "no hub in `\(home)`")
        case .otherHub(let city):
            Failure(
                .otherHub,
                .cannotCreate,
                "这里已经是 `\(city)` 的 hub",
                "this is already the hub of `\(city)`"
            )
        case .foreignFolder(let home, let entry):
            Failure(
                .foreignFolder,
                .cannotCreate,
                "`\(home)` 里有 `\(entry)`, 不是空目录",
                "`\(home)` holds `\(entry)` and is not empty"
            )
        case .locked(let home, let owner):
            {
                let who = owner.map { " (pid \($0))" } ?? ""
                return Failure(
                    .locked,
                    .failed,
                    "另一个 jiliang-hub 正在使用 `\(home)`\(who)",
                    "another jiliang-hub has `\(home)` open\(who)"
                )
            }()
        case .otherReceiptKey(let detail):
            Failure(
                .otherReceiptKey,
                .inputOutput,
                "签名密钥与 hub.db 最后所用的不同: \(detail)",
                "the receipt key is not the one by which hub.db was signed last: \(detail)"
            )
        case .damaged(let file, let detail):
            Failure(
                .damaged,
                .inputOutput,
                "`\(file)` 损坏: \(detail)",
                "`\(file)` is damaged: \(detail)"
            )
        case .notPermitted(let path):
            Failure(
                .notPermitted,
                .notPermitted,
                "没有权限读写 `\(path)`",
                "no permission to read or write `\(path)`"
            )
        case .cannotCreate(let path, let errno):
            Failure(
                .cannotCreate,
                .cannotCreate,
                "无法建立 `\(path)`: \(systemText(errno))",
                "cannot make `\(path)`: \(systemText(errno))"
            )
        default:
            Failure(
                .badName,
                .usage,
                "名称写不进证书: \(error)",
                "a name does not fit a certificate: \(error)"
            )
        }
    }
}

extension Failure {
    /// `doctor` has found something.
    static var damagedLog: Failure {
        Failure(
            .damaged,
            .failed,
            "hub.db 有损坏, 见上; 不要再收新的修改",
            "hub.db is damaged, as listed; let it take nothing new"
        )
    }
}
