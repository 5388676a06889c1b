"""Library functions for lists."""

from __future__ import annotations

import functools
from typing import Any

from ..errors import EvaluationError, TypeMismatch
from ..eval.equality import equal, less
from ..eval.record import Record
from ..eval.thunks import Thunk
from ..eval.values import ListValue, type_name
from .support import Library, boolean, callable_, integer, items

LISTS = Library()


@LISTS.define("length", 1)
def _length(_: Any, value: Any) -> int:
    """The number of items, characters or visible fields."""
    if isinstance(value, (str, ListValue)):
        return len(value)
    if isinstance(value, Record):
        return len(value.visible_names())
    raise TypeMismatch(f"{type_name(value)} has no length")


@LISTS.define("map", 2)
def _map(interpreter: Any, function: Any, values: Any) -> ListValue:
    callable_(function, "map")

    def mapped(thunk: Thunk) -> Thunk:
        return Thunk(lambda: interpreter.apply(function, [thunk], {}))

    return ListValue(mapped(thunk) for thunk in items(values, "map").thunks)


@LISTS.define("filter", 2)
def _filter(interpreter: Any, function: Any, values: Any) -> ListValue:
    callable_(function, "filter")
    return ListValue(
        thunk
        for thunk in items(values, "filter").thunks
        if boolean(interpreter.apply(function, [thunk], {}), "filter")
    )


@LISTS.define("fold", 3)
def _fold(interpreter: Any, function: Any, initial: Any, values: Any) -> Any:
    callable_(function, "fold")
    result = initial
    for item in items(values, "fold"):
        result = interpreter.call(function, [result, item])
    return result


@LISTS.define("flatten", 1)
def _flatten(_: Any, values: Any) -> ListValue:
    thunks: list[Thunk] = []
    for item in items(values, "flatten"):
        thunks.extend(items(item, "flatten").thunks)
    return ListValue(thunks)


@LISTS.define("sort", 1, 2)
def _sort(interpreter: Any, values: Any, key: Any = None) -> ListValue:
    """The items in ascending order, by what *key* makes of them where given."""
    thunks = list(items(values, "sort").thunks)
    if key is None:
        keyed = [(thunk.force(), thunk) for thunk in thunks]
    else:
        callable_(key, "sort")
        keyed = [(interpreter.apply(key, [thunk], {}), thunk) for thunk in thunks]

    def compare(a: tuple[Any, Thunk], b: tuple[Any, Thunk]) -> int:
        return -1 if less(a[0], b[0]) else int(less(b[0], a[0]))

    return ListValue(thunk for _, thunk in sorted(keyed, key=functools.cmp_to_key(compare)))


@LISTS.define("reverse", 1)
def _reverse(_: Any, values: Any) -> ListValue:
    return ListValue(reversed(items(values, "reverse").thunks))


@LISTS.define("unique", 1)
def _unique(_: Any, values: Any) -> ListValue:
    """The items without those that came before already."""
    found: list[Thunk] = []
    for thunk in items(values, "unique").thunks:
        if not any(equal(thunk.force(), other.force()) for other in found):
            found.append(thunk)
    return ListValue(found)


@LISTS.define("slice", 2, 3)
def _slice(_: Any, values: Any, start: Any, end: Any = None) -> ListValue:
    thunks = items(values, "slice").thunks
    last = len(thunks) if end is None else integer(end, "slice")
    return ListValue(thunks[max(0, integer(start, "slice")):max(0, last)])


@LISTS.define("first", 1, 2)
def _first(_: Any, values: Any, default: Any = None) -> Any:
    values = items(values, "first")
    return values[0] if len(values) else default


@LISTS.define("last", 1, 2)
def _last(_: Any, values: Any, default: Any = None) -> Any:
    values = items(values, "last")
    return values[-1] if len(values) else default


@LISTS.define("all", 2)
def _all(interpreter: Any, function: Any, values: Any) -> bool:
    return all(
        boolean(interpreter.apply(function, [thunk], {}), "all")
        for thunk in items(values, "all").thunks
    )


@LISTS.define("any", 2)
def _any(interpreter: Any, function: Any, values: Any) -> bool:
    return any(
        boolean(interpreter.apply(function, [thunk], {}), "any")
        for thunk in items(values, "any").thunks
    )


@LISTS.define("zip", 2)
def _zip(_: Any, a: Any, b: Any) -> ListValue:
    """Pairs of items; both lists must be of the same length."""
    first, second = items(a, "zip"), items(b, "zip")
    if len(first) != len(second):
        raise EvaluationError(f"'zip' of lists with {len(first)} and {len(second)} items")
    pairs = zip(first.thunks, second.thunks)
    return ListValue(Thunk.of(ListValue(pair)) for pair in pairs)


@LISTS.define("index_of", 2)
def _index_of(_: Any, values: Any, value: Any) -> int | None:
    for index, item in enumerate(items(values, "index_of")):
        if equal(item, value):
            return index
    return None
