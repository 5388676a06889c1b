"""The command line."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from .errors import PinwrightError, ResolutionError
from .explain import explain_package
from .index import Index
from .lockfile import LockFile
from .manifest import Manifest
from .requirements import normalise_name
from .resolver import resolve
from .updates import differences, outdated


def build_argument_parser() -> argparse.ArgumentParser:
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--manifest", type=Path, default=Path("project.toml"))
    common.add_argument("--index", type=Path, default=Path("index.json"))
    common.add_argument("--lock", type=Path, default=Path("pinwright.lock"))

    parser = argparse.ArgumentParser(
        prog="pinwright", description="Resolve dependencies and write lock files."
    )
    commands = parser.add_subparsers(dest="command", required=True)
    lock = commands.add_parser("lock", parents=[common], help="write the lock file")
    lock.add_argument("--upgrade", nargs="*", metavar="NAME")
    commands.add_parser("check", parents=[common], help="check the lock file")
    why = commands.add_parser("why", parents=[common], help="explain a package")
    why.add_argument("name")
    commands.add_parser("outdated", parents=[common], help="list newer releases")
    return parser


def _lock(options: argparse.Namespace) -> int:
    manifest = Manifest.load(options.manifest)
    index = Index.load(options.index)
    old = LockFile.load(options.lock)
    if options.upgrade is None:
        preferred = old.versions()
    elif options.upgrade:
        preferred = old.versions({normalise_name(name) for name in options.upgrade})
    else:
        preferred = {}
    new = LockFile.from_resolution(resolve(manifest, index, preferred))
    new.save(options.lock)
    for change in differences(old, new):
        print(change)
    return 0


def _check(options: argparse.Namespace) -> int:
    problems = LockFile.load(options.lock).problems(Manifest.load(options.manifest))
    for problem in problems:
        print(problem)
    if not problems:
        print("the lock file is up to date")
    return 1 if problems else 0


def _why(options: argparse.Namespace) -> int:
    name = normalise_name(options.name)
    manifest = Manifest.load(options.manifest)
    chains = explain_package(name, manifest, LockFile.load(options.lock))
    for chain in chains:
        print(chain)
    if not chains:
        print(f"{name} is not needed", file=sys.stderr)
    return 0 if chains else 1


def _outdated(options: argparse.Namespace) -> int:
    for change in outdated(LockFile.load(options.lock), Index.load(options.index)):
        print(change)
    return 0


COMMANDS = {"lock": _lock, "check": _check, "why": _why, "outdated": _outdated}


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program; the result is its exit code."""
    options = build_argument_parser().parse_args(argv)
    try:
        return COMMANDS[options.command](options)
    except ResolutionError as error:
        print(error, file=sys.stderr)
        return 1
    except PinwrightError as error:
        print(f"pinwright: {error}", file=sys.stderr)
        return 2
