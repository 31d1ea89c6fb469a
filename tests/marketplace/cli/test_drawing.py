"""The faces of `flask draw vrs` and `flask draw replay`: what they print, and what bad input gets."""

import json
import os
import subprocess
import sys

import pytest
from click.testing import CliRunner

from kernel import rulebook
from marketplace.cli.drawing import draw
from tests.marketplace.selection import draws

ROOT = rulebook.FOLDER.parent
# The example of draft-thomson-elegy-vrs-00, appendix B.
BIKESHED = {
    "secret-hex": b"totally not a bikeshed".hex(),
    "chain": "10",
    "round": "1",
    "randomness": "1.2.3.4.5.6./" * 3,
}
COLOURS = ("bisque", "blue", "darkgoldenrod", "lavenderblush", "lightpink", "mediumvioletred")


def vrs(*labels, **options):
    given = BIKESHED | {name.replace("_", "-"): value for name, value in options.items()}
    words = [word for name, value in given.items() for word in (f"--{name}", value)]
    return CliRunner().invoke(draw, ["vrs", *words, *labels])


def refused(result):
    assert (result.exit_code, result.stdout) == (2, "")
    return result.stderr


@pytest.fixture
def replay(tmp_path):
    def run(written, *options):
        path = tmp_path / "record.json"
        path.write_bytes(written)
        return CliRunner().invoke(draw, ["replay", str(path), *options])

    return run


def test_the_example_of_the_draft_is_drawn_in_one_json_document():
    result = vrs(*COLOURS, "--json")
    answer = json.loads(result.stdout)
    assert (result.exit_code, result.stderr) == (0, "")
    assert list(answer) == ["commitment", "code", "positions", "order"]
    assert answer["commitment"] == "950ea08d8d5fd3ae415b9967aba7a48aba39ca62a4d98f2e7fe25cb1b8f8c488"
    assert answer["code"] == "5346f2efb5397a6788fc1f1d9c05c6d3f2abe9b7d16d8592a3695b6dbe9f2456"
    assert answer["order"] == [
        "lavenderblush",
        "blue",
        "darkgoldenrod",
        "mediumvioletred",
        "bisque",
        "lightpink",
    ]
    assert answer["positions"]["lavenderblush"].startswith("002ed527ae0a44a86c205d1cdba")
    assert answer["positions"].keys() == set(COLOURS)


def test_people_read_a_line_for_each_label():
    lines = vrs("blue", "bisque").stdout.splitlines()
    assert [line.split(": ")[0] for line in lines[:2]] == ["commitment", "code"]
    assert [line.split(": ")[1] for line in lines[2:]] == ["blue", "bisque"]
    assert lines[2].startswith("03f710be2b61a6f9c3f89aa5ab5")


@pytest.mark.parametrize("secret", ["00", "AB" * 32, "0f" * 100])
def test_the_code_of_the_last_round_is_the_secret_of_any_length(secret):
    answer = json.loads(vrs("a", "b", "--json", secret_hex=secret, chain="3", round="3").stdout)
    assert answer["code"] == secret.lower()


def test_labels_and_randomness_are_any_text():
    labels = ["江山", "a b", " a b", "", "a\nb", "é", "e\u0301"]
    answer = json.loads(vrs("--json", "--", *labels, "--json", randomness="一=1\n二=2\n").stdout)
    assert sorted(answer["order"]) == sorted([*labels, "--json"])
    assert (
        answer["order"] != json.loads(vrs("--json", "--", *labels, randomness="一=1\n二=2").stdout)["order"]
    )


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"round": "11"}, "--round must be a whole number from 1 to 10, not '11'."),
        ({"round": "0"}, "--round must be a whole number from 1 to 10"),
        ({"round": "1.0"}, "--round must be a whole number"),
        ({"round": "٣"}, "--round must be a whole number"),
        ({"chain": "0"}, "--chain must be a whole number from 1 to 1000000, not '0'."),
        ({"chain": "-3"}, "--chain must be a whole number"),
        ({"chain": "1000001"}, "--chain must be a whole number"),
        ({"chain": "9" * 9999}, "--chain must be a whole number"),
        ({"secret_hex": ""}, "--secret-hex must be one byte or more"),
        ({"secret_hex": "abc"}, "--secret-hex must be one byte or more"),
        ({"secret_hex": "0x12"}, "--secret-hex must be one byte or more"),
        ({"secret_hex": "12 34"}, "--secret-hex must be one byte or more"),
        ({"randomness": "\udcff"}, "--randomness must be UTF-8 text"),
    ],
)
def test_bad_input_gets_a_sentence(options, said):
    assert said in refused(vrs("a", "b", **options))


def test_labels_are_given_and_each_of_them_once():
    assert refused(vrs()) == "Give at least one label.\n"
    assert refused(vrs("江", "b", "江")) == "The label '江' stands twice.\n"
    assert "A label must be UTF-8 text" in refused(vrs("a", "\udcff"))


@pytest.mark.parametrize("left_out", BIKESHED)
def test_nothing_is_assumed(left_out):
    given = {name: value for name, value in BIKESHED.items() if name != left_out}
    words = [word for name, value in given.items() for word in (f"--{name}", value)]
    assert f"Missing option '--{left_out}'" in refused(CliRunner().invoke(draw, ["vrs", *words, "a"]))


def test_a_misspelt_option_is_no_label():
    assert "No such option" in refused(vrs("a", "--jsn"))


def test_an_honest_record_is_valid(replay):
    order = json.loads(draws.written())["order"]
    result = replay(draws.written(), "--json")
    assert (result.exit_code, json.loads(result.stdout)) == (0, {"valid": True, "order": order})
    assert replay(draws.written()).stdout.splitlines() == [
        f"{n}: {label}" for n, label in enumerate(order, 1)
    ]


def test_a_forged_record_is_false_and_the_first_difference_named(replay):
    result = replay(draws.forged(order=lambda r: r["order"][::-1]), "--json")
    answer = json.loads(result.stdout)
    assert (result.exit_code, result.stderr) == (1, "")
    assert list(answer) == ["valid", "difference"]
    assert answer["valid"] is False
    assert answer["difference"] == f"The order is {', '.join(json.loads(draws.written())['order'])}."


def test_a_difference_is_read_by_people(replay):
    result = replay(draws.forged(round=2))
    assert result.exit_code == 1
    assert result.stdout.splitlines()[1].startswith("difference: In round 2")


def test_what_is_no_record_gets_a_sentence(replay, tmp_path):
    assert "it is not JSON in UTF-8" in refused(replay(b"\xff"))
    assert "its format is not vrs-record/2" in refused(replay(b'{"format": "vrs-record/1"}', "--json"))
    absent = CliRunner().invoke(draw, ["replay", str(tmp_path / "absent.json")])
    assert refused(absent).endswith("absent.json cannot be read: No such file or directory.\n")


def test_the_command_needs_neither_settings_nor_a_database(tmp_path):
    path = tmp_path / "record.json"
    path.write_bytes(draws.written())
    unset = ("DATABASE_URL", "SECRET_KEY", "IDENTITY_KEY", "FILES_DIR", "DEMO")
    bare = {name: value for name, value in os.environ.items() if name not in unset} | {"FLASK_APP": "wsgi"}
    result = subprocess.run(
        [sys.executable, "-m", "flask", "draw", "replay", str(path), "--json"],
        cwd=ROOT,
        env=bare,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (result.returncode, result.stderr, json.loads(result.stdout)["valid"]) == (0, "", True)
