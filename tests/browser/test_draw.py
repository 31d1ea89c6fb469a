"""A draw is computed again in the browser: the same verdict as the platform's, and nothing leaves the machine."""

import base64

import pytest
from playwright.sync_api import expect

from marketplace.selection import draw
from tests.browser.conftest import PHONE
from tests.browser.person import Person
from tests.marketplace.selection import draws, forgeries

# Judge every record of a list, each in base64; give back which of them held.
JUDGE = """async (records) => {
  const held = [];
  for (const record of records) {
    const octets = Uint8Array.from(atob(record), (letter) => letter.charCodeAt(0));
    held.push(await replayDraw(octets).then(() => true, (problem) => {
      if (!(problem instanceof Difference)) throw problem;
      words(problem.word, problem.filled);
      return false;
    }));
  }
  return held;
}"""


@pytest.fixture
def reader(browser_page):
    """Someone who reads the page, and the addresses asked for after it was there."""
    person = Person(browser_page)
    person.opens("/draws/check")
    person.asked = []
    browser_page.on("request", lambda request: person.asked.append(request.url.rpartition("/")[2]))
    return person


def judged(page, records):
    return page.evaluate(JUDGE, [base64.b64encode(record).decode() for record in records])


def test_a_record_is_computed_again_and_nothing_is_sent(reader):
    written = draws.written()
    reader.brings("记录文件", ("record.json", "application/json", written))
    reader.presses("重新计算")
    expect(reader.page.get_by_role("heading", name="记录属实")).to_be_focused()
    shown = reader.page.locator("#draw-outcome li").all_inner_texts()
    assert shown == list(draw.replay(written).order)
    reader.reads(draws.NOTICE.commitment.hex(), "江公告〔2026〕17号")
    assert set(reader.asked) <= {"mark.svg"}


def test_a_pasted_forgery_is_named_and_nothing_is_sent(reader):
    reader.fills({"或者记录全文": draws.forged(order=lambda r: r["order"][::-1]).decode()})
    reader.presses("重新计算")
    reader.reads("这份记录不成立", f"顺序应为{', '.join(draw.replay(draws.written()).order)}。")
    reader.fills({"或者记录全文": "x"})
    reader.presses("重新计算")
    reader.reads("这不是抽取记录：不是UTF-8编码的JSON。")
    reader.fills({"或者记录全文": draws.written().decode().rstrip()})
    reader.presses("重新计算")
    reader.reads("记录属实")
    reader.reads_nowhere("这份记录不成立")
    assert set(reader.asked) <= {"mark.svg"}


def test_the_browser_judges_as_the_platform_does(reader):
    honest = [draws.written(), draws.written(3), draws.written(7, [draws.LOTTERY])]
    forged = [draws.forged(**changes) for changes, _, _ in forgeries.FORGERIES.values()]
    assert judged(reader.page, honest) == [True] * len(honest)
    assert judged(reader.page, forged) == [False] * len(forged)


def test_no_byte_may_be_another(reader):
    record = draws.written(2)
    flipped = [record[:at] + bytes([octet ^ 1]) + record[at + 1 :] for at, octet in enumerate(record)]
    capital = [record[:at] + bytes([octet ^ 0x20]) + record[at + 1 :] for at, octet in enumerate(record)]
    others = [*flipped, *capital, b"\xef\xbb\xbf" + record, record + b"\n", record.replace(b"\n", b"\r\n")]
    assert judged(reader.page, others) == [False] * len(others)


def test_without_script_the_platform_computes_it(people):
    reader = Person(people(java_script_enabled=False))
    reader.opens("/draws/check")
    reader.brings("记录文件", ("record.json", "application/json", draws.written()))
    reader.presses("重新计算")
    reader.reads("记录属实", draws.NOTICE.commitment.hex())


@pytest.mark.parametrize(
    "lacking", ["delete Crypto.prototype.subtle", "delete window.TextDecoder; delete window.TextEncoder"]
)
def test_a_browser_that_cannot_compute_it_gives_no_verdict_of_its_own(people, lacking):
    page = people()
    page.add_init_script(lacking)
    reader = Person(page)
    reader.opens("/draws/check")
    reader.brings("记录文件", ("record.json", "application/json", draws.written()))
    with page.expect_navigation():
        reader.presses("重新计算")
    reader.reads("记录属实", draws.NOTICE.commitment.hex())


def test_the_outcome_fits_a_telephone(people):
    reader = Person(people(viewport=PHONE))
    reader.opens("/draws/check")
    reader.brings("记录文件", ("record.json", "application/json", draws.written()))
    reader.presses("重新计算")
    reader.reads("记录属实")
    assert reader.page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
