"""Many copies of a few rows, written with SQLite itself: models serve as the description of tables only."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, models


@dataclass(frozen=True, slots=True)
class Layer:
    """One table: the row to copy, and the columns that differ in copy number n (from 0)."""

    like: models.Model
    differs: Callable[[int], Mapping[str, Any]]
    table: type[models.Model] | None = None  # the parent's, where a model has rows in two

    def write(self, db: sqlite3.Connection, count: int) -> int:
        meta = (self.table or type(self.like))._meta
        fields = meta.local_concrete_fields
        row: dict[str, Any] = {
            str(field.column): field.get_db_prep_save(getattr(self.like, field.attname), connection)
            for field in fields
        }
        names = ", ".join(f'"{name}"' for name in row)
        db.executemany(
            f'INSERT INTO "{meta.db_table}" ({names}) VALUES ({", ".join("?" * len(row))})',
            self._values(row, count),
        )
        return count

    def _values(self, row: Mapping[str, Any], count: int) -> Iterator[tuple[Any, ...]]:
        places = {name: place for place, name in enumerate(row)}
        values = list(row.values())
        for number in range(count):
            for name, value in self.differs(number).items():
                values[places[name]] = value
            yield tuple(values)


def write(file: str, layers: Sequence[Layer], count: int) -> int:
    """Write ``count`` copies through all layers in one transaction; answers the rows."""
    db = sqlite3.connect(file)
    try:
        db.execute("PRAGMA synchronous=OFF")
        with db:
            return sum(layer.write(db, count) for layer in layers)
    finally:
        db.close()


def after(model: type[models.Model]) -> int:
    """The first free key of a table."""
    highest: int | None = model._default_manager.aggregate(models.Max("pk"))["pk__max"]
    return (highest or 0) + 1
