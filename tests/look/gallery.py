"""A small app of the look alone: every component on one page, without database or rules.

Its words are Chinese as typed; its sentences are some that the catalogues have.
"""

from datetime import date
from fractions import Fraction
from pathlib import Path

from flask import Blueprint, Flask, render_template
from flask_wtf import CSRFProtect
from jinja2 import ChoiceLoader, FileSystemLoader
from wtforms.validators import InputRequired, Optional

from kernel import forms, languages, reading
from kernel.errors import NotFound, Refused, WrongState
from kernel.fields import (
    DayField,
    FileField,
    LinesField,
    ListField,
    LongTextField,
    MoneyField,
    OneOfField,
    SomeOfField,
    TextField,
    TickField,
    WorkdaysField,
)
from kernel.letters import Letter, Paragraph, section, written
from kernel.paging import Page
from kernel.permissions import public
from kernel.sentences import say
from marketplace.home import navigation, preferences

LOCKED = say("%(day)s is twice in %(key)s.", key="off", day=date(2028, 5, 19))
LAPSED = say("Choose one of the answers shown.")
ERRORS = {409: WrongState(LAPSED), 422: Refused("S3", LAPSED), 404: NotFound()}
ROWS = [
    ("衢州青屿环境科技有限公司", "A", "good", "98.6%", 11, 15, "2.8"),
    ("江山市仙霞环境技术有限公司", "B", "good", "96.2%", 12, 18, "2.6"),
    ("江山市万里环境评价有限公司", "D", "yellow-card", "88.0%", 19, 20, "2.1"),
]
ISSUED = Letter(
    title="听证通知书",
    number="江中介听字〔2026〕1号",
    addressee="江山市禾源环保咨询有限公司",
    opening=(Paragraph("你公司申请听证。"),),
    sections=(section("时间和地点", "2026年6月3日（周三）9:30，市行政服务中心 305 室。"),),
    issuer="江山市生态环境局",
    on=date(2026, 5, 22),
    code="7K3F-9QWD-26AB",
    check_address="https://zjcs.example.cn/check/7K3F-9QWD-26AB",
)
KINDS = dict.fromkeys(range(1, 6), "hol") | dict.fromkeys(range(13, 19), "pause") | {9: "make", 29: "due"}
ROOT = Path(__file__).resolve().parent.parent.parent


class OfferForm(forms.ActForm):
    """Every kind of field."""

    title = TextField("标题", [InputRequired()])
    task = LongTextField("要做什么", [InputRequired()], description="写清交付什么。")
    price = MoneyField("价格", [InputRequired()])
    days = WorkdaysField("承诺工作日", [InputRequired()], most=200)
    begin = DayField("首日", [InputRequired()])
    method = OneOfField(
        "选取方式",
        [InputRequired()],
        choices=[
            ("direct", "直接选取", {"hint": say("Fill this in.")}),
            ("draw", "随机抽取"),
        ],
    )
    item = ListField("服务事项", choices=[("1", "环境影响报告表编制"), ("2", "施工图审查")])
    kinds = SomeOfField("资料", choices=[("a", "图纸"), ("b", "勘察报告")])
    lines = LinesField("材料清单", [Optional()])
    paper = FileField("合同", [Optional()], endings=("pdf", "png"))
    agreed = TickField("我已读过规则", [InputRequired()])


views = Blueprint("look", __name__)


@views.route("/form", methods=["GET", "POST"])
@public
def form():
    shown = OfferForm()
    if shown.validate_on_submit():
        shown.refusal = Refused("P9", LOCKED, date(2028, 5, 20))
    return render_template("form.html", form=shown)


@views.get("/gallery")
@public
def gallery():
    return render_template(
        "gallery.html",
        due=date(2026, 5, 29),
        start=date(2026, 4, 30),
        cells=month_cells(),
        share=Fraction(986, 1000),
        page=Page([], "mark"),
        issued=written(ISSUED),
        refused=Refused("P9", LOCKED, date(2028, 5, 20)),
        refused_for_good=Refused("S3", LAPSED),
    )


@views.get("/market")
@public
def market():
    return render_template("market.html", rows=ROWS)


@views.get("/error/<int:status>")
@public
def error(status):
    return render_template(
        f"errors/{status}.html", error=ERRORS.get(status), request_id="0123456789ab"
    ), status


def make() -> Flask:
    """Make the app."""
    app = Flask("gallery", root_path=str(ROOT), template_folder="templates", static_folder="static")
    app.config.update(SECRET_KEY="gallery", TESTING=True, DEMO=True)
    CSRFProtect(app)
    languages.install(app)
    reading.install(app)
    forms.install(app)
    navigation.install(app, lambda: navigation.Visitor("owner", "须江精密铸造 · 周明", 2))
    preferences.install(app)
    app.jinja_env.loader = ChoiceLoader(
        [app.jinja_env.loader, FileSystemLoader(Path(__file__).parent / "templates")]
    )

    app.register_blueprint(views)
    return app


def month_cells():
    """Return May 2026 as the clock of an order sees it on the 26th."""
    cells, number = {date(2026, 4, 30): {"kind": "blank", "word": "起算日"}}, 0
    for n in range(1, 32):
        day = date(2026, 5, n)
        kind = KINDS.get(n, "off" if day.weekday() > 4 else "on" if n <= 26 else "ahead")
        number += kind in ("on", "ahead", "make", "due")
        words = {
            "hol": "休",
            "off": "周末",
            "pause": "暂停",
            "make": f"班 第{number}日",
            "due": f"应交 {number}",
        }
        cells[day] = {"kind": kind, "word": words.get(kind, f"第{number}日"), "today": n == 26}
    return cells
