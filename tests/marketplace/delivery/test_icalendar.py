"""RFC 5545: lines end in CR LF, are folded by octets, hold nothing that ends a value; a day is a whole day."""

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from marketplace.delivery.icalendar import Item, calendar, escaped, folded

TOLD = datetime(2026, 5, 26, 4, tzinfo=UTC)


def item(**changed):
    return Item(
        **{
            "uid": "due/JS-2026-0001@example.cn",
            "day": date(2026, 12, 31),
            "title": "环评报告；初稿, 终稿",
            "text": "第一行\n第二行\\",
            "link": "https://example.cn/orders/JS-2026-0001",
            "sequence": 2,
            "changed_at": TOLD,
        }
        | changed
    )


def unfolded(made):
    return made.decode().replace("\r\n ", "").split("\r\n")


def test_a_whole_day_ends_where_the_next_begins_and_blocks_no_time():
    lines = unfolded(calendar("到期日", [item()]))
    event = lines[lines.index("BEGIN:VEVENT") : lines.index("END:VEVENT") + 1]
    assert event == [
        "BEGIN:VEVENT",
        "UID:due/JS-2026-0001@example.cn",
        "DTSTAMP:20260526T040000Z",
        "LAST-MODIFIED:20260526T040000Z",
        "SEQUENCE:2",
        "DTSTART;VALUE=DATE:20261231",
        "DTEND;VALUE=DATE:20270101",
        "SUMMARY:环评报告；初稿\\, 终稿",
        "DESCRIPTION:第一行\\n第二行\\\\",
        "URL:https://example.cn/orders/JS-2026-0001",
        "STATUS:CONFIRMED",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def test_a_provisional_day_is_tentative():
    assert "STATUS:TENTATIVE" in unfolded(calendar("到期日", [item(provisional=True)]))


def test_a_calendar_without_a_day_still_holds_a_component():
    lines = unfolded(calendar("到期日", []))
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-2:] == ["END:VCALENDAR", ""]
    assert "BEGIN:VTIMEZONE" in lines
    assert "BEGIN:VEVENT" not in lines


def test_no_control_character_comes_through():
    assert escaped("a\r\nb\rc\x07;d") == "a\\nb\\nc\\;d"


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\n"), max_size=200))
def test_a_folded_line_has_short_pieces_and_is_the_same_unfolded(text):
    made = folded(text)
    assert made.endswith(b"\r\n")
    pieces = made[:-2].split(b"\r\n")
    assert all(len(piece) <= 75 and piece.decode() is not None for piece in pieces)
    assert all(piece.startswith(b" ") for piece in pieces[1:])
    assert made[:-2].decode().replace("\r\n ", "") == text
