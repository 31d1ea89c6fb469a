"""The evidence bundle of an order: whole, the same for the same state, and counted anew without us."""

import hashlib
import io
import json
import subprocess
import sys
import zipfile

import pytest
from click.testing import CliRunner

from kernel.db import transaction
from marketplace.cli.clock import clock as command
from marketplace.delivery.operations import changes
from tests import personas
from tests.factories import delivery as make
from tests.marketplace.delivery import recomputing
from tests.marketplace.delivery.test_endings import change

FILES = [
    "README.txt",
    "SHA256SUMS",
    "clock.json",
    "commitment.json",
    "events.json",
    "law.json",
    "ledger.json",
    "order.json",
    "recompute.py",
]


def brought(visit, order):
    return visit(f"/orders/{order.number}/bundle").answer.get_data()


def unpacked(packed):
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def judged(files, tmp_path, capsys):
    """Return what the program says of files in a folder: the exit code, and the line that it prints."""
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    code = recomputing.program.main(str(tmp_path))
    return code, capsys.readouterr().out.strip()


def summed(files):
    """Write the sums anew, as somebody would who alters a file and hides it."""
    sums = [f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in FILES if name != "SHA256SUMS"]
    return files | {"SHA256SUMS": "".join(sums).encode()}


@pytest.mark.parametrize("state", make.STATES)
def test_the_program_counts_as_the_page_does_in_every_state(visit, state, tmp_path, capsys):
    order = make.order(state)
    visit.as_(personas.agency())
    files = unpacked(brought(visit, order))
    due = make.standing(order).clock.due
    assert sorted(files) == FILES
    assert judged(files, tmp_path, capsys) == (0, due.isoformat() if due else "none")


def test_a_paused_and_extended_order_with_two_deliveries_is_counted_anew(visit, tmp_path, capsys):
    order = make.order("rejected")
    make.pause_asked(order, personas.agency())
    make.pause_answered(order, personas.owner())
    make.extension_asked(order, personas.agency())
    make.extension_answered(order, personas.owner())
    make.delivered(order, personas.agency())
    visit.as_(personas.owner())
    due = make.standing(order).clock.due.isoformat()
    assert judged(unpacked(brought(visit, order)), tmp_path, capsys) == (0, due)


def test_the_command_reads_the_commitment_and_says_what_the_bundle_says(visit, tmp_path, clock):
    order = make.order("contested")
    visit.as_(personas.agency())
    files = unpacked(brought(visit, order))
    path = tmp_path / "commitment.json"
    path.write_bytes(files["commitment.json"])
    run = CliRunner().invoke(command, ["explain", str(path), "--on", str(clock.today), "--json"])
    assert run.stderr == ""
    assert json.loads(run.stdout) | {"on": str(clock.today)} == json.loads(files["clock.json"])


def test_the_same_state_gives_the_same_bytes(visit):
    order = make.order("rejected")
    visit.as_(personas.agency())
    first = brought(visit.chinese(), order)
    visit.as_(personas.owner())
    assert brought(visit.english(), order) == first


def test_an_altered_byte_of_any_file_is_found(visit, tmp_path, capsys):
    order = make.order("rejected")
    visit.as_(personas.agency())
    files = unpacked(brought(visit, order))
    for name in set(FILES) - {"SHA256SUMS"}:
        at = len(files[name]) // 2
        content = files[name][:at] + bytes([files[name][at] ^ 1]) + files[name][at + 1 :]
        folder = tmp_path / name
        folder.mkdir()
        code, _said = judged(files | {name: content}, folder, capsys)
        assert code in (1, 2), name


@pytest.mark.parametrize("field", ["kind", "on", "side", "actor", "said", "answers", "files", "entry"])
def test_an_altered_event_is_found_even_where_the_sums_were_written_anew(visit, field, tmp_path, capsys):
    order = make.order("rejected")
    visit.as_(personas.agency())
    files = unpacked(brought(visit, order))
    events = json.loads(files["events.json"])
    altered = {"files": [], "answers": 1, "actor": 0, "on": "2026-05-01"}.get(field, "x")
    at = next(
        i
        for i, event in enumerate(events)
        if event[field] != altered and (event["files"] or field != "files")
    )
    events[at][field] = altered
    code, said = judged(summed(files | {"events.json": json.dumps(events).encode()}), tmp_path, capsys)
    assert code == 1
    assert "event" in said.lower()


def test_an_event_left_out_an_altered_entry_and_another_due_day_are_found(visit, tmp_path, capsys):
    order = make.order("rejected")
    visit.as_(personas.agency())
    files = unpacked(brought(visit, order))
    entries, events, said = (json.loads(files[f"{name}.json"]) for name in ("ledger", "events", "clock"))
    entries[1]["text"] = entries[1]["text"].replace("C1", "C2")
    said["due"] = "2026-12-31"
    cases = {
        "ledger.json": (entries, "has another SHA-256"),
        "events.json": (events[:-1], "not those of the entries"),
        "clock.json": (said, "The due day is another"),
    }
    for name, (form, sentence) in cases.items():
        folder = tmp_path / name
        folder.mkdir()
        code, told = judged(summed(files | {name: json.dumps(form).encode()}), folder, capsys)
        assert code == 1
        assert sentence in told


def test_the_archive_itself_is_read_by_the_program_that_lies_in_it(visit, tmp_path):
    order = make.order("on-course")
    visit.as_(personas.agency())
    packed = brought(visit, order)
    (tmp_path / "order.zip").write_bytes(packed)
    (tmp_path / "recompute.py").write_bytes(unpacked(packed)["recompute.py"])
    run = subprocess.run(
        [sys.executable, "-I", "recompute.py", "order.zip"], cwd=tmp_path, capture_output=True, text=True
    )
    assert (run.returncode, run.stdout, run.stderr) == (0, f"{make.standing(order).clock.due}\n", "")


def test_what_is_no_bundle_is_refused(tmp_path, capsys):
    path = tmp_path / "order.zip"
    path.write_bytes(b"PK")
    assert recomputing.program.main(str(path)) == 2
    assert recomputing.program.main(str(tmp_path / "none")) == 2
    assert "This is no bundle" in capsys.readouterr().err


def test_both_sides_the_authority_and_the_supervisor_may_have_it_and_nobody_else(visit):
    order = make.order()
    path = f"/orders/{order.number}/bundle"
    for person in (personas.owner(), personas.agency(), personas.other_authority(), personas.supervisor()):
        visit.as_(person)
        visit(path)
        assert path in visit(f"/orders/{order.number}").links
    for person in (
        personas.operator(),
        personas.second_owner(),
        personas.second_agency(),
        personas.authority(),
    ):
        visit.as_(person)
        visit(path, status=403)
    visit.as_(personas.operator())
    assert path not in visit(f"/orders/{order.number}").links
    visit.as_(personas.owner())
    visit("/orders/JS-2026-9999/bundle", status=404)


def test_a_bundle_costs_the_same_with_more_events(visit, count_statements):
    order, seen = make.order("on-course"), []
    visit.as_(personas.agency())
    path = f"/orders/{order.number}/bundle"
    for many in (0, 2):
        for _ in range(many):
            make.extension_asked(order, personas.agency(), days=1)
            make.extension_answered(order, personas.owner())
        with count_statements() as statements:
            visit(path)
        seen.append(len(statements))
    assert seen[0] == seen[1]


def test_the_contract_of_a_changed_task_is_proved_with_its_paper(visit, tmp_path, capsys):
    order = make.order("on-course")
    visit.as_(personas.owner())
    change(visit, order)
    with transaction():
        desk = make.desk(personas.agency())
        follower = changes.answer_change(order, make.last(order, "changes"), "", desk, agreed=True)
    files = unpacked(brought(visit, follower))
    assert json.loads(files["events.json"])[0]["files"]
    assert judged(files, tmp_path, capsys) == (0, "none")
