"""A file is what its content says, and of an archive the names alone are read."""

import struct
import zipfile

import pytest

from kernel import files
from kernel.files import sniff
from tests.kernel.contents import DEEP, DOCX, KINDS, PNG, archive


def with_listing(whole, **fields):
    """Return an archive with other figures at its end."""
    at = whole.rfind(b"PK\x05\x06")
    names = ("signature", "disk", "start", "here", "entries", "size", "offset", "comment")
    end = dict(zip(names, struct.unpack_from("<4s4H2LH", whole, at), strict=True)) | fields
    return whole[:at] + struct.pack("<4s4H2LH", *end.values()) + whole[at + 22 :]


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_known_by_its_content(kind):
    assert sniff(KINDS[kind]) == kind


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"PK",
        b"MZ\x90\0",
        b"<html><script>alert(1)</script>",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"GIF89a",
        b" %PDF-1.7",
        b"\n" + PNG,
        b"MZ" + DOCX,  # an archive may begin anywhere, a document does not
        archive("a.txt"),
        archive(DEEP),
        archive("Word/document.xml"),
        archive("word/document.xml", "xl/workbook.xml"),
        archive("OFD.xml", "word/document.xml"),
        archive("word/document.xml", "word/vbaProject.bin"),
        archive("xl/workbook.xml", "xl/VBAPROJECT.BIN"),
        archive("xl/workbook.xml", "elsewhere/vbaProject.bin"),
        archive("word/document.xml", "../../etc/passwd"),
        archive("word/document.xml", "/etc/passwd"),
        archive("word/document.xml", "..\\..\\windows"),
        DOCX[:-30],
        DOCX[: len(DOCX) // 2],
        DOCX[:40] + b"PK\x05\x06",
        b"PK\x03\x04" + b"\0" * 100 + b"PK\x05\x06" + b"\0" * 18,
        with_listing(DOCX, size=2**32 - 1, offset=2**32 - 1, entries=2**16 - 1),
        with_listing(DOCX, size=0),
        with_listing(DOCX, size=files.MOST_LISTING + 1),
    ],
    ids=range(27),
)
def test_anything_else_is_none_of_them(body):
    assert sniff(body) is None


def test_an_archive_with_a_broken_name_is_none_of_them():
    whole = archive("word/document.xml", "中.xml")
    assert sniff(whole) == "docx"
    assert sniff(whole.replace("中.xml".encode(), b"\xff\xff\xff.xml")) is None


def test_an_archive_that_wants_a_later_program_is_none_of_them():
    at = DOCX.find(b"PK\x01\x02")
    assert sniff(DOCX[: at + 6] + b"\xff\x00" + DOCX[at + 8 :]) is None


def test_of_a_bomb_the_names_alone_are_read(monkeypatch):
    bomb = archive("xl/workbook.xml", body=b"\0" * 50_000_000)
    monkeypatch.setattr(zipfile.ZipFile, "open", None)
    assert sniff(bomb) == "xlsx"
    assert len(bomb) < 100_000


def test_an_archive_of_too_many_members_is_none_of_them():
    assert sniff(archive("OFD.xml", *(f"{n}" for n in range(files.MOST_MEMBERS - 1)))) == "ofd"
    assert sniff(archive("OFD.xml", *(f"{n}" for n in range(files.MOST_MEMBERS)))) is None
