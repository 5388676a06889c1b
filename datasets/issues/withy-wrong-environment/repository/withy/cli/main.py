"""The options of the command line, and how errors are shown."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from ..errors import WithyError
from ..export import FORMATS
from . import commands


def build_parser() -> argparse.ArgumentParser:
    """The description of all commands and their options."""
    parser = argparse.ArgumentParser(prog="withy", description="A small configuration language.")
    subparsers = parser.add_subparsers(dest="command", required=True)

    export = subparsers.add_parser("export", help="write the value of a file in another format")
    _add_input(export)
    export.add_argument("--format", choices=sorted(FORMATS), default="json")
    export.add_argument("--output", metavar="FILE", help="instead of the standard output")
    export.set_defaults(run=commands.export_file)

    get = subparsers.add_parser("get", help="write one value out of a file")
    _add_input(get)
    get.add_argument("path", help="for instance servers[0].port")
    get.set_defaults(run=commands.get_value)

    diff = subparsers.add_parser("diff", help="compare the values of two files")
    diff.add_argument("old")
    diff.add_argument("new")
    _add_search(diff)
    diff.set_defaults(run=commands.diff_files)

    doc = subparsers.add_parser("doc", help="describe the fields of a file")
    doc.add_argument("file")
    _add_search(doc)
    doc.set_defaults(run=commands.document_file)

    lint = subparsers.add_parser("lint", help="remark on what looks wrong")
    lint.add_argument("files", nargs="+")
    lint.set_defaults(run=commands.lint_files)

    fmt = subparsers.add_parser("fmt", help="bring files into the standard layout")
    fmt.add_argument("files", nargs="+")
    fmt.add_argument("--check", action="store_true", help="only tell which files would change")
    fmt.set_defaults(run=commands.format_files)
    return parser


def _add_input(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file")
    parser.add_argument("--set", action="append", default=[], metavar="PATH=VALUE", dest="settings")
    _add_search(parser)


def _add_search(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--search", action="append", default=[], metavar="DIR", help="look for imports there, too"
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command.  The result is the exit code: 0, 1 for findings, 2 for errors."""
    options = build_parser().parse_args(arguments)
    try:
        return options.run(options)
    except WithyError as error:
        print(error.render(), file=sys.stderr)
        return 2
