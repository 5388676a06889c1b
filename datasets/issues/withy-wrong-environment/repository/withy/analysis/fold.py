"""Computing constant parts of a program in advance."""

from __future__ import annotations

from typing import Any

from ..errors import EvaluationError
from ..eval.operators import constant_binary
from ..syntax.nodes import Binary, Expression, If, Literal, Text, Unary
from ..syntax.walk import rewrite


def fold(program: Expression) -> Expression:
    """The program with constant subexpressions replaced by their values.

    What would be an error is left alone, as it might never be evaluated.
    """
    rewrite(program, _folded)
    return _folded(program)


def _folded(node: Expression) -> Expression:
    match node:
        case Binary(operator="and" | "or" as operator, left=Literal(value=bool() as value)):
            decided = value if operator == "or" else not value
            return node.left if decided else node
        case Binary(operator="??", left=Literal(value=value)):
            return node.right if value is None else node.left
        case Binary(operator=operator, left=Literal(value=a), right=Literal(value=b)):
            return _folded_binary(node, operator, a, b)
        case Unary(operator="not", operand=Literal(value=bool() as value)):
            return Literal(node.span, not value)
        case Unary(operator="-", operand=Literal(value=int() | float() as value)):
            return node if isinstance(value, bool) else Literal(node.span, -value)
        case If(condition=Literal(value=bool() as value)):
            return node.then if value else node.otherwise
        case Text(parts=parts):
            return _folded_text(node, parts)
    return node


def _folded_binary(node: Binary, operator: str, a: Any, b: Any) -> Expression:
    try:
        return Literal(node.span, constant_binary(operator, a, b))
    except (EvaluationError, NotImplementedError):
        return node


def _folded_text(node: Text, parts: list[str | Expression]) -> Expression:
    """Join neighbouring texts, and holes with constant strings in them."""
    joined: list[str | Expression] = []
    for part in parts:
        if isinstance(part, Literal) and isinstance(part.value, str):
            part = part.value
        if isinstance(part, str) and joined and isinstance(joined[-1], str):
            joined[-1] += part
        else:
            joined.append(part)
    if all(isinstance(part, str) for part in joined):
        return Literal(node.span, "".join(str(part) for part in joined))
    return Text(node.span, joined)
