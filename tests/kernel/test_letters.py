"""Official letters: Chinese for every reader, numbered, kept as they were issued."""

import json
from dataclasses import replace
from datetime import date

import pytest
import segno
from flask import render_template_string

from kernel import letters
from kernel.letters import (
    Letter,
    Paragraph,
    Radar,
    Section,
    Table,
    in_chinese,
    keep,
    kept,
    qr,
    section,
    written,
)
from kernel.sentences import say

ISSUED = date(2026, 5, 19)
DRAWN = '{% from "macros/letter.html" import official %}{{ official(letter, tag=tag) }}'


def letter(**changes):
    made = Letter(
        title="处理决定书",
        number="江中介决字〔2026〕3号",
        addressee="江山市禾源环保咨询有限公司",
        opening=(Paragraph(say("Load the page again")),),
        sections=(
            section("事实", say("%(day)s is twice in %(key)s.", key="off", day=ISSUED)),
            section("决定", "如下：", Paragraph("列入名单。", ruling=True)),
        ),
        issuer="江山市生态环境局",
        on=ISSUED,
        red=True,
        code="7K3F-9QWD-26AB",
        check_address="https://zjcs.example.cn/check/7K3F-9QWD-26AB",
    )
    return replace(made, **changes)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_letter_is_chinese_whatever_the_reader_chose(app, language):
    with app.test_request_context(headers={"Cookie": f"language={language}"}):
        drawn = render_template_string(DRAWN, letter=written(letter()), tag="h2")
    assert 'lang="zh-Hans"' in drawn
    for text in ("江山市禾源环保咨询有限公司：", "2026年5月19日（周二）", "一、事实", "二、决定", "印章处"):
        assert text in drawn
    assert "Load the page" not in drawn
    assert "<strong>列入名单。</strong>" in drawn
    assert "7K3F-9QWD-26AB" in drawn
    assert drawn.count("<svg") == 2


def test_a_letter_that_is_the_page_has_its_heading_and_one_that_nobody_checks_has_no_code(app):
    plain = letter(red=False, code="", check_address="", addressee="", number="", sections=())
    with app.test_request_context():
        drawn = render_template_string(DRAWN, letter=written(plain), tag="h1")
    assert '<h1 class="subject">处理决定书</h1>' in drawn
    assert 'class="letter plain"' in drawn
    for gone in ('class="to"', 'class="ref"', 'class="check"'):
        assert gone not in drawn


def test_what_a_letter_says_is_shown_literally(app):
    with app.test_request_context():
        drawn = render_template_string(DRAWN, letter=written(letter(addressee="<b>甲</b> & 乙")), tag="h2")
    assert "&lt;b&gt;甲&lt;/b&gt; &amp; 乙：" in drawn


def test_a_kept_letter_is_finished_chinese_and_comes_back_whole():
    text = keep(letter())
    assert keep(in_chinese(letter())) == text
    assert kept(text, letter().code, letter().check_address) == in_chinese(letter())
    assert written(kept(text)) == written(letter(code="", check_address=""))
    assert "say" not in json.loads(text)["opening"][0]
    assert "7K3F" not in text


def with_a_picture(**changes):
    drawn = {
        "radar": Radar(
            (say("Load the page again"), "乙", "丙", "丁", "戊"), (1.0, 0.5, 0.5, 0.5, 0.5), (0.5,) * 5
        ),
        "table": Table(("维度", "得分"), ((say("Load the page again"), "18.65"), ("<b>", "1")), numbers=(1,)),
    }
    return letter(sections=(Section("五个维度", (Paragraph("如图。"),), **(drawn | changes)),))


def test_a_section_may_hold_a_picture_and_a_table_which_are_kept_in_chinese(app):
    told = with_a_picture()
    assert written(kept(keep(told))) == written(replace(told, code="", check_address=""))
    assert "Load the page" not in keep(told)
    with app.test_request_context():
        drawn = render_template_string(DRAWN, letter=written(told), tag="h2")
    assert 'class="radar"' in drawn
    assert '<td class="num" data-l="得分"><span>18.65</span></td>' in drawn
    assert "&lt;b&gt;" in drawn


def test_a_letter_without_pictures_is_kept_as_it_always_was():
    assert {key for one in json.loads(keep(letter()))["sections"] for key in one} == {"heading", "paragraphs"}
    alone = json.loads(keep(with_a_picture(table=None)))["sections"][0]
    assert set(alone) == {"heading", "paragraphs", "radar"}


def test_the_code_is_a_picture_of_the_address():
    picture = qr("https://zjcs.example.cn/check/1")
    dark = sum(
        bool(dot) for row in segno.make_qr("https://zjcs.example.cn/check/1", error="m").matrix for dot in row
    )
    assert picture.count("h1v1h-1z") == dark
    assert "style" not in picture


def test_more_than_ten_sections_are_none_of_ours():
    many = tuple(section(str(n), "…") for n in range(len(letters._ORDINALS) + 1))
    with pytest.raises(IndexError):
        written(letter(sections=many))
