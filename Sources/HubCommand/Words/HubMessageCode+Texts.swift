import Terminal

extension HubMessageCode {
    var programTexts: (meaning: Pair, repair: Pair) {
        switch self {
        case .usage:
            (
                ("jiliang-hub 的命令写法不对", "a command of jiliang-hub cannot be understood"),
                (
                    "jiliang-hub help, 或 jiliang-hub help 子命令",
                    "jiliang-hub help, or jiliang-hub help COMMAND"
                )
            )
        case .outputLost:
            (
                ("jiliang-hub 的结果没能写出去", "the output of jiliang-hub did not arrive"),
                ("检查重定向的目标和磁盘空间", "check the target of the redirection and the disk")
            )
        default:
            (
                ("jiliang-hub 内部错误", "jiliang-hub has failed"),
                ("把这一行连同命令报告给开发者", "report this line together with the command")
            )
        }
    }

    var homeTexts: (meaning: Pair, repair: Pair) {
        switch self {
        case .noHub:
            (
                ("这个目录还不是 hub", "the folder holds no hub yet"),
                ("jiliang-hub --home DIR init --city 城市", "jiliang-hub --home DIR init --city NAME")
            )
        case .otherHub:
            (
                ("目录里已经是另一个城市的 hub", "the folder already holds the hub of another city"),
                ("换一个 --home", "choose another --home")
            )
        case .notPermitted:
            (
                ("当前账户没有 hub 目录的读写权限", "this account may not use the hub's folder"),
                ("换用拥有该目录的账户", "use the account that owns it")
            )
        case .cannotCreate:
            (
                ("hub 的文件或目录建不出来", "a file or folder of the hub cannot be made"),
                ("检查上级目录是否存在", "check that the folder above exists")
            )
        case .badOrganisation:
            (
                ("不是统一社会信用代码", "no unified social credit code"),
                ("18 位, 没有 I O S V Z", "18 characters, none of I O S V Z")
            )
        case .organisationCheckDigit:
            (
                ("统一社会信用代码的校验位不符, 请核对", "the check digit of the code differs; please compare"),
                ("与营业执照核对; 个别真实代码如此", "compare the business licence; some real codes differ")
            )
        case .foreignFolder:
            (
                ("目录里有别的东西, 不在其中建 hub", "the folder holds something else; no hub is made in it"),
                ("给 --home 一个空目录", "give --home an empty folder")
            )
        default:
            (
                ("服务器名称或地址写不进证书", "a server's name does not fit a certificate"),
                ("用域名或 IP 地址, 不带端口", "use a host name or an IP address, without a port")
            )
        }
    }

    var serverTexts: (meaning: Pair, repair: Pair) {
        switch self {
        case .locked:
            (
                ("另一个 jiliang-hub 正在使用这个 hub", "another jiliang-hub has the hub open"),
                ("一个 hub 只运行一个 serve; 先停掉它", "only one serve runs a hub; stop that one first")
            )
        case .cannotListen:
            (
                ("监听不了这个地址", "cannot listen on this address"),
                ("换端口, 或停掉占用它的程序", "choose another port, or stop what uses it")
            )
        case .serverGone:
            (
                ("服务器没有答完就断开了", "the server went away before it had answered"),
                ("看服务器的日志, 再执行一次", "look at the server's log, then repeat")
            )
        default:
            (
                ("hub.sock 用不了", "hub.sock cannot be used"),
                (
                    "路径不能超过 107 字节, 该处不能有别的文件",
                    "keep the path below 108 bytes and free of other files"
                )
            )
        }
    }

    var recordTexts: (meaning: Pair, repair: Pair) {
        switch self {
        case .unknownOrganisation:
            (
                ("hub 不认识这个单位", "the hub does not know the organisation"),
                ("先 jiliang-hub org add", "jiliang-hub org add it first")
            )
        case .otherRole:
            (
                ("单位登记的是另一种角色", "the organisation has another role"),
                ("jiliang-hub org list 查看角色", "jiliang-hub org list shows the roles")
            )
        case .unknownSite:
            (
                ("没有这个站点", "no such site"),
                ("jiliang-hub site list 列出全部", "jiliang-hub site list lists them all")
            )
        case .unknownRecord:
            (
                ("没有这条备案、申请或器具", "no such filing, application or instrument"),
                (
                    "jiliang-hub filing list --all, jiliang-hub application list",
                    "jiliang-hub filing list --all, jiliang-hub application list"
                )
            )
        default:
            (
                ("按现在的状态不能这样办", "the present state does not allow this"),
                ("列出来看它现在的状态", "list it to see its state")
            )
        }
    }

    var storeTexts: (meaning: Pair, repair: Pair) {
        switch self {
        case .diskFull:
            (
                ("hub 的磁盘已满, 本次没有写入任何内容", "the hub's disk is full; nothing was written"),
                ("腾出空间后再执行一次", "free some space and repeat")
            )
        case .damaged:
            (
                ("hub 的文件损坏或缺失", "a file of the hub is damaged or missing"),
                (
                    "从备份恢复这个文件; 若是 hub.db, 再 jiliang-hub recover",
                    "restore the file from a backup; hub.db: then jiliang-hub recover"
                )
            )
        case .otherReceiptKey:
            (
                (
                    "签名密钥与 hub.db 最后所用的不同",
                    "the receipt key is not the one by which hub.db was signed last"
                ),
                (
                    "换上最后一次 key rotate 之后的 receipt-key.hex",
                    "take the receipt-key.hex of after the last key rotate"
                )
            )
        default:
            (
                ("hub 的库读写失败", "reading or writing the hub's store failed"),
                ("检查磁盘, 再执行一次", "check the disk, then repeat")
            )
        }
    }
}
