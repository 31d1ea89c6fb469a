"""What happened to the town's orders: one line an order, the days counted in working days back from today."""

from dataclasses import dataclass
from enum import StrEnum, auto

HANDED = ("项目备案文件", "总平面图", "主要设备清单")
CHECKLIST = ("成果文件纸质版三份、电子版一份", "各监测点位的原始记录", "编制人员签字、单位盖章")


class Fate(StrEnum):
    """How far an order has come, and how it went."""

    NEEDED = auto()
    INVITED = auto()
    OFFERED = auto()
    CHOSEN = auto()
    FILED = auto()
    UNHANDED = auto()
    LISTED = auto()
    RUNNING = auto()
    PAUSED = auto()
    ASKED = auto()
    EXTENDED = auto()
    DELIVERED = auto()
    REJECTED = auto()
    ACCEPTED = auto()
    SILENT = auto()
    LATE = auto()
    OVERDUE = auto()
    ENDED = auto()
    ABANDONED = auto()


@dataclass(frozen=True)
class Plot:
    """One order: who, what, when its contract took effect, how it went, and the owner's stars where it was accepted."""

    owner: str
    agency: str
    item: str
    ago: int
    fate: Fate
    used: int = 0
    stars: int = 5
    rivals: tuple[str, ...] = ()


PROJECTS = {
    "zhuzao": (("须江精密铸造二期扩建项目", "assessments"), ("铸造车间除尘改造项目", "start")),
    "hemu": (("贺村喷涂线技术改造项目", "assessments"), ("木门生产线搬迁项目", "land")),
    "jiaoyu": (("市第二中学风雨操场工程", "drawings"), ("城北小学迁建工程", "siting")),
    "xiali": (("峡里湖游步道提升工程", "assessments"), ("峡口民宿集群项目", "planning")),
    "chengjian": (("江东大道雨污分流改造工程", "survey"), ("城北污水泵站工程", "scheme-review")),
    "xinneng": (("新材料产业园分布式光伏项目", "filing"), ("凤林农光互补项目", "land-permit")),
}
LATER = {
    "D03": "survey", "D11": "survey", "E01": "scheme-review", "E03": "drawings", "A11": "construction-permit",
} | dict.fromkeys(("D08", "C03", "B07", "B08", "B09"), "start")  # fmt: skip  # needed at another stage than the assessments
PLOTS = (
    Plot("zhuzao", "qingyu", "B02", 460, Fate.ACCEPTED, 11, 5, ("xianxia",)),
    Plot("hemu", "xianxia", "B02", 440, Fate.ACCEPTED, 13, 4),
    Plot("chengjian", "runze", "C01", 425, Fate.ACCEPTED, 12, 5),
    Plot("jiaoyu", "xujiang", "D03", 410, Fate.ACCEPTED, 5, 5),
    Plot("xiali", "chengguan", "C01", 395, Fate.ACCEPTED, 14, 4),
    Plot("xinneng", "qingyu", "B02", 380, Fate.SILENT, 12),
    Plot("zhuzao", "hongce", "D03", 365, Fate.ACCEPTED, 7, 2),
    Plot("hemu", "qingyang", "B02", 345, Fate.ACCEPTED, 18, 3),
    Plot("chengjian", "xujiang", "D11", 330, Fate.ACCEPTED, 8, 5, ("fangzheng",)),
    Plot("jiaoyu", "wanli", "B02", 310, Fate.ACCEPTED, 19, 3),
    Plot("xiali", "qingyu", "B07", 290, Fate.ACCEPTED, 15, 5, ("lvzhou",)),
    Plot("xinneng", "lvzhou", "B12", 275, Fate.ACCEPTED, 8, 4),
    Plot("zhuzao", "heyuan", "B08", 260, Fate.ACCEPTED, 10, 3),
    Plot("hemu", "fangzheng", "D03", 245, Fate.SILENT, 6),
    Plot("chengjian", "runze", "C05", 225, Fate.ACCEPTED, 13, 4),
    Plot("jiaoyu", "qingyu", "B01", 205, Fate.ACCEPTED, 26, 5, ("chengguan",)),
    Plot("xiali", "xujiang", "D08", 190, Fate.ACCEPTED, 4, 5),
    Plot("xinneng", "chengguan", "B02", 175, Fate.ACCEPTED, 13, 4),
    Plot("zhuzao", "wanli", "B09", 155, Fate.ACCEPTED, 9, 4),
    Plot("hemu", "lvzhou", "B07", 135, Fate.ACCEPTED, 17, 5),
    Plot("chengjian", "xianxia", "C02", 115, Fate.SILENT, 6),
    Plot("xinneng", "qingyu", "B01", 95, Fate.ACCEPTED, 27, 5),
    Plot("jiaoyu", "xujiang", "D03", 75, Fate.ENDED, 3),
    Plot("xiali", "qingyang", "B08", 60, Fate.ABANDONED, 5),
    Plot("zhuzao", "runze", "C06", 45, Fate.LATE, 22),
    Plot("hemu", "runze", "C03", 40, Fate.RUNNING),
    Plot("xinneng", "lvzhou", "B12", 30, Fate.ACCEPTED, 9, 4),
    Plot("chengjian", "qingyang", "B02", 24, Fate.OVERDUE),
    Plot("zhuzao", "qingyu", "B02", 12, Fate.RUNNING, 0, 5, ("xianxia", "wanli")),
    Plot("hemu", "chengguan", "B02", 15, Fate.RUNNING, 0, 5),
    Plot("jiaoyu", "xianxia", "B02", 14, Fate.PAUSED),
    Plot("xiali", "runze", "C01", 10, Fate.ASKED),
    Plot("xinneng", "wanli", "B02", 14, Fate.EXTENDED),
    Plot("chengjian", "xujiang", "D11", 8, Fate.DELIVERED, 7),
    Plot("zhuzao", "lvzhou", "B07", 16, Fate.REJECTED, 12),
    Plot("hemu", "xujiang", "D03", 3, Fate.LISTED),
    Plot("jiaoyu", "chengguan", "C01", 2, Fate.UNHANDED),
    Plot("xiali", "qingyu", "B01", 1, Fate.FILED),
    Plot("chengjian", "runze", "C01", 0, Fate.CHOSEN, 0, 5, ("xianxia",)),
    Plot("xinneng", "xianxia", "B02", 0, Fate.OFFERED, 0, 5, ("qingyu", "wanli")),
    Plot("zhuzao", "fangzheng", "D11", 0, Fate.INVITED),
    Plot("hemu", "nianba", "B08", 0, Fate.NEEDED),
    *(
        Plot(owner, "nianba", item, 0, Fate.NEEDED)
        for item in ("E01", "E03", "A11")
        for owner in ("zhuzao", "chengjian")
    ),
)
