"""How good translation is, by measures that others made: ``python -m benchmarks.translation [PART …]``.

Each part is a module with ``run() -> dict``: ``{figure: row}`` as ``benchmarks.harness.rows`` makes them. A part that
lacks its data or its tool raises ``LeftOut`` with the reason.
"""


class LeftOut(Exception):
    """A sentence that says why a part was not measured."""
