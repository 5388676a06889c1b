"""The nodes of syntax trees."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..source import Span

if TYPE_CHECKING:
    from ..analysis.footprint import Footprint


@dataclass(slots=True, eq=False)
class Node:
    """Base of all nodes."""

    span: Span


class Expression(Node):
    """Base of everything that has a value."""

    __slots__ = ()


class TypeNode(Node):
    """Base of what can stand behind the colon of a field or parameter."""

    __slots__ = ()


# -- expressions -----------------------------------------------------------------------


@dataclass(slots=True, eq=False)
class Literal(Expression):
    """A number, a string without holes, ``true``, ``false`` or ``null``."""

    value: str | int | float | bool | None


@dataclass(slots=True, eq=False)
class Text(Expression):
    """A string with holes; the parts are texts and expressions."""

    parts: list[str | Expression]


@dataclass(slots=True, eq=False)
class Name(Expression):
    """A variable: of ``let`` or ``local``, a parameter, or a library function."""

    name: str


@dataclass(slots=True, eq=False)
class Self(Expression):
    """``self``, the record around this place, with everything it was extended by."""


@dataclass(slots=True, eq=False)
class Super(Expression):
    """``super``, the record as it was before it was extended by the one around this place."""


@dataclass(slots=True, eq=False)
class Root(Expression):
    """``$``, the outermost record around this place."""


@dataclass(slots=True, eq=False)
class Import(Expression):
    """``import "path"``."""

    path: str


@dataclass(slots=True, eq=False)
class ListNode(Expression):
    """``[a, b]``."""

    items: list[Expression]


@dataclass(slots=True, eq=False)
class ForClause(Node):
    """``for name in items if condition`` within a list."""

    name: str
    items: Expression
    conditions: list[Expression]


@dataclass(slots=True, eq=False)
class Comprehension(Expression):
    """``[element for name in items]``."""

    element: Expression
    clauses: list[ForClause]


@dataclass(slots=True, eq=False)
class RecordNode(Expression):
    """``{ ... }``."""

    members: list[Member]


@dataclass(slots=True, eq=False)
class Access(Expression):
    """``target.name``."""

    target: Expression
    name: str


@dataclass(slots=True, eq=False)
class Index(Expression):
    """``target[index]``."""

    target: Expression
    index: Expression


@dataclass(slots=True, eq=False)
class Call(Expression):
    """``callee(a, b, name = c)``."""

    callee: Expression
    positional: list[Expression]
    named: list[tuple[str, Expression]]


@dataclass(slots=True, eq=False)
class Unary(Expression):
    """``-operand`` or ``not operand``."""

    operator: str
    operand: Expression


@dataclass(slots=True, eq=False)
class Binary(Expression):
    """An operator between two expressions."""

    operator: str
    left: Expression
    right: Expression


@dataclass(slots=True, eq=False)
class If(Expression):
    """``if condition then a else b``."""

    condition: Expression
    then: Expression
    otherwise: Expression


@dataclass(slots=True, eq=False)
class Binding(Node):
    """``name = value`` of a ``let``."""

    name: str
    value: Expression


@dataclass(slots=True, eq=False)
class Let(Expression):
    """``let a = 1, b = 2 in body``; all bindings see each other."""

    bindings: list[Binding]
    body: Expression


@dataclass(slots=True, eq=False)
class Parameter(Node):
    """A parameter of a function, with its type and default where given."""

    name: str
    type: TypeNode | None
    default: Expression | None


@dataclass(slots=True, eq=False)
class FunctionNode(Expression):
    """``fn(parameters) -> body``."""

    parameters: list[Parameter]
    body: Expression


# -- members of records ----------------------------------------------------------------


@dataclass(slots=True, eq=False)
class Member(Node):
    """Base of what can stand in a record.

    *footprint* tells what the member needs of the record; the analysis sets it.
    """

    footprint: Footprint | None = field(init=False, default=None, repr=False)


@dataclass(slots=True, eq=False)
class FieldMember(Member):
    """A field: ``name: Type = value``, ``[key] = value`` or ``name &= value``.

    Either *name* or *key* is given.  A field without a value is only declared.
    """

    name: str | None
    key: Expression | None
    type: TypeNode | None
    value: Expression | None
    extends: bool = False
    hidden: bool = False
    doc: str = ""


@dataclass(slots=True, eq=False)
class LocalMember(Member):
    """``local name = value``, a variable of the record that is not a field."""

    name: str
    value: Expression


@dataclass(slots=True, eq=False)
class AssertMember(Member):
    """``assert condition : message``."""

    condition: Expression
    message: Expression | None


# -- types -----------------------------------------------------------------------------


@dataclass(slots=True, eq=False)
class NamedType(TypeNode):
    """``Int``, ``String`` and the like."""

    name: str


@dataclass(slots=True, eq=False)
class RangeType(TypeNode):
    """``Int(1..65535)``; a bound that is None is open."""

    name: str
    low: int | float | None
    high: int | float | None


@dataclass(slots=True, eq=False)
class LiteralType(TypeNode):
    """``"a"`` or ``3``: just this value."""

    value: str | int | float | bool | None


@dataclass(slots=True, eq=False)
class ListType(TypeNode):
    """``[T]``."""

    element: TypeNode


@dataclass(slots=True, eq=False)
class MapType(TypeNode):
    """``{T}``, a record whose fields are all of type T."""

    element: TypeNode


@dataclass(slots=True, eq=False)
class TypeField(Node):
    """A field of a record type; *optional* if it may be missing."""

    name: str
    type: TypeNode
    optional: bool


@dataclass(slots=True, eq=False)
class RecordType(TypeNode):
    """``{name: T, other?: U}``."""

    fields: list[TypeField]


@dataclass(slots=True, eq=False)
class UnionType(TypeNode):
    """``A | B``, also ``T?`` for ``T | Null``."""

    options: list[TypeNode]
