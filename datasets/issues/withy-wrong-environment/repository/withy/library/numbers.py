"""Library functions for numbers."""

from __future__ import annotations

import math
from typing import Any

from ..errors import EvaluationError
from ..eval.values import ListValue
from .support import Library, integer, items, number, text

NUMBERS = Library()


@NUMBERS.define("int", 1)
def _int(_: Any, value: Any) -> int:
    """An integer from a string in decimal digits, or from a number by cutting it off."""
    if isinstance(value, str):
        try:
            return int(value)
        except ValueError:
            raise EvaluationError(f"'{value}' is not an integer") from None
    return int(number(value, "int"))


@NUMBERS.define("float", 1)
def _float(_: Any, value: Any) -> float:
    if isinstance(value, str):
        try:
            result = float(value)
        except ValueError:
            result = math.nan
        if not math.isfinite(result):
            raise EvaluationError(f"'{value}' is not a number")
        return result
    return float(number(value, "float"))


@NUMBERS.define("abs", 1)
def _abs(_: Any, value: Any) -> int | float:
    return abs(number(value, "abs"))


@NUMBERS.define("floor", 1)
def _floor(_: Any, value: Any) -> int:
    return math.floor(number(value, "floor"))


@NUMBERS.define("ceil", 1)
def _ceil(_: Any, value: Any) -> int:
    return math.ceil(number(value, "ceil"))


@NUMBERS.define("round", 1)
def _round(_: Any, value: Any) -> int:
    """The nearest integer, the one further from zero if two are as near."""
    value = number(value, "round")
    return int(math.copysign(math.floor(abs(value) + 0.5), value))


@NUMBERS.define("min", 1)
def _min(_: Any, values: Any) -> int | float:
    return min(_numbers(values, "min"))


@NUMBERS.define("max", 1)
def _max(_: Any, values: Any) -> int | float:
    return max(_numbers(values, "max"))


@NUMBERS.define("sum", 1)
def _sum(_: Any, values: Any) -> int | float:
    return sum(number(item, "sum") for item in items(values, "sum"))


@NUMBERS.define("range", 1, 3)
def _range(_: Any, first: Any, last: Any = None, step: Any = 1) -> ListValue:
    start, end = (0, first) if last is None else (first, last)
    if integer(step, "range") == 0:
        raise EvaluationError("'range' needs a step that is not zero")
    return ListValue.of(range(integer(start, "range"), integer(end, "range"), step))


@NUMBERS.define("hex", 1, 2)
def _hex(_: Any, value: Any, width: Any = 0) -> str:
    return format(integer(value, "hex"), f"0{integer(width, 'hex')}x")


@NUMBERS.define("bytes", 1)
def _bytes(_: Any, value: Any) -> int:
    """A number of bytes from a text such as ``"64 MiB"``."""
    digits = text(value, "bytes").rstrip("BKMGTikb ")
    unit = value[len(digits):].strip()
    powers = {"": 1, "B": 1}
    for exponent, letter in enumerate("KMGT", start=1):
        powers[f"{letter}B"] = 1000**exponent
        powers[f"{letter}iB"] = 1024**exponent
    if unit not in powers or not digits.isdigit():
        raise EvaluationError(f"'{value}' is not a number of bytes")
    return int(digits) * powers[unit]


def _numbers(values: Any, function: str) -> list[int | float]:
    result = [number(item, function) for item in items(values, function)]
    if not result:
        raise EvaluationError(f"'{function}' of an empty list")
    return result
