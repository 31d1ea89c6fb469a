"""`flask permissions table`: who may do what, from the table in use."""

import json

from kernel import permissions as grants
from marketplace.app import create_app
from marketplace.cli.permissions import sentence
from marketplace.config import from_environment


def table(*words):
    app = create_app(from_environment({}))
    return app, app.test_cli_runner().invoke(args=["permissions", "table", *words])


def test_every_permission_is_printed_with_the_sentences_of_those_who_have_it():
    app, result = table("--json")
    assert (result.exit_code, result.stderr) == (0, "")
    printed = json.loads(result.stdout)
    assert set(printed) == {str(permission) for permission in grants.table(app)}
    assert list(printed) == sorted(printed)
    assert all(text and "_" not in text for text in printed.values())


def test_people_read_a_line_each():
    app, result = table()
    assert len(result.stdout.splitlines()) == len(grants.table(app))


def test_a_predicates_name_is_its_sentence():
    def owns_the_project(_actor, _project):
        return True

    assert sentence(owns_the_project) == "owns the project"
    assert sentence(type("Silent", (), {"__call__": lambda *_: True})()) == "somebody"
