"""The checks that every visited page goes through do find what they look for."""

import pytest

from tests import pages

GOOD = """<!doctype html><html lang="zh-Hans"><head><title>订单 - 江山市中介超市</title></head><body><main>
<h1>今天有 2 件事到期</h1><p>Noto Sans CJK 是字体</p><p lang="en">This is an English sentence.</p>
<form method="post" action="/orders/1"><input type="hidden" name="csrf_token" value="x">
<input type="hidden" name="act_key" value="0123456789abcdef0123456789abcdef">
<label for="price">报价</label><input id="price" name="price" value="3">
<label for="why">理由</label><textarea id="why" name="why">
甲
乙</textarea>
<label for="item">事项</label><select id="item" name="item">
<option value="1">一</option><option value="2" selected>二</option></select>
<label><input type="checkbox" name="told" checked>已告知</label>
<button>提交</button></form></main></body></html>"""

FAULTS = {
    'lang="zh-Hans"': ("", "language"),
    "<title>订单 - ": ("<title> - ", "no title"),
    "<h1>": ("<h1>一</h1><h1>", "2 h1"),
    'action="/orders/1"': ('action=""', "without an action"),
    'name="csrf_token"': ('name="other"', "no csrf_token"),
    "0123456789abcdef0123456789abcdef": ("", "no act_key"),
    'for="price"': ('for="why"', "no label"),
    "<p>Noto Sans CJK 是字体</p>": ("<p>Please choose an agency first.</p>", "not in Chinese"),
    "报价": ("%(name)s", "left open"),
    "<main>": ("<div>", "no <main>"),
    'id="why"': ('id="price"', "occurs 2 times"),
    "<button>提交</button>": ("<button></button>", "without words"),
    "<h1>今": ('<h1 style="color:red">今', "acts inline"),
    "</main>": ("<script>alert(1)</script></main>", "an inline <script>"),
}


def test_a_good_page_has_no_faults():
    assert pages.faults(*pages.parse(GOOD)) == []


@pytest.mark.parametrize("was", FAULTS, ids=[word for _, word in FAULTS.values()])
def test_a_fault_is_found(was):
    becomes, word = FAULTS[was]
    assert was in GOOD
    assert word in "\n".join(pages.faults(*pages.parse(GOOD.replace(was, becomes, 1))))


def test_a_form_is_sent_as_a_browser_would_send_it():
    root, _ = pages.parse(GOOD)
    sent = pages.values(root.first("form"))
    assert sent.pop("act_key")
    assert sent == {"csrf_token": "x", "price": "3", "why": "甲\n乙", "item": "2", "told": "on"}
