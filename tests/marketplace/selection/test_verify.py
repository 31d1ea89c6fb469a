"""The page on which anyone computes a draw again, for who has no script: what it shows, refuses and keeps."""

import io
import json
import re

from kernel import rulebook
from marketplace.selection import draw
from marketplace.selection.forms import MOST_OF_A_RECORD
from tests.marketplace.selection import draws

PAGE, PROGRAM = "/draws/check", "/draws/verify-draw.py"
STATIC = rulebook.FOLDER.parent / "static"


def brought(written):
    return {"record": (io.BytesIO(written), "record.json")}


def test_everyone_is_told_how_a_draw_is_made(visit, count_statements):
    with count_statements() as counted:
        page = visit(PAGE)
    assert page.heading == "任何人都可以重新计算抽取结果"
    assert "密钥经SHA-256哈希8次" in page.text
    assert [
        one for one in counted if "rulebook_edition" not in one
    ] == []  # which edition holds is asked everywhere


def test_it_is_read_in_english_too(visit):
    assert visit.english()(PAGE).heading == "Anyone can compute a draw again"


def test_the_file_of_a_record_gives_its_order(visit):
    written = draws.written()
    page = visit.submit(PAGE, brought(written), status=200)
    assert "记录属实" in page.text
    outcome = next(page.root.every("section", id="draw-outcome"))
    assert [item.text for item in outcome.every("li")] == list(draw.replay(written).order)
    shown = {place.get("data-fill"): "".join(_pieces(place)) for place in outcome.every("code")}
    fields = json.loads(written)
    assert shown == {name: str(fields[name]).replace("\n", "") for name in shown}
    assert {"commitment", "labels_sha256", "sha256"} <= shown.keys()


def _pieces(element):
    return [piece for piece in element.children if isinstance(piece, str)]


def test_the_text_of_a_record_does_as_well(visit):
    text = draws.written().decode()
    for pasted in (text, text.rstrip(), "\r\n" + text.replace("\n", "\r\n")):
        assert "记录属实" in visit.submit(PAGE, {"text": pasted}, status=200).text


def test_a_forged_record_is_said_to_be_one(visit):
    page = visit.submit(PAGE, brought(draws.forged(order=lambda r: r["order"][::-1])), status=200)
    assert "这份记录不成立" in page.text
    assert f"顺序应为{', '.join(draw.replay(draws.written()).order)}。" in page.text
    assert "记录属实" not in "".join(section.text for section in page.root.every("section"))


def test_what_is_wrong_in_a_field_is_said_in_the_readers_words(visit):
    assert "round应当是1至1000000的整数。" in visit.submit(PAGE, brought(draws.forged(round=0))).text


def test_a_pasted_control_character_is_not_mended(visit):
    pasted = draws.written().decode().replace('"round"', '"\x7fround"')
    assert "不成立" in visit.submit(PAGE, {"text": pasted}, status=200).text


def test_nothing_of_a_record_is_taken_as_markup(visit):
    page = visit.submit(PAGE, brought(draws.forged(notice="<b id='bold'>x</b>\n")), status=200)
    assert page.root.first(id="bold") is None
    sound = draws.written(notice="<b id='bold'>x</b>")
    assert visit.submit(PAGE, brought(sound), status=200).root.first(id="bold") is None


def test_nothing_brought_is_asked_for(visit):
    page = visit.submit(PAGE, {}, status=422)
    assert "请选择记录文件，或者粘贴记录全文。" in page.errors


def test_what_is_no_record_is_said_beside_its_field(visit):
    assert "不是UTF-8编码的JSON" in visit.submit(PAGE, brought(b"\xff"), status=422).errors
    assert "格式不是vrs-record/2" in visit.submit(PAGE, {"text": "{}"}, status=422).errors
    assert "JSON" in visit.submit(PAGE, {"record": (io.BytesIO(b"x"), "record.pdf")}, status=422).errors


def test_what_is_too_large_is_not_read(visit):
    page = visit.submit(PAGE, brought(b" " * (MOST_OF_A_RECORD + 1)), status=422)
    assert "超过400 KB" in page.errors


def test_the_program_is_handed_out_as_it_stands(client):
    answer = client.get(PROGRAM)
    assert (answer.status_code, answer.mimetype) == (200, "text/plain")
    assert answer.data == (rulebook.FOLDER.parent / "tools" / "verify_draw.py").read_bytes()
    assert "verify_draw.py" in answer.headers["Content-Disposition"]


def test_the_page_has_a_sentence_for_every_difference_that_the_browser_may_find(visit):
    script = (STATIC / "draw.js").read_text(encoding="utf-8")
    said = set(re.findall(r"""need\(.*?, "([a-z0-9-]+)"[,)]""", script))
    said |= set(re.findall(r"""Difference\("([a-z0-9-]+)"\)""", script))
    written = {line.get("data-word") for line in visit(PAGE).root.every("p") if line.get("data-word")}
    assert said == written
    assert len(said) > 20
