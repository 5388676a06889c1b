"""Stand-ins for objects that stay in the other process: what is done to a stand-in is done there, and what comes of it comes back.

A stand-in never hands a value to its object only to be told that it is the right one: see Surface.
"""

import operator
import types

# What a class may define for the language itself, by what it gives the object. Whatever is in here can be asked of the other side.


def bound(target, name):
    """Finds a special method as the language does: in the class, and not in the object."""
    found = next(base.__dict__[name] for base in type(target).__mro__ if name in base.__dict__)
    return found.__get__(target, type(target)) if hasattr(type(found), "__get__") else found


def special(name):
    return lambda target, *arguments: bound(target, name)(*arguments)


UNARY = {
    "__iter__": iter, "__next__": next, "__len__": len, "__bool__": bool, "__str__": str, "__repr__": repr, "__int__": int,
    "__float__": float, "__index__": operator.index, "__complex__": complex, "__bytes__": bytes, "__reversed__": reversed,
    "__length_hint__": operator.length_hint, "__neg__": operator.neg, "__pos__": operator.pos, "__invert__": operator.invert,
    "__abs__": abs,
    "__aiter__": special("__aiter__"), "__anext__": special("__anext__"), "__enter__": special("__enter__"),
    "__aenter__": special("__aenter__"),
}
WITH_INPUT = {
    "__call__": lambda target, *arguments, **named: target(*arguments, **named),
    "__getitem__": operator.getitem, "__setitem__": operator.setitem, "__delitem__": operator.delitem,
    "__round__": round, "__format__": format, "__exit__": special("__exit__"), "__aexit__": special("__aexit__"),
}
ALWAYS = UNARY | WITH_INPUT


def reflected(does):
    return lambda target, other: does(other, target)


ARITHMETIC = ("add", "sub", "mul", "matmul", "truediv", "floordiv", "mod", "pow", "lshift", "rshift", "and", "xor", "or")
IN_PLACE = tuple(f"i{name}" for name in ARITHMETIC)
OPERATORS = {
    **{f"__{name}__": getattr(operator, f"__{name}__") for name in (*ARITHMETIC, *IN_PLACE, "lt", "le", "gt", "ge", "contains")},
    **{f"__r{name}__": reflected(getattr(operator, f"__{name}__")) for name in ARITHMETIC},
    "__divmod__": divmod,
}
OPERATIONS = ALWAYS | OPERATORS | {
    "get": getattr, "set": setattr, "delete": delattr, "dir": dir, "equal": operator.eq, "hash": hash, "is": isinstance,
    "below": issubclass,
}

# What isinstance() says of an object of one of these types here, too.
KNOWN_TYPES = {f"{kind.__module__}.{kind.__qualname__}": kind for kind in (
    types.GeneratorType, types.AsyncGeneratorType, types.FunctionType, types.BuiltinFunctionType, types.MethodType, types.ModuleType,
    map, filter, zip, enumerate, reversed, type, list, dict, set, tuple, str, int, float, bytes, frozenset)}

KEPT_CLASSES = 500
PRIVATE = ("_eval_link", "_eval_number", "_eval_kind")
# What the interpreter and its library look for in any object, without anybody meaning the answer's.
NOT_ASKED = frozenset((
    "__signature__", "__wrapped__", "__text_signature__", "__array__", "__array_interface__", "__array_struct__", "__array_ufunc__",
    "__array_priority__", "__array_function__", "__isabstractmethod__", "__class_getitem__", "__mro_entries__", "__set_name__", "__get__",
    "__set__", "__delete__", "__prepare__", "__fspath__", "__buffer__", "__reduce__", "__reduce_ex__", "__getstate__", "__getnewargs__",
    "__getnewargs_ex__", "__deepcopy__", "__copy__", "__objclass__", "__func__", "__code__", "__globals__",
))
# Every object has these.
COMMON = ("__str__", "__repr__", "__format__")


class Description:
    """What is said of an object that stays where it is: its number, its type and the special methods that it has."""

    known = {}

    @classmethod
    def of(cls, value):
        kind = type(value)
        if kind not in cls.known:
            specials = [name for name in OPERATIONS if name[0] == "_" and name not in COMMON and has(kind, name)]
            cls.known[kind] = [kind.__name__, names_of(kind), specials, "awaitable" if has(kind, "__await__") else "object"]
        # Of an error's class it is said what it is derived from, because tests catch by class.
        is_error = isinstance(value, type) and issubclass(value, BaseException)
        return [*cls.known[kind], names_of(value) if is_error else None]


def names_of(kind):
    return [f"{base.__module__}.{base.__qualname__}" for base in kind.__mro__ if base is not object]


def has(kind, name):
    for base in kind.__mro__:
        if name in base.__dict__:
            return base is not object and base.__dict__[name] is not None
    return False


class Remote:
    """What every stand-in has. Its special methods are added by class, because the language looks for them there."""

    __slots__ = (*PRIVATE, "__weakref__")

    def __init__(self, link, number, kind):
        object.__setattr__(self, "_eval_link", link)
        object.__setattr__(self, "_eval_number", number)
        object.__setattr__(self, "_eval_kind", kind)

    def __getattr__(self, name):
        if name in NOT_ASKED or name in PRIVATE:
            raise AttributeError(f"'{type(self).__name__}' object has no attribute '{name}'")
        return self._eval_link.attribute(self, name)

    def __setattr__(self, name, value):
        self._eval_link.operate("set", self, name, value)

    def __delattr__(self, name):
        self._eval_link.operate("delete", self, name)

    def __dir__(self):
        return self._eval_link.operate("dir", self)

    def __str__(self):
        return str(self._eval_link.operate("__str__", self))

    def __repr__(self):
        return str(self._eval_link.operate("__repr__", self))

    def __eq__(self, other):
        return self._eval_link.are_equal(self, other)

    def __hash__(self):
        return hash(self._eval_link.hash_of(self))

    @property
    def __class__(self):
        for name in self._eval_kind:
            if name in KNOWN_TYPES:
                return KNOWN_TYPES[name]
        return type(self)

    def __instancecheck__(self, other):
        return isinstance(other, Remote) and bool(self._eval_link.operate("is", other, self))

    def __subclasscheck__(self, other):
        return isinstance(other, Remote) and bool(self._eval_link.operate("below", other, self))


def method(name):
    def does(self, *arguments, **named):
        return self._eval_link.operate(name, self, *arguments, **named)

    does.__name__ = name
    return does


METHODS = {name: method(name) for name in (*ALWAYS, *OPERATORS)}


class Surface:
    """Makes the classes of stand-ins.

    Reading, iterating and calling with a test's inputs is always passed on: what comes back is compared here. An operator, and a method
    that takes arguments, could be handed the expected value and say "equal": they are there only where the task itself asks for a class.
    """

    def __init__(self, has_operators):
        self.names = frozenset(ALWAYS) | (frozenset(OPERATORS) if has_operators else frozenset())
        self.classes = {}

    def make(self, link, number, name, kinds, specials):
        offered = self.names.intersection(specials)
        key = (name, offered)
        if key not in self.classes:
            if len(self.classes) >= KEPT_CLASSES:
                self.classes.clear()
            own = {"__slots__": (), "__module__": "answer"}
            self.classes[key] = type(name, (Remote,), own | {special: METHODS[special] for special in offered})
        return self.classes[key](link, number, kinds)
