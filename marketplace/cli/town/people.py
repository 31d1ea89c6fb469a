"""Who lives in the town: invented bodies and people, with codes that pass their check digits."""

from dataclasses import dataclass

from accounts import codes
from accounts.kinds import Kind


def address(key: str) -> str:
    """Return the address with which somebody of the town signs in."""
    return f"{key}@demo.cn"


@dataclass(frozen=True)
class Body:
    """One organisation of the town and the person who signs in for it."""

    key: str
    kind: Kind
    name: str
    person: str
    area: str = "双塔街道"
    authority: str = ""
    items: tuple[tuple[str, int, int], ...] = ()  # item, price in yuan, promised working days

    @property
    def email(self) -> str:
        """Return the address with which the person signs in."""
        return address(self.key)


AGENCIES = (
    Body(
        "qingyu",
        Kind.AGENCY,
        "衢州青屿环境科技有限公司",
        "柴志远",
        "虎山街道",
        items=(("B01", 86000, 30), ("B02", 28000, 15), ("B07", 32000, 20)),
    ),
    Body(
        "chengguan",
        Kind.AGENCY,
        "杭州澄观环境工程有限公司",
        "沈一鸣",
        "双塔街道",
        items=(("B01", 98000, 28), ("B02", 34000, 15), ("C01", 45000, 15)),
    ),
    Body(
        "xianxia",
        Kind.AGENCY,
        "江山市仙霞环境技术有限公司",
        "姜雨辰",
        "贺村镇",
        items=(("B02", 26000, 18), ("C01", 38000, 15), ("C02", 16000, 7)),
    ),
    Body(
        "nianba",
        Kind.AGENCY,
        "衢州廿八都生态咨询有限公司",
        "王晓岚",
        "廿八都镇",
        items=(("B02", 30000, 16), ("B08", 17000, 15)),
    ),
    Body(
        "qingyang",
        Kind.AGENCY,
        "江山市清漾环保服务有限公司",
        "毛建平",
        "石门镇",
        items=(("B02", 23000, 20), ("B08", 18000, 15)),
    ),
    Body(
        "wanli",
        Kind.AGENCY,
        "江山市万里环境评价有限公司",
        "郑伟",
        "清湖街道",
        items=(("B02", 21000, 20), ("B09", 9000, 10)),
    ),
    Body(
        "lvzhou",
        Kind.AGENCY,
        "江山市绿洲监测有限公司",
        "徐敏",
        "中山街道",
        items=(("B12", 12000, 10), ("B07", 29000, 20)),
    ),
    Body(
        "runze",
        Kind.AGENCY,
        "衢州润泽水利技术有限公司",
        "周立",
        "峡口镇",
        items=(("C01", 41000, 15), ("C03", 60000, 60), ("C05", 47000, 15), ("C06", 55000, 20)),
    ),
    Body(
        "xujiang",
        Kind.AGENCY,
        "江山市须江测绘有限公司",
        "祝海波",
        "上余镇",
        items=(("D03", 15000, 7), ("D08", 8000, 5), ("D11", 26000, 10)),
    ),
    Body(
        "fangzheng",
        Kind.AGENCY,
        "江山市方正勘测设计有限公司",
        "何静",
        "虎山街道",
        items=(("D03", 17000, 7), ("D11", 24000, 12)),
    ),
    Body(
        "hongce",
        Kind.AGENCY,
        "衢州宏测土地勘测有限公司",
        "吴强",
        "清湖街道",
        items=(("D03", 14000, 7), ("D08", 7500, 5)),
    ),
    Body(
        "heyuan",
        Kind.AGENCY,
        "江山市禾源环保咨询有限公司",
        "叶青",
        "贺村镇",
        items=(("B02", 20000, 12), ("B08", 15000, 12)),
    ),
    Body(
        "tongxing",
        Kind.AGENCY,
        "江山市同兴水务咨询有限公司",
        "傅涛",
        "坛石镇",
        items=(("C01", 36000, 15), ("C05", 42000, 15)),
    ),
)
OWNERS = (
    Body("zhuzao", Kind.OWNER, "浙江须江精密铸造有限公司", "严明", "经济开发区"),
    Body("hemu", Kind.OWNER, "浙江贺木家居有限公司", "蔡丽", "贺村镇"),
    Body("jiaoyu", Kind.OWNER, "江山市教育服务中心", "刘建华", "双塔街道"),
    Body("xiali", Kind.OWNER, "江山市峡里湖旅游开发有限公司", "姜文", "峡口镇"),
    Body("chengjian", Kind.OWNER, "江山市城市建设服务中心", "黄海", "虎山街道"),
    Body("xinneng", Kind.OWNER, "江山市仙霞新能源有限公司", "陈岩", "凤林镇"),
)
OFFICES = (
    Body("huanbao", Kind.AUTHORITY, "衢州市生态环境局江山分局", "徐建平", authority="生态环境"),
    Body("shuili", Kind.AUTHORITY, "江山市水利局", "汪清", authority="水利"),
    Body("zigui", Kind.AUTHORITY, "江山市自然资源和规划局", "邵峰", authority="自然资源"),
    Body("guanliban", Kind.MANAGING_OFFICE, "江山市投资项目中介超市管理办公室", "严慧"),
    Body("yunxing", Kind.OPERATOR, "江山市中介超市运行中心", "刘佳"),
    Body("jijian", Kind.SUPERVISOR, "江山市纪委市监委驻审管办纪检监察组", "戴刚"),
    Body("daiban", Kind.SERVICE_CENTRE, "江山市投资项目代办服务中心", "王芳"),
)
TOWN = (*OFFICES, *OWNERS, *AGENCIES)
SECOND_OFFICERS = (
    ("huanbao", "zhoumin", "周敏"),
    ("shuili", "maoning", "毛宁"),
    ("guanliban", "wangyang", "汪洋"),
    ("yunxing", "chaijin", "柴进"),
    ("daiban", "jiangxue", "江雪"),
)
PUBLIC = ("jiaoyu", "chengjian")  # owners who build with public money
PASSWORD = "jiangshan-2026"  # noqa: S105  the demonstration's, printed at its start
FIRST_NUMBER = 20_260_001


def credit_code(number: int) -> str:
    """Return the credit code of the town's n-th body."""
    return codes.complete(f"91330881{FIRST_NUMBER + number * 137:08d}")
