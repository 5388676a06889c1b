"""The answer's process as the tests see it: calls go there, values and stand-ins come back.

Plain data is compared here, by types that are the library's own. Nothing that an answer says is run here.
"""

import json
import marshal
import os
import random
import select
import socket
import sys
import types

from exchange.answer import MARSHALLED, PIECE, TAGGED, read_body, to_json
from exchange.clock import CLOCK, Ended
from exchange.coroutines import moment, run_apart
from exchange.errors import Errors, is_class
from exchange.permissions import permitted
from exchange.remote import Description, Remote, Surface
from exchange.surroundings import Surroundings
from exchange.values import (
    MADE_AGAIN, MAX_RETURNED, NAMES_OF_TYPES, Codec, Copies, can_be_copied, containers, encode_numpy, library_name, replace_content,
)
from forking import ORDER, REPORT
from guard import LENGTH, Printed, TooMuch

DONE, LOST = b"E", b"L"
MAX_TEXT, MAX_NAME, MAX_BASES = 500, 200, 50
# What may be called with arguments on an object of which no class was asked: by what comes back they cannot be told to be the right ones.
TAKES_ARGUMENTS = frozenset(("send", "throw", "asend", "athrow", "read", "readline", "readlines", "write", "writelines", "seek"))
SURROUNDINGS = Surroundings()
SURFACES = {has_operators: Surface(has_operators) for has_operators in (False, True)}


class Refusal(BaseException):
    """The answer could not be loaded, or returned more than allowed."""

    def __init__(self, result):
        self.result = result


def refused(first):
    """Returns the result of an answer that could not be loaded, as its process tells it; None where it was."""
    if "s" in first:
        kind, message, line = first["s"]
        return {"status": "compile", "error": [str(kind)[:MAX_NAME], str(message)[:MAX_TEXT], str(line)[:MAX_NAME]]}
    if "e" in first:
        names, text, *_ = first["e"]
        return thrown(list(names), text)
    return None


def thrown(names, text):
    return {"status": "completed", "kind": "exception", "types": [str(name)[:MAX_NAME] for name in names[:MAX_BASES]], "message": str(text)[:MAX_TEXT]}


class Anything:
    """What no object of an answer can equal."""


class TesterCodec(Codec):
    """How values leave and reach the tests. What comes is plain data, or a stand-in; nothing of it is run here."""

    def __init__(self, answer, copies):
        super().__init__(copies)
        self.answer = answer

    def other(self, value):
        kind = type(value)
        if issubclass(kind, Remote):
            return {"H": value._eval_number}
        if isinstance(value, type):
            if value in NAMES_OF_TYPES:
                return {"T": NAMES_OF_TYPES[value]}
            if value in self.answer.error_numbers:
                return {"H": self.answer.error_numbers[value]}
        if isinstance(value, (types.FunctionType, types.BuiltinFunctionType, type)) and is_of_library(value):
            return {"B": [value.__module__, value.__name__]}
        if isinstance(value, tuple) and hasattr(kind, "_fields"):
            return {"N": [kind.__qualname__, list(kind._fields), [self.encode(item) for item in value]]}
        if "enum" in sys.modules and isinstance(value, sys.modules["enum"].Enum):
            return self.encode_member(value)
        found = encode_numpy(self, value)
        if found is not None:
            return found
        name = library_name(kind)
        if name in MADE_AGAIN:
            return {"L": [name, self.encode(MADE_AGAIN[name](value))]}
        if isinstance(value, (int, float, str, bytes, tuple, frozenset, complex)):
            return self.encode(self.plain(value))
        return {"h": [self.answer.number_of(value), *Description.of(value)[:4], None]}

    def theirs(self, number, name, kinds, specials, flavour, bases):
        return self.answer.stand_in(int(number), str(name), [str(each) for each in kinds], [str(each) for each in specials], flavour, bases)

    def ours(self, number):
        return self.answer.objects[number]

    def named_tuple(self, name, fields, items):
        import collections

        kind = self.answer.tests.get(name)
        if not (is_class(kind) and issubclass(kind, tuple) and getattr(kind, "_fields", None) == tuple(fields)):
            kind = collections.namedtuple(name.rpartition(".")[2], fields)
        return tuple.__new__(kind, [self.decode(item) for item in items])

    def member(self, name, base, members, chosen):
        import enum

        kind = self.answer.tests.get(name)
        if not (is_class(kind) and issubclass(kind, enum.Enum)):
            kind = self.answer.enums.get(name)
        if kind is None:
            if base not in ("Enum", "IntEnum", "StrEnum", "Flag", "IntFlag"):
                raise ValueError("no kind of enum")
            kind = self.answer.enums[name] = getattr(enum, base)(name, [(str(key), self.decode(value)) for key, value in members])
        return kind[chosen]

    def function(self, module, name):
        raise ValueError("no value")

    def exception(self, names, text, *held):
        return self.answer.errors.make([str(name) for name in names], str(text), *held)


def is_of_library(value):
    module, name = getattr(value, "__module__", None), getattr(value, "__name__", "")
    is_bound = not isinstance(getattr(value, "__self__", None), (type(None), types.ModuleType))
    return (not is_bound and isinstance(module, str) and module.partition(".")[0] in sys.stdlib_module_names
            and getattr(sys.modules.get(module), name, None) is value)


class Answer:
    """An answer's process as the tests see it."""

    def __init__(self, orders, request, tests):
        self.orders = orders
        self.tests = tests
        self.has_classes = bool(request.get("classes"))
        self.is_lost = self.has_calls = self.asked_equality = False
        self.objects, self.numbers = {}, {}
        self.kept = {}
        self.stand_ins, self.error_numbers, self.enums = {}, {}, {}
        self.surface = SURFACES[self.has_classes]
        kinds = {name: kind for name, kind in tests.items()
                 if isinstance(kind, type) and kind.__module__ == "tests" and name not in request["names"] and can_be_copied(kind, "tests")}
        self.codec = TesterCodec(self, Copies(kinds, 0))
        self.errors = Errors(tests, self.codec.decode)
        own, theirs = socket.socketpair()
        self.calls = own
        self.printed = Printed()
        self.watch = select.poll()
        self.watch.register(own, select.POLLIN)
        self.watch.register(self.printed.descriptor, select.POLLIN)
        order = {"answer": request["answer"]}
        if kinds:
            order["given"] = list(kinds)
        if self.has_classes:
            order["classes"] = True
        limits = ORDER.pack(request["cpu"], request["memory"], request["output"])
        socket.send_fds(orders, [limits], [theirs.fileno(), self.printed.theirs])
        theirs.close()
        os.close(self.printed.theirs)
        self.is_started = True
        self.send(MARSHALLED + marshal.dumps(order))
        try:
            result = refused(self.receive())
        except Exception:
            # Not what this program writes.
            raise Ended from None
        if result is not None:
            raise Refusal(result)

    # -------------------------------------------------------------------------------------- messages

    def receive(self):
        try:
            CLOCK.wait()
            while True:
                ready = dict(self.watch.poll())
                if self.printed.descriptor in ready and not self.printed.take():
                    self.watch.unregister(self.printed.descriptor)
                if self.calls.fileno() in ready:
                    break
            message = json.loads(read_body(self.calls.recv, MAX_RETURNED + 64))
            CLOCK.is_waiting = False
            if type(message) is not dict:
                raise Ended
        except (EOFError, ConnectionError):
            self.is_lost = True
            raise Ended from None
        except (OSError, ValueError, RecursionError, MemoryError):
            raise Ended from None
        except TooMuch:
            raise Refusal({"status": "output", "reason": "returned"}) from None
        finally:
            CLOCK.is_waiting = False
        if "o" in message:
            raise Refusal({"status": "output", "reason": "returned"})
        return message

    def send(self, message):
        try:
            CLOCK.wait()
            self.calls.sendall(LENGTH.pack(len(message)) + message)
        except OSError as error:
            self.is_lost = isinstance(error, ConnectionError)
            raise Ended from None
        finally:
            CLOCK.is_waiting = False

    def call(self, name, arguments, named):
        return self.ask("c", name, arguments, named)

    def operate(self, operation, target, *arguments, **named):
        return self.ask("o", [operation, target._eval_number], arguments, named)

    def ask(self, kind, target, arguments, named):
        self.has_calls = True
        context = SURROUNDINGS.now()
        message = None
        known, is_simple = containers([*arguments, *named.values()])
        if kind == "c" and is_simple and not context:
            try:
                # What the tests hand over is trusted and may come in the interpreter's own format; the other way only harmless text.
                message = MARSHALLED + marshal.dumps((target, arguments, named))
            except ValueError:
                pass
        if message is None:
            encode = self.codec.encode
            told = list(map(encode, arguments)), [[name, encode(item)] for name, item in named.items()]
            message = self.tagged([kind, target, *told, encode(context)])
        self.send(message)
        reply = self.receive()
        try:
            while "k" in reply:
                self.send(self.callback(reply))
                reply = self.receive()
            value, error = self.result(reply, known, context)
        except Exception:
            # Not what this program writes: the answer has tampered with it.
            raise Ended from None
        if error is not None:
            raise error
        return value

    def tagged(self, message):
        return TAGGED + to_json({"m": message, "g": self.codec.copies.states(self.codec)}).encode()

    def result(self, reply, known, context):
        codec = self.codec
        earlier, codec.known = codec.known, known
        try:
            if "g" in reply:
                codec.copies.take(codec, reply["g"])
            self.change(known, reply.get("w", ()))
            for serial, contents in reply.get("W", ()):
                self.change(self.kept[serial], contents)
            if "l" in reply:
                self.kept[reply["l"]] = known
            codec.known = known
            for name, text in zip(context.get("captured", ()), reply.get("p", ())):
                getattr(sys, name).write(str(text))
            if "s" in reply and "random" in context:
                random.setstate(codec.decode(reply["s"]))
            if "v" in reply:
                return codec.decode(reply["v"]), None
            names, text, *held = reply["e"]
            return None, self.errors.make([str(each) for each in names], str(text), *held)
        finally:
            codec.known = earlier

    def change(self, known, contents):
        """Gives the tests' own containers the content that the answer has given its copies of them."""
        self.codec.known = known
        for container, content in zip(known, [self.codec.decode(content) for content in contents]):
            replace_content(container, content)

    # -------------------------------------------------------------------------------------- what the answer may do with the tests' objects

    def callback(self, message):
        codec = self.codec
        operation, number, arguments, named = message["k"]
        codec.copies.take(codec, message.get("g", ()))
        target = self.objects[number]
        arguments, named = [codec.decode(item) for item in arguments], {str(name): codec.decode(item) for name, item in named}
        try:
            value = run_apart(target) if operation == "await" else permitted(operation, target, arguments)(target, *arguments, **named)
            return self.tagged(["k", True, codec.encode(value)])
        except Exception as error:
            known = getattr(error, "_eval_names", None) or [kind.__name__ for kind in type(error).__mro__ if kind is not object]
            return self.tagged(["k", False, [known, str(error)[:500]]])

    def number_of(self, value):
        number = self.numbers.get(id(value))
        if number is None:
            number = self.numbers[id(value)] = len(self.objects)
            self.objects[number] = value
        return number

    # -------------------------------------------------------------------------------------- stand-ins

    def stand_in(self, number, name, kinds, specials, flavour, bases):
        if flavour == "awaitable":
            return self.awaited(number)
        if number not in self.stand_ins:
            stand_in = self.surface.make(self, number, name, kinds, specials)
            if bases is not None:
                names = [str(base).removeprefix("answer.").removeprefix("builtins.") for base in bases]
                stand_in = self.errors.class_of(names)
                self.error_numbers[stand_in] = number
            self.stand_ins[number] = stand_in
        return self.stand_ins[number]

    async def awaited(self, number):
        self.ask("o", ["start", number], [], {})
        await moment()
        return self.ask("o", ["finish", number], [], {})

    def attribute(self, target, name):
        value = self.operate("get", target, name)
        if self.has_classes or not (issubclass(type(value), Remote) and callable(value)):
            return value

        def called(*arguments, **named):
            if (arguments or named) and name not in TAKES_ARGUMENTS:
                raise TypeError(f"{name}() is given nothing here: no class was asked for, and it could say what the tests want to hear")
            return value(*arguments, **named)

        return called

    def are_equal(self, target, other):
        """Whether an object of the answer equals something. Only where a class is asked for, and between two such objects, it has a say."""
        if target is other:
            return True
        if not self.has_classes:
            return NotImplemented
        if not issubclass(type(other), Remote):
            plain = self.operate("plain", target) if any(kind.startswith("builtins.") for kind in target._eval_kind) else target
            return NotImplemented if plain is target else plain == other
        self.asked_equality = True
        # Who says "equal" to anything says nothing.
        said = {}
        for name in random.SystemRandom().sample(("other", "anything"), 2):
            try:
                said[name] = bool(self.operate("equal", target, other if name == "other" else Anything()))
            except Exception:
                if name == "other":
                    raise
                said[name] = False
        return said["other"] and not said["anything"]

    def hash_of(self, target):
        return self.operate("hash", target) if self.has_classes else target._eval_number

    def told(self, name):
        """Returns what the answer's function looks like."""
        return self.ask("d", name, [], {})

    def named(self, name):
        """Returns what the answer calls by a name."""
        self.has_calls = True
        self.send(self.tagged(["n", name, [], [], {}]))
        reply = self.receive()
        try:
            if "v" not in reply:
                raise KeyError(name)
            if type(reply["v"]) is dict and "M" in reply["v"]:
                # The tests' own word for it, and the library's own module.
                if name not in sys.stdlib_module_names:
                    raise KeyError(name)
                return __import__(name)
            self.codec.copies.take(self.codec, reply.get("g", ()))
            return self.codec.decode(reply["v"])
        except KeyError:
            raise
        except Exception:
            raise Ended from None

    def end(self):
        self.calls.close()
        self.orders.sendall(LOST if self.is_lost else DONE)
        left_alone, is_clean, status, cpu, system, peak = REPORT.unpack(self.orders.recv(REPORT.size))
        return {
            "own": bool(left_alone),
            "code": os.waitstatus_to_exitcode(status),
            "cpu": round(cpu / 1000),
            "system": round(system / 1000),
            "peak": peak,
            "clean": bool(is_clean),
            "printed": self.printed.end(),
            "length": self.printed.length,
        }
