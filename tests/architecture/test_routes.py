"""Addresses, endpoints, views, templates and tests bear one name, and every one says who may."""

import ast
import inspect
import re
import textwrap

from kernel.permissions import access
from marketplace.app import create_app
from tests import databases
from tests.architecture import source

SEGMENT = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z]+)?|<(?:int|string|uuid|path|any\([^)]*\)):[a-z_]+>")
LINKED = re.compile(r"""url_for\(\s*["']([a-z_]+)\.[a-z_]+["']""")
FROM_FLASK = frozenset({"static"})


def endpoints(app):
    """Yield every endpoint of ours with its view and its rules."""
    for endpoint, view in sorted(app.view_functions.items()):
        if endpoint not in FROM_FLASK:
            yield endpoint, view, list(app.url_map.iter_rules(endpoint))


def written(view):
    """Return the tree of a view as it was written, below its decorators' wrappers."""
    return ast.parse(textwrap.dedent(inspect.getsource(inspect.unwrap(view))))


def folder(module):
    """Return the folder of a package's pages: marketplace.selection.views → marketplace/selection."""
    area = source.area(module)
    return area if module.startswith(area) else f"marketplace/{area}"


def pages_drawn(view):
    """Return the templates that a view names itself."""
    literal = [source.text(node) for node in ast.walk(written(view))]
    return [t for t in literal if t and t.endswith(".html")]


def test_every_endpoint_says_who_may_use_it(bare_app):
    silent = [endpoint for endpoint, view, _ in endpoints(bare_app) if access(view) is None]
    assert not silent, f"closed until they say @requires(…) or @public: {silent}"


def test_a_page_that_says_nothing_is_closed(tmp_path):
    app = create_app(databases.settings("sqlite://", tmp_path))
    app.add_url_rule("/silent", "silent.page", lambda: "open")
    answer = app.test_client().get("/silent")
    assert answer.status_code == 403
    assert b"open" not in answer.data


def test_every_address_is_kebab_case_with_typed_parts(bare_app):
    found = []
    for endpoint, _, rules in endpoints(bare_app):
        for rule in rules:
            bad = [part for part in rule.rule.strip("/").split("/") if part and not SEGMENT.fullmatch(part)]
            if bad:
                found.append(f"{endpoint}: {rule.rule}: {bad}")
    assert not found, "\n".join(found)


def test_every_endpoint_is_named_after_its_area_and_its_view(bare_app):
    """Views lie in `views`; a module of another name that has pages is a blueprint of its own name."""
    found = []
    for endpoint, view, _ in endpoints(bare_app):
        module, act = inspect.unwrap(view).__module__, inspect.unwrap(view).__name__
        owner = source.area(module) if ".views" in module else module.rpartition(".")[2]
        if endpoint != f"{owner}.{act}":
            found.append(f"{endpoint} is {module}.{act}, so {owner}.{act}")
    assert not found, "\n".join(found)


def test_a_view_draws_the_template_of_its_own_name(bare_app):
    found = []
    for endpoint, view, _ in endpoints(bare_app):
        act = endpoint.partition(".")[2]
        own = f"{folder(inspect.unwrap(view).__module__)}/{act}.html"
        drawn = pages_drawn(view)
        if drawn and own not in drawn:
            found.append(f"{endpoint} draws {drawn}, not {own}")
    assert not found, "\n".join(found)


def test_every_template_of_a_page_belongs_to_an_endpoint(bare_app):
    known = {
        f"{folder(inspect.unwrap(view).__module__)}/{endpoint.partition('.')[2]}"
        for endpoint, view, _ in endpoints(bare_app)
    }
    found = []
    for path in source.templates():
        inside = path.relative_to(source.ROOT / "templates")
        is_page = "{% extends" in path.read_text(encoding="utf-8")
        if inside.parts[0] in source.PACKAGES and is_page and str(inside.with_suffix("")) not in known:
            found.append(str(inside))
    assert not found, f"no view of that name: {found}"


def test_every_area_with_pages_has_its_tests_beside_it(bare_app):
    folders = {folder(inspect.unwrap(view).__module__) for _, view, _ in endpoints(bare_app)}
    missing = [f for f in sorted(folders) if not list((source.ROOT / "tests" / f).glob("test_*.py"))]
    assert not missing, f"no tests/<package>/<area>/test_….py for {missing}"


def test_every_endpoint_is_visited_by_a_test_of_its_area(bare_app):
    """A test file of the area writes the endpoint's address, or the end of one that a form is sent to."""
    found = []
    for endpoint, view, rules in endpoints(bare_app):
        tests = source.ROOT / "tests" / folder(inspect.unwrap(view).__module__)
        words = "\n".join(path.read_text(encoding="utf-8") for path in sorted(tests.rglob("test_*.py")))
        act = endpoint.partition(".")[2]
        if not (tests / f"test_{act}.py").exists() and not any(_is_named(rule, words) for rule in rules):
            found.append(f"{endpoint} ({rules[0].rule})")
    assert not found, "no test opens:\n" + "\n".join(found)


def _is_named(rule, words):
    address = re.sub(r"<[^>]+>", r"[^/\"']+", rule.rule)
    end = rule.rule.rpartition("/")[2]
    patterns = [address] if "GET" in rule.methods or "<" in end else [address, f"[^\"']*{end}"]
    return any(re.search(rf"""["']{pattern}(?:["'?#])""", words) for pattern in patterns)


def test_nothing_links_to_a_floor_above_its_own(bare_app):
    """The layout alone may link to every package; below, `place_of` leads up without knowing where."""
    floors = {name: source.floor(source.area(b.import_name)) for name, b in bare_app.blueprints.items()}
    found = []
    for path in [*source.templates(), *source.modules()]:
        here = _floor_of(path)
        for area in LINKED.findall(path.read_text(encoding="utf-8")):
            if here is not None and area in floors and floors[area] > here:
                found.append(f"{source.name(path)} links to {area}")
    assert not found, "\n".join(found)


def _floor_of(path):
    """Return the floor of a file; None for the layout."""
    parts = path.relative_to(source.ROOT).with_suffix("").parts
    if parts == ("templates", "layout"):
        return None
    module = source.dotted(path) if parts[0] != "templates" else ".".join(parts[1:])
    ours = module.split(".")[0] in source.PACKAGES
    return source.floor(source.area(module) if ours else "kernel")
