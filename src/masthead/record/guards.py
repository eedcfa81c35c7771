"""The triggers that keep the record append-only in the database, whoever writes to it.

No entry is changed or removed, and a new one must follow the newest: next number, its hash as ``previous``.
"""

from __future__ import annotations

from typing import Any

from django.db import NotSupportedError, connections
from django.db.backends.base.base import BaseDatabaseWrapper

TABLE = "record_entry"

_UP = {
    # BEFORE INSERT also stops INSERT OR REPLACE, which removes a row without firing a delete trigger.
    "sqlite": [
        """
        CREATE TRIGGER IF NOT EXISTS record_entry_unchanged BEFORE UPDATE ON record_entry
        BEGIN SELECT RAISE(ABORT, 'The record is append-only: no entry is changed.'); END
        """,
        """
        CREATE TRIGGER IF NOT EXISTS record_entry_kept BEFORE DELETE ON record_entry
        BEGIN SELECT RAISE(ABORT, 'The record is append-only: no entry is removed.'); END
        """,
        """
        CREATE TRIGGER IF NOT EXISTS record_entry_in_order BEFORE INSERT ON record_entry
        WHEN NEW.number IS NOT (SELECT coalesce(max(number), 0) + 1 FROM record_entry)
            OR NEW.previous IS NOT coalesce(
                (SELECT hash FROM record_entry WHERE number = NEW.number - 1),
                '0000000000000000000000000000000000000000000000000000000000000000')
        BEGIN SELECT RAISE(ABORT, 'The record is append-only: an entry follows the newest.'); END
        """,
    ],
    "postgresql": [
        """
        CREATE OR REPLACE FUNCTION record_entry_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP = 'TRUNCATE' AND NOT EXISTS (SELECT 1 FROM record_entry) THEN RETURN NULL; END IF;
            RAISE EXCEPTION 'The record is append-only: no entry is changed or removed.'
                USING ERRCODE = 'restrict_violation';
        END $$
        """,
        """
        CREATE OR REPLACE FUNCTION record_entry_follow() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF NEW.number IS DISTINCT FROM (SELECT coalesce(max(number), 0) + 1 FROM record_entry)
                OR NEW.previous IS DISTINCT FROM coalesce(
                    (SELECT hash FROM record_entry WHERE number = NEW.number - 1), repeat('0', 64))
            THEN
                RAISE EXCEPTION 'The record is append-only: an entry follows the newest.'
                    USING ERRCODE = 'restrict_violation';
            END IF;
            RETURN NEW;
        END $$
        """,
        """
        CREATE OR REPLACE TRIGGER record_entry_unchanged BEFORE UPDATE OR DELETE ON record_entry
        FOR EACH ROW EXECUTE FUNCTION record_entry_refuse()
        """,
        """
        CREATE OR REPLACE TRIGGER record_entry_kept BEFORE TRUNCATE ON record_entry
        FOR EACH STATEMENT EXECUTE FUNCTION record_entry_refuse()
        """,
        """
        CREATE OR REPLACE TRIGGER record_entry_in_order BEFORE INSERT ON record_entry
        FOR EACH ROW EXECUTE FUNCTION record_entry_follow()
        """,
    ],
}
_TRIGGERS = ("record_entry_unchanged", "record_entry_kept", "record_entry_in_order")
_DOWN = {
    "sqlite": [f"DROP TRIGGER IF EXISTS {trigger}" for trigger in _TRIGGERS],
    "postgresql": [f"DROP TRIGGER IF EXISTS {trigger} ON {TABLE}" for trigger in _TRIGGERS]
    + ["DROP FUNCTION IF EXISTS record_entry_refuse", "DROP FUNCTION IF EXISTS record_entry_follow"],
}


def put_up(connection: BaseDatabaseWrapper) -> None:
    """Put the triggers up; those that stand are left standing."""
    _execute(connection, _UP)


def take_down(connection: BaseDatabaseWrapper) -> None:
    """For a migration that goes back, and for tests that must empty or falsify the record."""
    _execute(connection, _DOWN)


def after_migrate(*, using: str, **_: Any) -> None:
    """A receiver of ``post_migrate``: SQLite loses a table's triggers when a migration rebuilds the table."""
    connection = connections[using]
    if TABLE in connection.introspection.table_names():
        put_up(connection)


def _execute(connection: BaseDatabaseWrapper, commands: dict[str, list[str]]) -> None:
    if connection.vendor not in commands:
        raise NotSupportedError(f"The record needs SQLite or PostgreSQL, not {connection.vendor}.")
    with connection.cursor() as cursor:
        for command in commands[connection.vendor]:
            cursor.execute(command)
