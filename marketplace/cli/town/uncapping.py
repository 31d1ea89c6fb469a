"""The town takes the red caps off: the survey's list of 41 associations and institutions, and how far each has come."""

import io
from datetime import date, timedelta

from werkzeug.datastructures import FileStorage

from kernel import clock
from kernel.db import transaction
from marketplace.admission import lists
from marketplace.admission.redcap import bringing, sheet
from marketplace.cli.town.settling import Town

SURVEYED, DECOUPLED = timedelta(days=5), timedelta(days=700)
DOCUMENT = "江改办〔2017〕9号《行业协会商会摸排情况》"
TRADES = (
    ("林草", "林业产业 木材流通 油茶 花卉苗木 竹木加工 中药材种植"),
    ("工信", "机电 装备制造 门业 消防器材 化工 建材 纺织 食品工业"),
    ("市场监管", "商贸流通 药材流通 个体劳动者 消费品 餐饮 计量测试"),
    ("住建", "建筑业 勘察设计 装饰装修 物业管理 房地产 市政工程"),
    ("交通运输", "道路运输 机动车维修 物流 驾驶培训"),
    ("应急管理", "安全生产 烟花爆竹"),
    ("发展改革", "投资咨询 招标投标"),
    ("自然资源", "矿业"),
)
SCIENCES = (
    # name, kind, authority, relation, state, agency, what its decoupling or exception goes by
    ("江山市水利学会", "协会商会", "水利", "业务主管单位", "已脱钩", "runze", "江民〔2024〕31号"),
    ("江山市环境科学学会", "协会商会", "生态环境", "业务主管单位", "已脱钩", "", "江民〔2024〕31号"),
    ("江山市环境监测站", "事业单位", "生态环境", "举办单位", "脱钩中", "lvzhou", ""),
    ("江山市测绘与地理信息学会", "协会商会", "自然资源", "挂靠单位", "未脱钩", "hongce", ""),
    ("江山市土地勘测队", "事业单位", "自然资源", "举办单位", "未脱钩", "", ""),
    ("江山市防雷中心", "事业单位", "气象", "举办单位", "未脱钩", "", "气象法第三十一条；浙气发〔2016〕3号"),
)


def uncap(town: Town) -> None:
    """Lay in the list as the managing office brought it, from the sheet."""
    on = town.today - SURVEYED
    town.at(on)
    office = town.id_of("guanliban")
    titles = [column.title for column in sheet.COLUMNS]
    text = lists.written(titles, [[row.get(title, "") for title in titles] for row in _rows(town, on)])
    upload = FileStorage(io.BytesIO(text.encode()), "行业协会商会摸排名录.csv")
    with transaction():
        row = bringing.bring(upload, DOCUMENT, actor_id=office, now=clock.now())
    with transaction():
        bringing.confirm(row, actor_id=office, today=on)


def _rows(town: Town, on: date) -> list[dict[str, str]]:
    states = ("已脱钩", "已脱钩", "脱钩中", "已脱钩", "未脱钩")
    found: list[dict[str, str]] = []
    for key, names in TRADES:
        for name in names.split():
            state = states[len(found) % len(states)]
            proof = "江民〔2024〕31号" if state == "已脱钩" else ""
            found.append(
                _row(town, on, f"江山市{name}协会", "协会商会", key, "业务主管单位", state, "", proof)
            )
    return found + [_row(town, on, *given) for given in SCIENCES]


def _row(town: Town, on: date, *given: str) -> dict[str, str]:
    name, kind, authority, relation, state, agency, proof = given
    is_decoupled = state == "已脱钩"
    return {
        "名称": name,
        "类型": kind,
        "主管部门": authority,
        "与主管部门关系": relation,
        "脱钩状态": state,
        "脱钩日期": f"{on - DECOUPLED}" if is_decoupled else "",
        "脱钩文件": proof if is_decoupled else "",
        "法定例外依据": "" if is_decoupled else proof,
        "所办中介机构代码": town.bodies[agency].uscc or "" if agency else "",
    }
