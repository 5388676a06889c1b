"""The steps between parsing and evaluation."""

from __future__ import annotations

from collections.abc import Collection

from ..source import Source
from ..syntax import parse
from ..syntax.nodes import Expression
from .fold import fold
from .footprint import set_footprints
from .names import check_names


def analyse(source: Source, globals_: Collection[str]) -> Expression:
    """Parse a program, check it and prepare it for the interpreter.

    *globals_* are the names of the library functions.
    """
    program = parse(source)
    check_names(program, globals_)
    program = fold(program)
    set_footprints(program)
    return program
