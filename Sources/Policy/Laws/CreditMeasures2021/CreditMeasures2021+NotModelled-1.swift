extension CreditMeasures2021 {
    /// What decides nothing in 引言 and 一.
    static let notModelled1 =
        UnmodelledPassage.passages(
            of: "引言",
            [
                "杭市管〔2021〕120号 · 杭州市市场监督管理局 · 2021年9月30日":
                    "number, issuer and day; the day is the first one of the parameters",
                """
                为了规范杭州市民生计量公共服务平台的使用和管理，提升智慧监管、精准监管能力和水平，维护消费者和经营者的合法权益，\
                根据《中华人民共和国计量法》《浙江省公共信用信息管理条例》等有关法律法规，特制定本办法。
                """:
                    "states the purpose and the texts that the measures rest on",
            ]
        )
        + UnmodelledPassage.passages(
            of: "一（一）",
            [
                """
                以习近平新时代中国特色社会主义思想为指导，贯彻新发展理念，坚持改革创新，进一步规范计量行为，构建新型计量监管机制，提升计量监管能力和水平，\
                推动民生计量工作从经验判断型向数据分析型转变、服务从被动应付型向主动推送型转变、监管从政府主导型向社会共治型转变，为高质量发展、\
                高品质生活提供强有力计量支撑。
                """:
                    "states aims; nothing to decide"
            ]
        )
        + UnmodelledPassage.passages(
            of: "一（二）",
            [
                """
                本办法所称杭州市民生计量公共服务平台（以下简称“公共服务平台”），是杭州市市场监督管理局运用信息化技术建设的，集监管、服务、惠企、\
                大分数分析等为一体的全生态计量工作平台。
                """:
                    "defines the platform; nothing to decide",
                "公共服务平台的运行、维护，以及信息的归集、使用等管理活动，适用本办法。":
                    "says to what the measures apply; whoever asks has decided that",
            ]
        )
        + UnmodelledPassage.passages(
            of: "一（三）",
            [
                """
                公共服务平台归集和使用数据，应当坚持监管职责明确、数据信息共享、部门联动监管、依法公正管理的原则，全面提高计量监管工作效能。
                """:
                    "states principles; nothing to decide",
                "加强对公共服务平台的保密管理，做好对涉及国家安全、公共安全、商业秘密、个人隐私等数据的保护工作。":
                    "a duty of secrecy; no conclusion depends on it",
            ]
        )
        + UnmodelledPassage.passages(
            of: "一（四）",
            [
                """
                市局负责公共服务平台建设与管理，建立全市民生计量数据库，协调有关部门做好信息的互联互通和数据共享，指导区、县（市）局（分局）运用公共服务平台加强民生计量管理\
                。
                """:
                    "divides tasks among authorities; nothing to decide",
                """
                区、县（市）局（分局）负责本行政区域内民生计量信息的归集、使用、监管等活动，指导市场监管所运用公共服务平台加强辖区内计量管理工作。
                """:
                    "divides tasks among authorities; nothing to decide",
            ]
        )
}
