"""Matching the arguments of a call with the parameters of a function."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from ..errors import EvaluationError, TypeMismatch
from ..syntax.nodes import Parameter
from .environment import Environment
from .thunks import Thunk
from .values import Function

if TYPE_CHECKING:
    from .interpreter import Interpreter


def bind_arguments(
    interpreter: Interpreter,
    function: Function,
    environment: Environment,
    positional: Sequence[Thunk],
    named: Mapping[str, Thunk],
) -> None:
    """Make variables of the arguments.  Defaults see all parameters."""
    parameters = function.node.parameters
    if len(positional) > len(parameters):
        raise EvaluationError(
            f"{function.describe()} takes at most {len(parameters)} arguments, "
            f"not {len(positional)}"
        )
    given = {parameter.name: thunk for parameter, thunk in zip(parameters, positional)}
    known = {parameter.name for parameter in parameters}
    for name, thunk in named.items():
        if name not in known:
            raise EvaluationError(f"{function.describe()} has no parameter '{name}'")
        if name in given:
            raise EvaluationError(f"argument '{name}' is given twice")
        given[name] = thunk
    for parameter in parameters:
        thunk = given.get(parameter.name)
        if thunk is None:
            if parameter.default is None:
                raise EvaluationError(
                    f"{function.describe()} needs an argument '{parameter.name}'"
                )
            thunk = interpreter.delay(parameter.default, environment)
        environment.variables[parameter.name] = _checked(interpreter, parameter, thunk)


def _checked(interpreter: Interpreter, parameter: Parameter, thunk: Thunk) -> Thunk:
    """An argument that is checked against the type of its parameter when it is used."""
    if parameter.type is None:
        return thunk
    expected = interpreter.type_of(parameter.type)

    def compute() -> object:
        value = thunk.force()
        problem = expected.problem(value)
        if problem is not None:
            raise TypeMismatch(f"argument '{parameter.name}': {problem}", parameter.span)
        return value

    return Thunk(compute, parameter.span)
