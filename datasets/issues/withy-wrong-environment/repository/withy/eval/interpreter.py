"""The interpreter: from syntax trees to values."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ..analysis.footprint import EVERYTHING
from ..errors import EvaluationError, ImportFailed, TypeMismatch, WithyError
from ..syntax.nodes import (
    Access,
    AssertMember,
    Binary,
    Call,
    Comprehension,
    Expression,
    FieldMember,
    FunctionNode,
    If,
    Import,
    Index,
    Let,
    ListNode,
    Literal,
    LocalMember,
    Name,
    RecordNode,
    Root,
    Self,
    Super,
    Text,
    TypeNode,
    Unary,
)
from ..types import Type, build_type
from .calls import bind_arguments
from .environment import Environment
from .layers import Definition, Layer
from .operators import BINARY, negate, text_of, truth
from .record import Record
from .thunks import Thunk
from .values import Builtin, Function, ListValue, is_function, type_name

Importer = Callable[[str, str], Any]
Tracer = Callable[[str], None]


class Interpreter:
    """Evaluates expressions.

    *importer* gives the value of a file, from its path and the directory of the file
    that imports it.  *tracer* gets the messages of the library function ``trace``.
    """

    def __init__(self, library: Mapping[str, Any], importer: Importer, tracer: Tracer) -> None:
        self.globals = Environment(
            variables={name: Thunk.of(value) for name, value in library.items()}
        )
        self.tracer = tracer
        self._importer = importer
        self._types: dict[TypeNode, Type] = {}
        self._cases: dict[type, Callable[[Any, Environment], Any]] = {
            Literal: lambda node, environment: node.value,
            Text: self._text,
            Name: self._name,
            Self: lambda node, environment: environment.record,
            Root: lambda node, environment: environment.root,
            Super: self._bare_super,
            Import: self._import,
            ListNode: self._list,
            Comprehension: self._comprehension,
            RecordNode: self._record,
            Access: self._access,
            Index: self._index,
            Call: self._call,
            Unary: self._unary,
            Binary: self._binary,
            If: self._if,
            Let: self._let,
            FunctionNode: lambda node, environment: Function(node, environment),
        }

    def evaluate(self, node: Expression, environment: Environment) -> Any:
        """The value of an expression.  Errors get the innermost place that is known."""
        try:
            return self._cases[type(node)](node, environment)
        except WithyError as error:
            if error.span is None:
                error.span = node.span
            raise
        except RecursionError:
            raise EvaluationError("the evaluation is nested too deeply", node.span) from None

    def delay(self, node: Expression, environment: Environment) -> Thunk:
        """The value of an expression, to be computed when it is needed."""
        if isinstance(node, Literal):
            return Thunk.of(node.value)
        return Thunk(lambda: self.evaluate(node, environment), node.span)

    def call(self, function: Any, arguments: Sequence[Any]) -> Any:
        """Call a function from the library, with values."""
        return self.apply(function, [Thunk.of(item) for item in arguments], {})

    def apply(
        self, function: Any, positional: Sequence[Thunk], named: Mapping[str, Thunk]
    ) -> Any:
        """Call a function with arguments that need not have been computed."""
        if isinstance(function, Builtin):
            return self._apply_builtin(function, positional, named)
        if isinstance(function, Function):
            environment = Environment(function.environment)
            bind_arguments(self, function, environment, positional, named)
            return self.evaluate(function.node.body, environment)
        raise TypeMismatch(f"{type_name(function)} can not be called")

    def type_of(self, node: TypeNode) -> Type:
        """The type that a piece of syntax stands for."""
        if node not in self._types:
            self._types[node] = build_type(node)
        return self._types[node]

    # -- simple expressions ----------------------------------------------------------

    def _text(self, node: Text, environment: Environment) -> str:
        return "".join(
            part if isinstance(part, str) else self._hole(part, environment)
            for part in node.parts
        )

    def _hole(self, node: Expression, environment: Environment) -> str:
        value = self.evaluate(node, environment)
        try:
            return text_of(value)
        except TypeMismatch as error:
            error.span = node.span
            raise

    def _name(self, node: Name, environment: Environment) -> Any:
        thunk = environment.lookup(node.name)
        if thunk is None:
            raise EvaluationError(f"'{node.name}' is not defined", node.span)
        return thunk.force()

    def _bare_super(self, node: Super, environment: Environment) -> Any:
        raise EvaluationError("'super' stands for no value by itself", node.span)

    def _import(self, node: Import, environment: Environment) -> Any:
        try:
            return self._importer(node.path, environment.directory)
        except ImportFailed as error:
            if error.span is None:
                error.span = node.span
            raise

    def _unary(self, node: Unary, environment: Environment) -> Any:
        value = self.evaluate(node.operand, environment)
        if node.operator == "not":
            return not truth(value, "the operand of 'not'")
        return negate(value)

    def _binary(self, node: Binary, environment: Environment) -> Any:
        operator = node.operator
        if operator == "has" and isinstance(node.left, Super):
            return self._super_has(node, environment)
        left = self.evaluate(node.left, environment)
        if operator == "??":
            return self.evaluate(node.right, environment) if left is None else left
        if operator in ("and", "or"):
            what = f"the operands of '{operator}'"
            if truth(left, what) == (operator == "or"):
                return left
            return truth(self.evaluate(node.right, environment), what)
        return BINARY[operator](left, self.evaluate(node.right, environment))

    def _if(self, node: If, environment: Environment) -> Any:
        condition = truth(self.evaluate(node.condition, environment), "a condition")
        return self.evaluate(node.then if condition else node.otherwise, environment)

    def _let(self, node: Let, environment: Environment) -> Any:
        inner = Environment(environment)
        for binding in node.bindings:
            inner.variables[binding.name] = self.delay(binding.value, inner)
        return self.evaluate(node.body, inner)

    # -- lists -----------------------------------------------------------------------

    def _list(self, node: ListNode, environment: Environment) -> ListValue:
        return ListValue(self.delay(item, environment) for item in node.items)

    def _comprehension(self, node: Comprehension, environment: Environment) -> ListValue:
        environments = [environment]
        for clause in node.clauses:
            inner: list[Environment] = []
            for outer in environments:
                items = self.evaluate(clause.items, outer)
                if not isinstance(items, ListValue):
                    raise TypeMismatch(
                        f"'for' needs a list, not {type_name(items)}", clause.items.span
                    )
                for thunk in items.thunks:
                    candidate = Environment(outer, {clause.name: thunk})
                    if all(
                        truth(self.evaluate(condition, candidate), "a condition")
                        for condition in clause.conditions
                    ):
                        inner.append(candidate)
            environments = inner
        return ListValue(self.delay(node.element, inner) for inner in environments)

    # -- records ---------------------------------------------------------------------

    def _record(self, node: RecordNode, environment: Environment) -> Record:
        definitions: dict[str, Definition] = {}
        for member in node.members:
            if not isinstance(member, FieldMember):
                continue
            name = self._field_name(member, environment)
            if name is None:
                continue
            if name in definitions:
                raise EvaluationError(
                    f"there is a field '{name}' in this record already", member.span
                )
            definitions[name] = Definition(
                name,
                member,
                type=self.type_of(member.type) if member.type is not None else None,
                hidden=member.hidden,
                extends=member.extends,
                footprint=member.footprint or EVERYTHING,
                doc=member.doc,
            )
        layer = Layer(
            definitions,
            tuple(item for item in node.members if isinstance(item, LocalMember)),
            tuple(item for item in node.members if isinstance(item, AssertMember)),
            environment,
        )
        return Record((layer,), self.evaluate)

    def _field_name(self, member: FieldMember, environment: Environment) -> str | None:
        """The name of a field; a computed one that is null means that there is no field."""
        if member.key is None:
            return member.name
        name = self.evaluate(member.key, environment)
        if name is None or isinstance(name, str):
            return name
        raise TypeMismatch(
            f"the name of a field must be a string, not {type_name(name)}", member.key.span
        )

    def _access(self, node: Access, environment: Environment) -> Any:
        if isinstance(node.target, Super):
            assert environment.record is not None
            return environment.record.inherited(node.name, environment.depth, node.span)
        target = self.evaluate(node.target, environment)
        if not isinstance(target, Record):
            raise TypeMismatch(f"{type_name(target)} has no field '{node.name}'", node.span)
        return target.get(node.name, node.span)

    def _index(self, node: Index, environment: Environment) -> Any:
        index = self.evaluate(node.index, environment)
        if isinstance(node.target, Super):
            assert environment.record is not None
            if not isinstance(index, str):
                raise TypeMismatch(f"a field has a string as its name, not {type_name(index)}")
            return environment.record.inherited(index, environment.depth, node.span)
        target = self.evaluate(node.target, environment)
        if isinstance(target, Record) and isinstance(index, str):
            return target.get(index, node.span)
        if isinstance(target, (ListValue, str)) and type(index) is int:
            if not -len(target) <= index < len(target):
                raise EvaluationError(
                    f"there is no item {index}, there are {len(target)}", node.span
                )
            return target[index]
        raise TypeMismatch(f"{type_name(target)} has no item {type_name(index)}", node.span)

    def _super_has(self, node: Binary, environment: Environment) -> bool:
        name = self.evaluate(node.right, environment)
        if not isinstance(name, str):
            raise TypeMismatch(f"a field has a string as its name, not {type_name(name)}")
        assert environment.record is not None
        return environment.record.has(name, environment.depth)

    # -- functions -------------------------------------------------------------------

    def _call(self, node: Call, environment: Environment) -> Any:
        function = self.evaluate(node.callee, environment)
        if not is_function(function):
            raise TypeMismatch(f"{type_name(function)} can not be called", node.callee.span)
        positional = [self.delay(item, environment) for item in node.positional]
        named = {name: self.delay(item, environment) for name, item in node.named}
        return self.apply(function, positional, named)

    def _apply_builtin(
        self, function: Builtin, positional: Sequence[Thunk], named: Mapping[str, Thunk]
    ) -> Any:
        if named:
            raise EvaluationError(f"'{function.name}' takes no named arguments")
        if not function.least <= len(positional) <= function.most:
            expected = str(function.least)
            if function.most != function.least:
                expected += f" to {function.most}"
            raise EvaluationError(
                f"'{function.name}' takes {expected} arguments, not {len(positional)}"
            )
        if function.lazy:
            return function.run(self, *positional)
        return function.run(self, *(thunk.force() for thunk in positional))
