"""Library functions for records."""

from __future__ import annotations

from typing import Any

from ..errors import EvaluationError
from ..eval.layers import Definition, Layer
from ..eval.record import Record
from ..eval.thunks import Thunk
from ..eval.values import ListValue
from .support import Library, callable_, items, record, text

RECORDS = Library()


def make_record(interpreter: Any, thunks: dict[str, Thunk]) -> Record:
    """A record whose fields have these values, whatever it is extended by."""
    layer = Layer({name: Definition(name, given=thunk) for name, thunk in thunks.items()})
    return Record((layer,), interpreter.evaluate)


def _field(value: Record, name: str) -> Thunk:
    return Thunk(lambda: value.get(name))


@RECORDS.define("keys", 1)
def _keys(_: Any, value: Any) -> ListValue:
    return ListValue.of(record(value, "keys").visible_names())


@RECORDS.define("values", 1)
def _values(_: Any, value: Any) -> ListValue:
    value = record(value, "values")
    return ListValue(_field(value, name) for name in value.visible_names())


@RECORDS.define("entries", 1)
def _entries(interpreter: Any, value: Any) -> ListValue:
    """The fields as records with ``key`` and ``value``."""
    value = record(value, "entries")
    return ListValue.of(
        make_record(interpreter, {"key": Thunk.of(name), "value": _field(value, name)})
        for name in value.visible_names()
    )


@RECORDS.define("from_entries", 1)
def _from_entries(interpreter: Any, values: Any) -> Record:
    thunks: dict[str, Thunk] = {}
    for item in items(values, "from_entries"):
        entry = record(item, "from_entries")
        name = text(entry.get("key"), "from_entries")
        if name in thunks:
            raise EvaluationError(f"'from_entries' got two entries for '{name}'")
        thunks[name] = _field(entry, "value")
    return make_record(interpreter, thunks)


@RECORDS.define("get", 2, 3)
def _get(_: Any, value: Any, name: Any, default: Any = None) -> Any:
    """A field, or the default if there is none of that name."""
    value = record(value, "get")
    return value.get(name) if value.has(text(name, "get")) else default


@RECORDS.define("map_values", 2)
def _map_values(interpreter: Any, function: Any, value: Any) -> Record:
    """The record with each visible field replaced by ``function(name, value)``."""
    callable_(function, "map_values")
    value = record(value, "map_values")

    def mapped(name: str) -> Thunk:
        arguments = [Thunk.of(name), _field(value, name)]
        return Thunk(lambda: interpreter.apply(function, arguments, {}))

    return make_record(interpreter, {name: mapped(name) for name in value.visible_names()})


@RECORDS.define("pick", 2)
def _pick(interpreter: Any, value: Any, names: Any) -> Record:
    value = record(value, "pick")
    wanted = [text(name, "pick") for name in items(names, "pick")]
    return make_record(
        interpreter, {name: _field(value, name) for name in wanted if value.has(name)}
    )


@RECORDS.define("omit", 2)
def _omit(interpreter: Any, value: Any, names: Any) -> Record:
    value = record(value, "omit")
    unwanted = {text(name, "omit") for name in items(names, "omit")}
    return make_record(
        interpreter,
        {name: _field(value, name) for name in value.visible_names() if name not in unwanted},
    )
