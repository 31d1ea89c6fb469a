"""The program of the bundle and our clock say the same about a thousand orders."""

import ast
import json
import subprocess
import sys

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings

from kernel import rulebook, workdays
from marketplace.cli.clock import clock as command
from marketplace.cli.clock import read
from marketplace.delivery import bundle, written
from marketplace.delivery.rules.consistency import faults
from marketplace.delivery.rules.lights import Light
from marketplace.delivery.rules.reckoning import reckon
from tests.marketplace.delivery.recomputing import SOURCE, program
from tests.rulebook.clock_dice import asked_order
from tests.rulebook.clock_stories import asked_stories

BOOK, CALENDAR = rulebook.shipped(), workdays.shipped()
LAW = json.loads(written.packed(written.law(CALENDAR, BOOK, 2004, {})))
EXPLAIN = ("--app", "wsgi", "clock", "explain", "--json")


def test_it_is_a_page_that_an_old_python_reads_and_imports_nothing_of_ours():
    tree = ast.parse(SOURCE, feature_version=(3, 8))
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    imported |= {node.module.split(".")[0] for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert imported <= {*sys.stdlib_module_names}
    assert not imported & {"kernel", "marketplace"}
    assert len(SOURCE.splitlines()) <= 190


def judged(story, today):
    """Return the forms of an order as of a day: the commitment, and what our clock says."""
    commitment, events = read(story)
    assert not list(faults(commitment, events, BOOK))
    verdict = written.clock(reckon(commitment, events, CALENDAR, BOOK, today))
    return [texts(form) for form in (written.commitment(commitment, events), {"on": today} | verdict)]


def texts(form):
    return json.loads(written.packed(form))


def test_the_program_counts_a_thousand_orders_as_we_do():
    for seed in range(1000):
        assert list(program.count(LAW, *judged(*asked_order(seed)))) == [], seed


def test_the_thousand_orders_hold_everything_that_can_happen():
    clocks = [judged(*asked_order(seed))[1] for seed in range(1000)]
    assert {clock["light"] for clock in clocks} == set(Light)
    assert sum(bool(clock["extended"]) for clock in clocks) > 50
    assert sum(bool(clock["ignored"]) for clock in clocks) > 50
    assert (
        sum(
            not day["counted"] and day["why"].startswith("Not counted: paused")
            for clock in clocks
            for day in clock["days"]
        )
        > 500
    )


def test_another_due_day_or_another_count_is_found():
    commitment, clock = judged(*asked_order(1))
    shifted = [day | {"counted": not day["counted"]} for day in clock["days"]]
    assert list(program.count(LAW, commitment, clock | {"due": "2026-12-31"}))
    assert list(program.count(LAW, commitment, clock | {"days": clock["days"][:-1]}))
    assert list(program.count(LAW, commitment, clock | {"days": shifted}))


@pytest.mark.long
@settings(max_examples=20_000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(asked_stories(most_requests=7))
def test_the_program_counts_twenty_thousand_crowded_orders_as_we_do(asked):
    assert list(program.count(LAW, *judged(*asked))) == []


@pytest.mark.parametrize("seed", range(2, 22))
def test_twenty_orders_through_the_commands(tmp_path, capsys, seed):
    """Ask both commands: the due days are one."""
    clock, packed, written_down = laid_down(tmp_path, *asked_order(seed))
    run = CliRunner().invoke(command, ["explain", "--json", str(written_down), "--on", clock["on"]])
    assert json.loads(run.stdout) | {"on": clock["on"]} == clock
    assert program.main(str(packed)) == 0
    assert capsys.readouterr().out.strip() == str(clock["due"] or "none")


def test_an_order_through_the_commands_each_in_a_process_of_its_own(tmp_path):
    clock, packed, written_down = laid_down(tmp_path, *asked_order(3))
    explained = ran("-m", "flask", *EXPLAIN, written_down, "--on", clock["on"])
    assert json.loads(explained) | {"on": clock["on"]} == clock
    assert ran(bundle.PROGRAM, packed).strip() == str(clock["due"] or "none")


def laid_down(folder, story, today):
    """Write an order as a bundle and as a commitment; return what our clock says, and both paths."""
    commitment, clock = judged(story, today)
    forms = {"order.json": {"format": bundle.FORMAT, "number": ""}, "events.json": [], "ledger.json": []}
    forms |= {"commitment.json": commitment, "clock.json": clock, "law.json": LAW}
    packed, written_down = folder / "order.zip", folder / "commitment.json"
    packed.write_bytes(bundle.archive(forms))
    written_down.write_bytes(written.packed(commitment))
    return clock, packed, written_down


def ran(*words):
    run = subprocess.run(
        [sys.executable, *map(str, words)], cwd=bundle.PROGRAM.parent.parent, capture_output=True, text=True
    )
    assert run.returncode == 0, run.stdout + run.stderr
    return run.stdout
