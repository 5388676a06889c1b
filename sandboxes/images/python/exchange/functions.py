"""The functions that tests call: stand-ins that look like the answer's own where the tests look at them."""

import re

LOOKED_AT = re.compile(r"\binspect\b|\b__doc__\b|\biscoroutinefunction\b|\b__defaults__\b")


def told(function):
    """What the answer's side says of a function: its docstring, what calling it gives and its parameters."""
    import inspect

    flavours = {
        "coroutine": inspect.iscoroutinefunction, "generator": inspect.isgeneratorfunction, "asynchronous": inspect.isasyncgenfunction,
    }
    try:
        parameters = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        parameters = ()
    return {
        "doc": getattr(function, "__doc__", None),
        "flavour": next((name for name, holds in flavours.items() if holds(function)), ""),
        "parameters": [[each.name, int(each.kind), each.default is not each.empty, each.default if each.default is not each.empty else None]
                       for each in parameters],
    }


def made(answer, name, tests):
    """Returns what the tests call."""
    def candidate(*arguments, **named):
        return answer.call(name, arguments, named)

    if LOOKED_AT.search(tests):
        candidate = as_told(candidate, answer.told(name))
    candidate.__name__ = candidate.__qualname__ = name
    return candidate


def as_told(call, told):
    import inspect

    async def coroutine(*arguments, **named):
        return await call(*arguments, **named)

    def generator(*arguments, **named):
        return (yield from call(*arguments, **named))

    async def asynchronous(*arguments, **named):
        async for item in call(*arguments, **named):
            yield item

    function = {"coroutine": coroutine, "generator": generator, "asynchronous": asynchronous}.get(told["flavour"], call)
    function.__doc__ = told["doc"]
    parameters = [inspect.Parameter(str(name), inspect._ParameterKind(kind), default=default if has_default else inspect.Parameter.empty)
                  for name, kind, has_default, default in told["parameters"]]
    function.__signature__ = inspect.Signature(parameters)
    return function
