"""What is committed beside the source: the compiled sheet, vendored files, locked requirements."""

import hashlib
import json
import re

from tests.architecture import source

STATIC = source.ROOT / "static"
VENDORED = STATIC / "vendor"
ADDRESS = re.compile(r"(?:https?|file):|/home/|/root/|/opt/|--index-url|--find-links")
BEGUN = re.compile(r"\b(?:TODO|FIXME|XXX)\b|NotImplementedError|pytest\.mark\.(?:skip|xfail)")


def test_the_sheet_was_compiled_from_its_source():
    digest = hashlib.sha256((STATIC / "src" / "site.scss").read_bytes()).hexdigest()
    assert (STATIC / "site.css").read_text(encoding="utf-8").rstrip().endswith(f"{digest} */"), (
        "run `make css`"
    )


def test_each_vendored_file_has_its_licence_and_version():
    wanted = json.loads((source.ROOT / "package.json").read_text(encoding="utf-8"))["devDependencies"]
    names = {path.name.split(".")[0] for path in VENDORED.iterdir()}
    assert names == {"htmx", "govuk-frontend"}
    for name in names:
        version = (VENDORED / f"{name}.VERSION").read_text(encoding="utf-8").strip()
        assert version == wanted.get(name, wanted.get(f"{name}.org"))
        assert "THE SOFTWARE IS PROVIDED" in (VENDORED / f"{name}.LICENSE").read_text(encoding="utf-8")


def test_every_decision_has_a_number_of_its_own():
    numbers = [path.name[:4] for path in (source.ROOT / "docs" / "adr").glob("*.md")]
    assert sorted(numbers) == [f"{number:04d}" for number in range(1, len(numbers) + 1)]


def test_no_locked_requirement_names_an_index_or_a_machine():
    for path in (source.ROOT / "requirements").glob("*.txt"):
        lines = path.read_text(encoding="utf-8").splitlines()
        assert not [line for line in lines if ADDRESS.search(line)], path.name


def test_every_locked_requirement_has_a_hash():
    for path in (source.ROOT / "requirements").glob("*.txt"):
        blocks = re.split(r"\n(?=[a-z0-9])", path.read_text(encoding="utf-8"))
        assert len(blocks) > 30
        assert not [block for block in blocks if "==" in block and "--hash=sha256:" not in block]


def test_what_is_locked_answers_what_is_declared():
    """A dependency that was declared and not locked is missing from every fresh clone."""
    declared = (source.ROOT / "pyproject.toml").read_text(encoding="utf-8")
    for group, name in (("dependencies", "run"), ("test", "test")):
        listed = re.search(rf"^{group} = \[(.*?)^\]", declared, re.MULTILINE | re.DOTALL).group(1)
        names = [n.lower() for n in re.findall(r'^  "([\w-]+)', listed, re.MULTILINE)]
        locked = (source.ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
        missing = [n for n in names if not re.search(rf"^{re.escape(n)}==", locked, re.MULTILINE)]
        assert not missing, f"run `make lock`: {missing}"


def test_nothing_was_begun_and_left():
    folders = [
        source.ROOT / name
        for name in (*source.PACKAGES, "templates", "tests", "rulebook", "migrations", "docs")
    ]
    files = [
        f for folder in folders for f in folder.rglob("*") if f.suffix in (".py", ".html", ".toml", ".md")
    ]
    found = []
    for path in files:
        if path.name != "test_deliverables.py":
            lines = enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
            found += [f"{source.name(path)}:{number}" for number, line in lines if BEGUN.search(line)]
    assert not found, found
