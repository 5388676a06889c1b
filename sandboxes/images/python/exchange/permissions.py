"""What an answer may do with objects of the tests that it was handed."""

import sys
import types

from exchange.remote import OPERATIONS

OPAQUE = (types.FunctionType, types.BuiltinFunctionType, types.MethodType, types.ModuleType, types.GeneratorType, types.CoroutineType,
          types.AsyncGeneratorType, types.CodeType, types.FrameType)


def permitted(operation, target, arguments):
    """An answer may call, iterate and read what it was handed; nothing leads from there to the tests' own names and values."""
    if operation in ("get", "set", "delete"):
        name = arguments[0]
        is_fine = type(name) is str and not name.startswith("_") and (
            not isinstance(target, OPAQUE) or isinstance(target, types.GeneratorType) and name in ("send", "throw", "close"))
        mock = sys.modules.get("unittest.mock")
        if mock is not None and isinstance(target, mock.NonCallableMock):
            is_fine = is_fine and operation == "get" and not hasattr(mock.MagicMock, name) and name not in ("method_calls", "mock_calls")
        if operation != "get" and isinstance(target, type):
            is_fine = False
        if not is_fine:
            raise AttributeError(f"'{type(target).__name__}' object has no attribute '{name}' here")
    elif operation == "dir":
        raise AttributeError("nothing is listed here")
    does = OPERATIONS[operation]

    def checked(*all_arguments, **named):
        value = does(*all_arguments, **named)
        if isinstance(value, (types.ModuleType, types.FrameType, types.CodeType)):
            raise AttributeError("nothing is given out here")
        return value

    return checked
