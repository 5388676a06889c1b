"""Records, and how they are extended.

All expressions of a record are evaluated with the whole record as ``self``: if a record
is extended, fields of the lower layers see what the upper ones define.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from ..analysis.footprint import EVERYTHING
from ..errors import EvaluationError, TypeMismatch
from ..source import Span
from ..syntax.nodes import AssertMember, Expression, LocalMember
from .assertions import Assertions
from .environment import Environment
from .layers import Definition, Layer, host_layer
from .memo import Memo
from .thunks import Thunk
from .values import RecordValue, type_name

Evaluate = Callable[[Expression, Environment], Any]


class Record(RecordValue):
    """Fields in layers; upper layers take precedence."""

    def __init__(
        self,
        layers: tuple[Layer, ...],
        evaluate: Evaluate,
        memo: Memo | None = None,
        assertions: Assertions | None = None,
    ) -> None:
        self.layers = layers
        self._evaluate = evaluate
        self._memo = Memo() if memo is None else memo
        self._assertions = Assertions() if assertions is None else assertions
        self._environments: dict[int, Environment] = {}
        self._checked: dict[str, Any] = {}
        self._names = self._ordered_names()

    # -- fields ----------------------------------------------------------------------

    def names(self) -> tuple[str, ...]:
        """The names of all fields, in the order in which they came up first."""
        return self._names

    def visible_names(self) -> tuple[str, ...]:
        """The names of the fields that are not hidden."""
        return tuple(name for name in self._names if not self.is_hidden(name))

    def has(self, name: str, depth: int | None = None) -> bool:
        """Whether there is such a field in the layers below *depth*, by default in all."""
        return any(name in layer.definitions for layer in self.layers[:depth])

    def is_hidden(self, name: str) -> bool:
        return any(definition.hidden for definition in self.definitions(name))

    def definitions(self, name: str) -> Iterator[Definition]:
        """What the layers say about a field, from bottom to top."""
        for layer in self.layers:
            if name in layer.definitions:
                yield layer.definitions[name]

    def get(self, name: str, span: Span | None = None) -> Any:
        """The value of a field, checked against the types that were declared for it."""
        if name not in self._checked:
            value = self.inherited(name, len(self.layers), span)
            for definition in self.definitions(name):
                if definition.type is not None:
                    self._check_type(definition, value)
            self._checked[name] = value
        return self._checked[name]

    def inherited(self, name: str, depth: int, span: Span | None = None) -> Any:
        """The value that the layers below *depth* give to a field."""
        index = self._index_of_value(name, depth)
        if index is None:
            raise self._missing(name, depth, span)
        definition = self.layers[index].definitions[name]
        thunk = self._memo.field(
            (index, name), definition.footprint, lambda: self._thunk(index, definition)
        )
        return thunk.force()

    def _index_of_value(self, name: str, depth: int) -> int | None:
        for index in range(depth - 1, -1, -1):
            definition = self.layers[index].definitions.get(name)
            if definition is not None and definition.has_value:
                return index
        return None

    def _thunk(self, index: int, definition: Definition) -> Thunk:
        span = definition.member.span if definition.member is not None else None
        return Thunk(lambda: self._compute(index, definition), span)

    def _compute(self, index: int, definition: Definition) -> Any:
        if definition.given is not None:
            value = definition.given.force()
        else:
            assert definition.member is not None and definition.member.value is not None
            value = self._evaluate(definition.member.value, self._environment(index))
        if not definition.extends:
            return value
        if self._index_of_value(definition.name, index) is None:
            return value
        span = definition.member.span if definition.member is not None else None
        lower = self.inherited(definition.name, index, span)
        for item in (lower, value):
            if not isinstance(item, Record):
                raise TypeMismatch(
                    f"field '{definition.name}' is extended, "
                    f"this takes two records, not {type_name(item)}",
                    span,
                )
        return lower.extend(value)

    def _missing(self, name: str, depth: int, span: Span | None) -> EvaluationError:
        if self.has(name, depth):
            return EvaluationError(f"field '{name}' is declared but has no value", span)
        error = EvaluationError(f"there is no field '{name}'", span)
        if self._names:
            error.with_notes([f"there are: {', '.join(self._names)}"])
        return error

    @staticmethod
    def _check_type(definition: Definition, value: Any) -> None:
        assert definition.type is not None
        problem = definition.type.problem(value)
        if problem is not None:
            span = definition.member.span if definition.member is not None else None
            raise TypeMismatch(f"field '{definition.name}': {problem}", span)

    # -- the inside ------------------------------------------------------------------

    def _environment(self, index: int) -> Environment:
        """What the expressions of a layer see."""
        environment = self._environments.get(index)
        if environment is None:
            layer = self.layers[index]
            outer = layer.environment or Environment()
            environment = outer.enter(self, index)
            self._environments[index] = environment
            for member in layer.locals:
                environment.variables[member.name] = self._local(index, member, environment)
        return environment

    def _local(self, index: int, member: LocalMember, environment: Environment) -> Thunk:
        return self._memo.local(
            (index, member.name),
            member.footprint or EVERYTHING,
            lambda: Thunk(lambda: self._evaluate(member.value, environment), member.span),
        )

    def check_assertions(self) -> None:
        """Raise ``AssertionFailed`` if an assertion of the record does not hold."""
        self._assertions.check(self.layers, self._evaluate_assertion)

    def _evaluate_assertion(self, index: int, member: AssertMember) -> tuple[Any, str]:
        environment = self._environment(index)
        value = self._evaluate(member.condition, environment)
        message = "the assertion does not hold"
        if value is False and member.message is not None:
            text = self._evaluate(member.message, environment)
            message = text if isinstance(text, str) else message
        return value, message

    # -- extension -------------------------------------------------------------------

    def extend(self, upper: Record) -> Record:
        """This record with the layers of another one on top.

        Values that were computed already and do not depend on what changes are kept.
        """
        changed = frozenset(upper.names())
        return Record(
            self.layers + upper.layers,
            self._evaluate,
            self._memo.carry_over(changed),
            self._assertions.carry_over(changed),
        )

    def override(self, values: Mapping[str, Any]) -> Record:
        """This record with values on top.  Mappings among them extend nested records."""
        return self.extend(self._of_host(values))

    def _of_host(self, values: Mapping[str, Any]) -> Record:
        items = {
            name: self._of_host(item) if isinstance(item, Mapping) else item
            for name, item in values.items()
        }
        nested = [name for name, item in values.items() if isinstance(item, Mapping)]
        return Record((host_layer(items, nested),), self._evaluate)

    def _ordered_names(self) -> tuple[str, ...]:
        names: dict[str, None] = {}
        for layer in self.layers:
            names.update(dict.fromkeys(layer.definitions))
        return tuple(names)
