"""Letters on paper: what is printed is what was written, to the standards where our fonts allow it."""

import io
import logging

import pytest
from pypdf import PdfReader

from kernel.letters import Paragraph, Radar, Section, Table, section
from kernel.pdf import pdf
from tests.kernel.test_letters import letter

MARKUP = 'a#b *c* _d_ $e$ `f` \\g "h" @i <j> // k'


def text_of(paper):
    """Return what a PDF says, without the breaks of its lines."""
    pages = PdfReader(io.BytesIO(paper)).pages
    return "".join("".join(page.extract_text() for page in pages).split())


def test_the_paper_says_number_body_facts_and_dates():
    said = text_of(pdf(letter()))
    for words in (
        "江山市生态环境局",
        "江中介决字〔2026〕3号",
        "处理决定书",
        "江山市禾源环保咨询有限公司：",
        "一、事实",
        "2026年5月19日（周二）",
        "列入名单。",
        "7K3F-9QWD-26AB",
    ):
        assert words in said


def test_it_is_tagged_for_the_archive_and_for_readers_and_names_itself():
    paper = pdf(letter())
    reader = PdfReader(io.BytesIO(paper))
    assert reader.metadata.title == "处理决定书"
    assert reader.metadata.author == "江山市生态环境局"
    assert reader.trailer["/Root"]["/Lang"].startswith("zh")
    assert "/StructTreeRoot" in reader.trailer["/Root"]
    assert b"pdfaid" in paper
    assert b"pdfuaid" in paper


def test_a_picture_and_a_table_are_on_the_paper_with_words_for_who_cannot_see(caplog):
    axes = tuple(f"维度{n}" for n in range(1, 6))
    rows = tuple((f"指标{n}", MARKUP, str(n)) for n in range(40))
    drawn = Section(
        "得分",
        (),
        Radar(axes, (1.0, 0.5, 0.75, 0.25, 0.0), (0.5,) * 5),
        Table(("指标", "原因", "失分"), rows, (2,)),
    )
    paper = pdf(letter(sections=(drawn,)))
    said = text_of(paper)
    assert "指标39" in said
    assert "".join(MARKUP.split()) in said
    assert said.count("原因") >= 2  # the head is repeated on every page that the table fills
    assert "维度1 100%" in alternative_texts(paper)
    assert not caplog.records


def alternative_texts(paper):
    """Return what is said of the pictures of a PDF to those who do not see them."""
    reader = PdfReader(io.BytesIO(paper))
    objects = (reader.get_object(number) for number in range(1, reader.trailer["/Size"]))
    return " ".join(str(one["/Alt"]) for one in objects if hasattr(one, "get") and "/Alt" in one)


def test_the_same_letter_is_the_same_paper_to_the_byte():
    assert pdf(letter()) == pdf(letter())
    assert pdf(letter()) != pdf(letter(red=False))


def test_what_a_letter_says_is_never_markup():
    paper = letter(
        issuer=MARKUP,
        title=MARKUP,
        addressee=MARKUP,
        opening=(Paragraph(MARKUP),),
        sections=(section(MARKUP, Paragraph(MARKUP, ruling=True)),),
    )
    assert text_of(pdf(paper)).count("".join(MARKUP.split())) >= 6


@pytest.mark.parametrize("name", ["𠮷田工程", "青屿😀环境", "𰻝面测绘", "\u0e01\u200b甲", "龘靐"])
def test_a_character_that_our_fonts_lack_does_not_stop_a_letter(name, caplog):
    with caplog.at_level(logging.WARNING):
        paper = pdf(letter(addressee=name))
    assert paper.startswith(b"%PDF-")
    assert "江中介决字〔2026〕3号" in text_of(paper)
    if b"pdfaid" not in paper:
        assert "江中介决字〔2026〕3号 is set without standards" in caplog.text


def test_a_letter_without_number_addressee_sections_or_code_is_still_one():
    bare = letter(number="", addressee="", opening=(), sections=(), code="", check_address="")
    assert "处理决定书" in text_of(pdf(bare))


def test_a_long_letter_runs_over_several_pages():
    long = letter(sections=(section("事实", *(["经查，情况属实。" * 40] * 12)),))
    assert len(PdfReader(io.BytesIO(pdf(long))).pages) > 3
