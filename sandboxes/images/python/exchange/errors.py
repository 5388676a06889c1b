"""Errors of an answer as the tests catch them."""

import builtins
import sys


def is_class(value):
    """Whether it is a class of this process, which a stand-in of one only seems to be."""
    return issubclass(type(value), type)


class Errors:
    """Makes the classes and objects of errors that an answer throws."""

    def __init__(self, tests, decode):
        self.tests = tests
        self.decode = decode
        self.own = {}

    def known(self, name):
        module, _, last = name.rpartition(".")
        is_of_library = module.partition(".")[0] in sys.stdlib_module_names
        of_library = getattr(sys.modules.get(module), last, None) if is_of_library else None
        places = self.tests.get(name), self.own.get(name), getattr(builtins, name, None), of_library
        return next((kind for kind in places if is_class(kind) and issubclass(kind, BaseException)), None)

    def class_of(self, names):
        """Returns the class of an error of the answer: one that is known here, or one like it, which the tests may name later."""
        name, *bases = names or ["Exception"]
        known = self.known(name)
        if known is None:
            known = type(name.rpartition(".")[2], (self.class_of(bases),), {"__module__": "answer"})
            if "." not in name:
                self.own[name] = known
        return known

    def make(self, names, text, arguments=None, attributes=None, cause=None):
        """Makes an error of what the answer threw: of the nearest class that is known here."""
        # A class of its own, so that it is told from what the tests raise themselves.
        own = {"__str__": lambda self: text, "__init__": lambda self: None, "__module__": "answer"}
        error = type(names[0].rpartition(".")[2], (self.class_of(names),), own)()
        error.args = tuple(self.decode(arguments)) if arguments is not None else (text,)
        for name, value in (self.decode(attributes) if attributes is not None else {}).items():
            if not name.startswith("_"):
                try:
                    object.__setattr__(error, name, value)
                except (AttributeError, TypeError):
                    # A class that the prompt gives has made it unchangeable, or wants another type.
                    pass
        error._eval_names, error._eval_text = names, text
        if cause is not None:
            error.__cause__ = self.make([str(name) for name in cause[0]], str(cause[1]), *cause[2:])
        return error
