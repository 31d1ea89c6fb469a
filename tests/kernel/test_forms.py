from datetime import date
from io import BytesIO

import pytest
from flask_wtf.file import FileRequired
from werkzeug.datastructures import MultiDict
from wtforms import StringField
from wtforms.validators import InputRequired, Length, NumberRange

from kernel import forms
from kernel.errors import Refused
from kernel.fields import FileField, OneOfField, SomeOfField, TextField, TickField, WholeField
from kernel.sentences import say
from tests.look.gallery import make


class NameForm(forms.ActForm):
    name = TextField("名称", [InputRequired()])


class PaperForm(forms.ActForm):
    name = TextField("名称", [InputRequired()])
    paper = FileField("合同", endings=("pdf",))


def request(form_class, sent=None, language="zh", *, csrf=False):
    app = make()
    app.config["WTF_CSRF_ENABLED"] = csrf
    method = "POST" if sent is not None else "GET"
    with app.test_request_context(method=method, data=sent, headers={"Cookie": f"language={language}"}):
        form = form_class()
        form.validate_on_submit()
        return form, [tuple(problem) for problem in form.problems()], form.files_to_choose_again()


def test_a_form_has_a_key_of_its_own_when_it_is_first_shown():
    first, _, _ = request(NameForm)
    second, _, _ = request(NameForm)
    assert len(first.act_key.data) == 32
    assert first.act_key.data != second.act_key.data


def test_the_key_stays_while_the_form_is_shown_again_and_a_false_one_is_replaced():
    assert request(NameForm, {"act_key": "a" * 32})[0].act_key.data == "a" * 32
    assert request(NameForm, {"act_key": "../../etc"})[0].act_key.data != "../../etc"


def test_fields_are_told_apart_by_whether_they_are_seen():
    form, _, _ = request(PaperForm, csrf=True)
    assert [field.name for field in form.unseen()] == ["act_key", "csrf_token"]
    assert [field.name for field in form.shown()] == ["name", "paper"]
    assert form.has_files()
    assert not request(NameForm)[0].has_files()


def test_problems_are_named_by_their_field_in_both_languages():
    assert request(NameForm, {})[1] == [("name", "名称：请填写。")]
    assert request(NameForm, {}, "en")[1] == [("name", "名称: Fill this in.")]
    assert request(NameForm, {"name": "甲"})[1] == []


class AskingForm(forms.ActForm):
    """Ask a question, for a tick and for a file."""

    found = OneOfField("您认定什么？", [InputRequired()], choices=[("a", "甲")])
    agreed = TickField("我已阅读。", [InputRequired()])
    paper = FileField("合同", [FileRequired()])


def test_what_is_chosen_is_not_to_be_filled_in_and_no_punctuation_is_doubled():
    assert [text for _, text in request(AskingForm, {})[1]] == [
        "您认定什么？请选择。",
        "我已阅读。请勾选。",
        "合同：请选择文件。",
    ]
    assert request(AskingForm, {}, "en")[1][0] == ("found", "您认定什么？ Choose an answer.")


def test_a_missing_token_is_a_problem_that_keeps_what_was_typed():
    form, problems, _ = request(NameForm, {"name": "甲"}, csrf=True)
    assert problems == [("", "页面打开太久了。请核对所填内容，再提交一次。")]
    assert form.name.data == "甲"


def test_a_file_must_be_chosen_again_when_the_form_is_shown_again():
    assert request(PaperForm, {"paper": (BytesIO(b"x"), "a.pdf")})[2]
    assert not request(PaperForm, {"paper": (BytesIO(b""), "")})[2]
    assert not request(PaperForm, {"name": "甲"})[2]


def test_a_refusal_stands_above_the_form_or_beside_the_field_it_names():
    form, _, _ = request(NameForm)
    assert form.refusal is None
    whole = Refused("P9", say("Fill this in."), date(2028, 5, 20))
    beside = Refused("S3", say("Fill this in."), field="name")
    with make().test_request_context():
        form.refusal = whole
        assert (form.refusal, form.problems()) == (whole, [])
        form.refusal = beside
        assert form.refusal is whole
        assert [(p.anchor, "S3" in p.text) for p in form.problems()] == [("name", True)]
        later = Refused("P9", say("Fill this in."), date(2028, 5, 20), field="name")
        form.refusal = later
        assert form.refusal is later
        form.refusal = Refused("", say("Fill this in."), field="name")
        assert form.name.errors[-1] == "请填写。"
        form.refusal = Refused("S3", say("Fill this in."), field="nowhere")
        assert form.refusal.field == "nowhere"


class Wordy(forms.ActForm):
    short = StringField("short", [Length(min=3)])
    long = StringField("long", [Length(max=3)])
    exact = StringField("exact", [Length(min=3, max=3)])
    between = StringField("between", [Length(min=3, max=5)])
    least = WholeField("least", [NumberRange(min=5)])
    most = WholeField("most", [NumberRange(max=5)])
    range = WholeField("range", [NumberRange(min=2, max=5)])
    some = SomeOfField("some", choices=[("a", "A")])


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "zh",
            [
                "至少写 3 个字。",
                "最多写 3 个字。",
                "要写满 3 个字，不多不少。",
                "请写 3 至 5 个字。",
                "请填不小于 5 的数。",
                "请填不大于 5 的数。",
                "请填 2 至 5 之间的数。",
                "请在列出的答案中选一个。",
            ],
        ),
        (
            "en",
            [
                "Write at least 3 characters.",
                "Write at most 3 characters.",
                "Write exactly 3 characters.",
                "Write 3 to 5 characters.",
                "Enter a number that is not below 5.",
                "Enter a number that is not above 5.",
                "Enter a number from 2 to 5.",
                "Choose one of the answers shown.",
            ],
        ),
    ],
)
def test_the_validators_of_wtforms_speak_our_words_or_their_own(language, expected):
    sent = {
        "short": "1",
        "long": "1234",
        "exact": "1",
        "between": "1",
        "least": "1",
        "most": "9",
        "range": "9",
        "some": "x",
    }
    form, _, _ = request(Wordy, MultiDict(sent), language)
    assert [str(field.errors[0]) for field in form.shown()] == expected


def test_a_form_of_one_app_finds_the_components_without_templates_of_its_own():
    app = make()
    app.jinja_env.loader = None
    forms.install(app)
    assert app.jinja_env.get_template("govuk_frontend_wtf/input.html")
