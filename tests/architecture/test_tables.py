"""Tables: what they point at lies below, their names are the glossary's, and migrations make exactly them."""

import re

import flask_migrate
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from kernel.db import db
from marketplace.app import ROOT
from marketplace.selection import notices
from tests import personas
from tests.architecture import source
from tests.factories import notices as make

WORD = re.compile(r"`([A-Za-z.]+)`")
# Not of the trade: what every office needs to run, so no legal term stands behind it.
OF_THE_HOUSE = ("kernel.", "accounts.models.UserSession")


def mappers():
    return sorted(db.Model.registry.mappers, key=lambda mapper: mapper.class_.__name__)


def floor(mapper):
    return source.floor(source.area(mapper.class_.__module__))


def owner_of(table):
    """Return the mapper that declares a table."""
    return next(m for m in mappers() if m.local_table is table and m.inherits is None)


def test_foreign_keys_point_down(bare_app):
    found = []
    for mapper in mappers():
        for key in mapper.local_table.foreign_keys:
            if floor(owner_of(key.column.table)) > floor(mapper):
                found.append(f"{mapper.class_.__name__}.{key.parent.name} points up at {key.target_fullname}")
    assert not found, "\n".join(found)


def test_relationships_point_down_and_are_declared_once(bare_app):
    found = []
    for mapper in mappers():
        for relation in mapper.relationships:
            if floor(relation.mapper) > floor(mapper):
                found.append(f"{relation} points up at {relation.mapper.class_.__name__}")
            if relation.back_populates or relation.backref:
                found.append(f"{relation} is declared on both sides")
    assert not found, "\n".join(found)


def test_money_has_room_for_every_amount_that_a_form_takes(bare_app):
    columns = [c for m in mappers() for c in m.local_table.columns if c.name.endswith("_fen")]
    assert columns
    assert not [str(c) for c in columns if not isinstance(c.type, sa.BigInteger)]


def test_every_table_class_is_a_word_of_the_glossary(bare_app):
    glossary = (source.ROOT / "rulebook" / "glossary.md").read_text(encoding="utf-8")
    words = {word.split(".")[0] for word in WORD.findall(glossary)}
    named = {f"{m.class_.__module__}.{m.class_.__name__}" for m in mappers()}
    missing = [
        n for n in sorted(named) if n.rpartition(".")[2] not in words and not n.startswith(OF_THE_HOUSE)
    ]
    assert not missing, f"name them in rulebook/glossary.md, or find the law's word: {missing}"


def test_every_constraint_has_a_name_by_which_a_migration_can_drop_it(bare_app):
    nameless = [
        f"{table.name}: {constraint}"
        for table in db.metadata.sorted_tables
        for constraint in table.constraints
        if not constraint.name
    ]
    assert not nameless, nameless


def test_every_text_says_how_long_it_may_be_or_that_it_has_no_end(bare_app):
    endless = [
        f"{table.name}.{column.name}"
        for table in db.metadata.sorted_tables
        for column in table.columns
        if type(column.type) is sa.String and column.type.length is None
    ]
    assert not endless, endless


def test_migrations_run_in_one_line():
    script = ScriptDirectory(str(ROOT / "migrations"))
    assert len(script.get_heads()) == 1


def test_migrations_make_exactly_the_tables_of_the_models(own_app):
    with db.engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={"compare_type": True, "compare_server_default": True, "include_object": _is_ours},
        )
        differences = compare_metadata(context, db.metadata)
    assert not differences, "flask db migrate:\n" + "\n".join(map(str, differences))


def test_the_newest_migration_can_be_undone_and_done_again(own_app):
    before = set(sa.inspect(db.engine).get_table_names())
    flask_migrate.downgrade()
    flask_migrate.upgrade()
    assert set(sa.inspect(db.engine).get_table_names()) == before


def test_a_table_that_rows_point_at_can_be_changed_with_its_rows_in_it(own_app):
    row = notices.terms_of(make.notice(personas.owner(), method="lowest_price").id)
    db.session.commit()  # else PostgreSQL would wait for what this session still holds
    flask_migrate.downgrade(revision="0003")
    flask_migrate.upgrade()
    assert notices.terms_of(row.notice_id).task == row.task
    with db.engine.connect() as connection:
        on = connection.exec_driver_sql("PRAGMA foreign_keys").scalar() if _is_sqlite() else 1
    assert on == 1


def _is_sqlite():
    return db.engine.dialect.name == "sqlite"


def _is_ours(_thing, name, kind, _reflected, _compared):
    """Leave out the search's tables, which the models do not know (STACK.md)."""
    return not (kind == "table" and re.search(r"_fts(_\w+)?$", name or ""))
