"""A file's name is kept apart; what an act that failed brought is taken away."""

import hashlib
import io
import os
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from kernel import clock as kernel_clock
from kernel import files
from kernel.db import db, transaction
from kernel.errors import NotFound, Refused
from kernel.files import MOST_BYTES, MOST_NAME, StoredFile, content, orphans, send, shown_name, store
from tests.kernel.conftest import new_key
from tests.kernel.contents import DOCX, KINDS, PDF, PNG


@pytest.fixture
def folder(app, tmp_path, monkeypatch):
    """A place for files of the test's own, which nobody has made yet."""
    monkeypatch.setitem(app.config, "FILES_DIR", str(tmp_path / "not" / "made"))
    return tmp_path / "not" / "made"


@pytest.fixture
def in_folder(db_session, folder):
    return folder


def bring(name="章程.pdf", body=PDF, actor_id=None):
    with transaction():
        return store(io.BytesIO(body), name, actor_id)


def lying(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    "name", ["a.pdf", "a.PDF", "a.b.pdf", "合同（盖章）.pdf", "a\u202efdp.pdf", "C:\\x\\a.pdf"]
)
def test_a_file_is_stored_with_its_checksum_apart_from_its_name(in_folder, clock, name):
    row = bring(name, actor_id=7)
    assert (row.kind, row.size, row.sha256) == ("pdf", len(PDF), hashlib.sha256(PDF).hexdigest())
    assert (row.actor_id, row.at) == (7, kernel_clock.now())
    assert lying(in_folder) == [in_folder / row.key[:2] / row.key]
    assert content(row) == PDF


@pytest.mark.parametrize(
    ("name", "body", "said"),
    [
        ("a.pdf", b"", "empty"),
        ("a.exe", b"MZ", "kind of file is not taken"),
        ("a.pdf", PNG, "is a PNG"),
        ("a.jpg", PNG, "is a PNG"),
        ("a.xlsx", DOCX, "is a DOCX"),
        ("pdf", PDF, "is a PDF"),
        ("a.pdf ", PNG, "is a PNG"),
        ("", PDF, "is a PDF"),
        ("a.pdf/", PNG, "is a PNG"),
        ("a.pdf\0.png", PDF, "is a PDF"),
    ],
)
def test_a_file_that_is_not_what_it_claims_is_refused_and_leaves_nothing(in_folder, name, body, said):
    with pytest.raises(Refused, match=said):
        bring(name, body)
    assert lying(in_folder) == []
    assert db.session.scalars(select(StoredFile)).all() == []


@pytest.mark.parametrize(("kind", "ending"), [(k, e) for k, all_ in files.ENDINGS.items() for e in all_])
def test_every_ending_of_a_kind_is_taken(in_folder, kind, ending):
    assert bring(f"a.{ending}", KINDS[kind]).kind == kind


def test_twenty_megabytes_are_taken_and_not_a_byte_more(in_folder):
    assert bring(body=PDF.ljust(MOST_BYTES, b"\0")).size == MOST_BYTES
    with pytest.raises(Refused, match="larger than 20 MB"):
        bring(body=PDF.ljust(MOST_BYTES + 1, b"\0"))


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("合同.pdf", "合同.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\王\\合同.pdf", "合同.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie: x.pdf"),
        ("a\0b.pdf", "ab.pdf"),
        ("gpj\u202e.pdf", "gpj.pdf"),
        ("\ud800a.pdf", "a.pdf"),
        ("e\u0301.pdf", "é.pdf"),
        ("  a b .pdf ", "a b .pdf"),
        ("a\u3000b.pdf", "ab.pdf"),
        ("", ""),
        (".", ""),
        ("..", ".."),
        ("noending", "noending"),
        ("约" * 300 + ".pdf", "约" * (MOST_NAME - 3) + ".pdf"),
        ("𠀀" * 300 + ".DOCX", "𠀀" * (MOST_NAME - 4) + ".DOCX"),
        ("a" * 300, "a" * MOST_NAME),
        ("a." + "b" * 300, "a." + "b" * (MOST_NAME - 2)),
    ],
)
def test_a_name_is_kept_without_folders_and_tricks_and_with_its_ending(name, kept):
    assert shown_name(name) == kept
    assert len(shown_name(name)) < StoredFile.name.type.length


def test_a_file_is_handed_out_for_download_and_kept_in_no_cache(app, in_folder):
    row = bring('合同"; x=.pdf')
    with app.test_request_context("/"):
        answer = send(row)
        answer.direct_passthrough = False
        assert answer.data == PDF
        answer.close()
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename")
    assert "%E5%90%88%E5%90%8C" in answer.headers["Content-Disposition"]
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_file_whose_content_is_gone_is_not_found(app, in_folder):
    row = bring()
    lying(in_folder)[0].unlink()
    with app.test_request_context("/"), pytest.raises(NotFound):
        send(row)
    with pytest.raises(NotFound):
        content(row)


def test_without_a_place_for_files_nothing_is_stored(app, db_session, monkeypatch):
    monkeypatch.setitem(app.config, "FILES_DIR", "")
    with pytest.raises(LookupError, match="FILES_DIR is not set"):
        bring()
    assert db.session.scalars(select(StoredFile)).all() == []


def bring_and_break():
    with transaction():
        store(io.BytesIO(PDF), "a.pdf", None)
        raise ZeroDivisionError


def bring_in_a_savepoint_too():
    with transaction():
        store(io.BytesIO(PDF), "a.pdf", None)
        with db.session.begin_nested() as savepoint:
            store(io.BytesIO(PDF), "b.pdf", None)
            savepoint.rollback()


def test_what_an_act_that_failed_brought_is_taken_away(in_folder):
    kept = bring()
    with pytest.raises(ZeroDivisionError):
        bring_and_break()
    assert [path.name for path in lying(in_folder)] == [kept.key]


def test_what_an_act_brought_stays_when_a_later_one_fails(in_folder):
    bring()
    with pytest.raises(ZeroDivisionError), transaction():
        raise ZeroDivisionError
    assert len(lying(in_folder)) == 1


def test_what_a_savepoint_brought_is_an_orphan_and_the_act_goes_on(in_folder, clock):
    bring_in_a_savepoint_too()
    row = db.session.scalars(select(StoredFile)).one()
    assert row.name == "a.pdf"
    assert content(row) == PDF
    later = kernel_clock._system() + timedelta(minutes=1)
    assert [path.name != row.key for path in orphans(later)] == [True]


def test_a_half_written_file_is_never_in_its_place(in_folder, monkeypatch):
    def full(_descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        bring()
    assert lying(in_folder) == []


def test_orphans_are_what_no_row_names_and_is_not_new(in_folder):
    row = bring()
    for name in ("0" * 40, f"{'1' * 40}.half"):
        path = in_folder / name[:2] / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(PDF)
    long_ago = kernel_clock._system() - timedelta(days=1)
    assert list(orphans(long_ago)) == []
    later = kernel_clock._system() + timedelta(minutes=1)
    assert {path.name for path in orphans(later)} == {"0" * 40, f"{'1' * 40}.half"}
    assert content(row) == PDF


@pytest.mark.usefixtures("open_site")
def test_a_page_that_breaks_leaves_no_file(site):
    folder = Path(site.config["FILES_DIR"])
    client = site.test_client()

    def send_file(**more):
        data = {"act_key": new_key(), "file": (io.BytesIO(PDF), "a.pdf"), **more}
        return client.post("/bring-file", data=data, content_type="multipart/form-data")

    assert send_file().status_code == 303
    with pytest.raises(ZeroDivisionError):
        send_file(**{"break": "1"})
    assert len(lying(folder)) == 1


def test_what_was_made_just_now_is_handed_out_under_a_name_that_a_server_takes(app):
    with app.test_request_context():
        answer = files.hand_out(b"{}", "application/json", "江中介决字〔2026〕2号.json")
        answer.direct_passthrough = False
        assert answer.get_data() == b"{}"
        assert answer.headers["Content-Disposition"].isascii()
        assert "filename*=UTF-8''" in answer.headers["Content-Disposition"]
        assert answer.headers["Cache-Control"] == "no-store"
