"""What the commands do."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from ..analysis.lint import lint
from ..api import Config, load
from ..errors import UsageError
from ..eval.record import Record
from ..export import export
from ..query.describe import describe_text
from ..query.diff import differences
from ..query.settings import parse_settings
from ..source import Source
from ..syntax import format_source


def export_file(options: argparse.Namespace) -> int:
    """``withy export``."""
    text = _config(options).export(options.format)
    if options.output is None:
        sys.stdout.write(text)
    else:
        Path(options.output).write_text(text, encoding="utf-8")
    return 0


def get_value(options: argparse.Namespace) -> int:
    """``withy get``: simple values as they are, others as JSON."""
    value = _config(options).get(options.path)
    sys.stdout.write(export(value, "json" if isinstance(value, (dict, list)) else "text"))
    return 0


def diff_files(options: argparse.Namespace) -> int:
    """``withy diff``; the exit code is 1 if there are differences."""
    old = load(options.old, options.search, _trace).get()
    new = load(options.new, options.search, _trace).get()
    found = differences(old, new)
    for difference in found:
        print(difference)
    return 1 if found else 0


def document_file(options: argparse.Namespace) -> int:
    """``withy doc``."""
    value = load(options.file, options.search, _trace).value
    if not isinstance(value, Record):
        raise UsageError(f"the value of {options.file} is not a record")
    sys.stdout.write(describe_text(value))
    return 0


def lint_files(options: argparse.Namespace) -> int:
    """``withy lint``; the exit code is 1 if there are remarks."""
    count = 0
    for path in options.files:
        for remark in lint(_source(path)):
            print(remark)
            count += 1
    return 1 if count else 0


def format_files(options: argparse.Namespace) -> int:
    """``withy fmt``; with ``--check`` the exit code is 1 if a file would change."""
    changed = False
    for path in options.files:
        source = _source(path)
        text = format_source(source)
        if text == source.text:
            continue
        changed = True
        if options.check:
            print(f"{path} would change")
        else:
            Path(path).write_text(text, encoding="utf-8")
    return 1 if changed and options.check else 0


def _config(options: argparse.Namespace) -> Config:
    config = load(options.file, options.search, _trace)
    settings = parse_settings(options.settings)
    return config.override(settings) if settings else config


def _source(path: str) -> Source:
    try:
        return Source(path, Path(path).read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(f"{path} can not be read: {error.strerror}") from error


def _trace(message: str) -> None:
    print(f"trace: {message}", file=sys.stderr)
