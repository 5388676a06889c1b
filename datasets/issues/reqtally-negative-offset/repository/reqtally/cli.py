"""The command line."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence

from . import filters
from .aggregate import count_by, summarise_sizes
from .errors import ReqtallyError
from .parser import LogParser
from .records import FIELDS, Request
from .report import FORMATS, counts_table, render, sizes_table, timeline_table
from .timeline import build_timeline
from .timestamps import UNITS, parse_user_time


def build_argument_parser() -> argparse.ArgumentParser:
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("files", nargs="*", default=["-"], metavar="FILE")
    common.add_argument("--format", choices=FORMATS, default="text", dest="layout")
    common.add_argument("--strict", action="store_true")
    common.add_argument("--status", action="append", default=[])
    common.add_argument("--method", action="append", default=[])
    common.add_argument("--path", action="append", default=[])
    common.add_argument("--since")
    common.add_argument("--until")

    parser = argparse.ArgumentParser(
        prog="reqtally", description="Summaries of web server access logs."
    )
    commands = parser.add_subparsers(dest="command", required=True)
    top = commands.add_parser("top", parents=[common], help="most frequent values")
    top.add_argument("--field", choices=FIELDS, default="path")
    top.add_argument("--limit", type=int, default=10)
    commands.add_parser("status", parents=[common], help="status codes")
    timeline = commands.add_parser("timeline", parents=[common], help="traffic over time")
    timeline.add_argument("--unit", choices=tuple(UNITS), default="hour")
    commands.add_parser("sizes", parents=[common], help="sizes of responses")
    return parser


def _lines(files: Sequence[str]) -> Iterator[str]:
    for name in files:
        if name == "-":
            yield from sys.stdin
        else:
            with open(name, encoding="utf-8", errors="replace") as stream:
                yield from stream


def _predicates(options: argparse.Namespace) -> list[filters.Predicate]:
    chosen: list[filters.Predicate] = []
    for values, build in (
        (options.status, filters.by_status),
        (options.method, filters.by_method),
        (options.path, filters.by_path),
    ):
        if values:
            chosen.append(filters.any_of([build(value) for value in values]))
    if options.since or options.until:
        chosen.append(
            filters.by_time(
                parse_user_time(options.since) if options.since else None,
                parse_user_time(options.until) if options.until else None,
            )
        )
    return chosen


def _run(options: argparse.Namespace, requests: Iterator[Request]) -> str:
    if options.command == "top":
        table = counts_table(
            options.field, count_by(requests, options.field, options.limit)
        )
    elif options.command == "status":
        table = counts_table("status", count_by(requests, "status"))
    elif options.command == "timeline":
        table = timeline_table(build_timeline(requests, options.unit), options.unit)
    else:
        table = sizes_table(summarise_sizes(requests))
    return render(table, options.layout)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program; the result is its exit code."""
    options = build_argument_parser().parse_args(argv)
    parser = LogParser(strict=options.strict)
    try:
        requests = filters.apply(parser.parse(_lines(options.files)), _predicates(options))
        sys.stdout.write(_run(options, requests))
    except (ReqtallyError, OSError) as error:
        print(f"reqtally: {error}", file=sys.stderr)
        return 2
    if parser.errors:
        print(
            f"reqtally: {len(parser.errors)} of {parser.lines_read} lines not understood",
            file=sys.stderr,
        )
    return 0
