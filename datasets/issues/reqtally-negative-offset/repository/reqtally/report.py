"""Printing of results as text, CSV or JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from .aggregate import Count, SizeSummary
from .timeline import Bucket
from .timestamps import format_time

FORMATS = ("text", "csv", "json")

Cell = str | int | float


@dataclass(frozen=True, slots=True)
class Table:
    """Rows with named columns."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def counts_table(field: str, counts: Sequence[Count]) -> Table:
    return Table(
        (field, "requests", "percent"),
        tuple((c.value, c.count, round(c.share * 100, 1)) for c in counts),
    )


def timeline_table(timeline: Sequence[Bucket], unit: str) -> Table:
    return Table(
        (unit, "requests", "errors", "bytes"),
        tuple(
            (format_time(b.start, unit), b.requests, b.errors, b.bytes_sent)
            for b in timeline
        ),
    )


def sizes_table(summary: SizeSummary) -> Table:
    return Table(("measure", "value"), tuple(asdict(summary).items()))


def _render_text(table: Table) -> str:
    if not table.rows:
        return "(no requests)\n"
    cells = [table.columns, *[tuple(str(cell) for cell in row) for row in table.rows]]
    widths = [max(len(row[i]) for row in cells) for i in range(len(table.columns))]
    lines = []
    for row in cells:
        first = row[0].ljust(widths[0])
        rest = [cell.rjust(width) for cell, width in zip(row[1:], widths[1:])]
        lines.append("  ".join([first, *rest]).rstrip())
    return "\n".join(lines) + "\n"


def _render_csv(table: Table) -> str:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(table.columns)
    writer.writerows(table.rows)
    return stream.getvalue()


def _render_json(table: Table) -> str:
    rows = [dict(zip(table.columns, row)) for row in table.rows]
    return json.dumps(rows, indent=2) + "\n"


def render(table: Table, layout: str = "text") -> str:
    """Print *table* in one of the known formats."""
    renderers = {"text": _render_text, "csv": _render_csv, "json": _render_json}
    return renderers[layout](table)
