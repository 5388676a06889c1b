"""The answer's process: loads the answer and does what the tests ask for. Nothing here can decide whether it passed."""

import builtins
import contextlib
import enum
import functools
import gc
import io
import json
import marshal
import os
import random
import sys
import types
from _thread import RLock
from json.encoder import c_make_encoder, encode_basestring_ascii

from guard import LENGTH, TooMuch, read_exactly
from exchange import functions
from exchange.remote import OPERATIONS, Description, Surface
from exchange.values import (
    MADE_AGAIN, MAX_RETURNED, NAMES_OF_TYPES, UNCHANGING, Codec, Copies, can_be_copied, containers, encode_numpy, library_name,
)

SOURCE_NAME = "answer.py"
PIECE = 1 << 16
CALLS = 3
MARSHALLED, TAGGED = b"M", b"J"
ENCODE = c_make_encoder(None, None, encode_basestring_ascii, None, ":", ",", False, False, True)
RETURNED_TOO_MUCH = b'{"o":1}'
# Of an object's class only what the answer itself has written needs more than its plain content.
OWN_MODULES = ("answer", "__main__")


def to_json(value):
    """As json.dumps does without blanks; what makes an encoder for each value is spared."""
    return "".join(ENCODE(value, 0))


def read_body(receive, limit=1 << 30):
    """Reads a message that is alone on its way: most come whole."""
    data = b""
    while len(data) < LENGTH.size:
        part = receive(PIECE)
        if not part:
            raise EOFError
        data += part
    length = LENGTH.unpack_from(data)[0]
    if length > limit:
        raise TooMuch
    left = LENGTH.size + length - len(data)
    if left > 0:
        return data[LENGTH.size:] + read_exactly(lambda count: receive(min(count, PIECE << 4)), left)
    if left < 0:
        raise ValueError("more than one message")
    return data[LENGTH.size:]


def run_answer():
    """Becomes the answer: loads it and does the calls the tests ask for. Never returns."""
    try:
        gc.enable()
        ANSWER.serve()
    finally:
        os._exit(0)


def names_of_error(error):
    kinds = [kind for kind in type(error).__mro__ if kind is not object]
    is_bare = {kind: kind.__module__ in ("builtins", *OWN_MODULES) for kind in kinds}
    return [kind.__name__ if is_bare[kind] else f"{kind.__module__}.{kind.__name__}" for kind in kinds]


def threw(error, codec=None):
    """Says what an error is, what it says and, as far as that can be told, what it holds."""
    try:
        text = str(error)[:500]
    except BaseException:
        text = ""
    told = [names_of_error(error), text]
    if codec is not None:
        try:
            cause = threw(error.__cause__, codec)["e"] if error.__cause__ is not None else None
            told += [codec.encode(list(error.args)), codec.encode(members_of(error) | vars(error)), cause]
        except BaseException:
            del told[2:]
    return {"e": told}


def members_of(error):
    """What the library's own errors hold beside their arguments, such as a number or what a generator returned."""
    names = {name for kind in type(error).__mro__ if kind not in (object, BaseException)
             for name, member in vars(kind).items() if isinstance(member, types.MemberDescriptorType) and name[0] != "_"}
    return {name: getattr(error, name) for name in names if name != "obj" and hasattr(error, name)}


class AnswerCodec(Codec):
    """How values leave and reach the answer. What is said here of objects is its own word: the other side believes plain data alone."""

    def __init__(self, answer, copies):
        super().__init__(copies)
        self.answer = answer

    def other(self, value):
        kind = type(value)
        number = getattr(value, "_eval_number", None) if kind.__module__ == "answer" and hasattr(kind, "_eval_number") else None
        if number is not None:
            return {"H": number}
        if isinstance(value, type):
            return {"T": NAMES_OF_TYPES[value]} if value in NAMES_OF_TYPES else self.handle(value)
        if isinstance(value, enum.Enum):
            return self.encode_member(value)
        if isinstance(value, tuple) and hasattr(kind, "_fields"):
            return {"N": [kind.__qualname__, list(kind._fields), [self.encode(item) for item in value]]}
        if isinstance(value, BaseException):
            return {"x": threw(value, self)["e"]}
        found = encode_numpy(self, value)
        if found is not None:
            return found
        name = library_name(kind)
        if name in MADE_AGAIN:
            return {"L": [name, self.encode(MADE_AGAIN[name](value))]}
        if not (self.answer.has_classes and kind.__module__ in OWN_MODULES):
            plain = self.plain(value)
            if type(plain) is not kind:
                return self.encode(plain)
        return self.handle(value)

    def handle(self, value):
        self.answer.handed += 1
        return {"h": [self.answer.number_of(value), *Description.of(value)]}

    def theirs(self, number, name, kinds, specials, flavour, bases):
        return self.answer.stand_in(number, name, kinds, specials, flavour)

    def ours(self, number):
        return self.answer.objects[number]

    def function(self, module, name):
        return getattr(__import__(module, fromlist=["_"]), name)

    def exception(self, names, text, *_):
        return self.answer.error(names, text)

    def named_tuple(self, name, fields, items):
        import collections

        kind = self.answer.module.__dict__.get(name)
        if not (isinstance(kind, type) and getattr(kind, "_fields", None) == tuple(fields)):
            kind = collections.namedtuple(name.rpartition(".")[2], fields)
        return kind(*[self.decode(item) for item in items])

    def member(self, name, base, members, chosen):
        kind = self.answer.module.__dict__.get(name)
        if not (isinstance(kind, type) and issubclass(kind, enum.Enum)):
            kind = getattr(enum, base)(name, [(key, self.decode(value)) for key, value in members])
        return kind[chosen]


class Answer:
    """Made before the processes of answers are, because each page that one of them writes to has to be copied for it."""

    def __init__(self, calls=CALLS):
        self.calls = calls
        self.read = functools.partial(os.read, calls)
        self.has_classes = False
        self.lock = RLock()
        self.objects = {}
        self.numbers = {}
        self.stand_ins = {}
        # Arguments of calls that gave objects which may still hold them: by the number of the call.
        self.kept = {}
        self.serial = self.handed = 0
        self.surface = Surface(has_operators=True)
        self.loop = None
        self.tasks = {}
        self.module = types.ModuleType("answer")
        self.module.__file__ = SOURCE_NAME
        self.codec = AnswerCodec(self, Copies({}, 1))

    # -------------------------------------------------------------------------------------- objects of both sides

    def number_of(self, value):
        number = self.numbers.get(id(value))
        if number is None:
            number = self.numbers[id(value)] = len(self.objects)
            self.objects[number] = value
        return number

    def stand_in(self, number, name, kinds, specials, flavour):
        if flavour == "awaitable":
            return self.awaited(number)
        if number not in self.stand_ins:
            self.stand_ins[number] = self.surface.make(self, number, name, kinds, specials)
        return self.stand_ins[number]

    async def awaited(self, number):
        return self.ask("await", number, (), {})

    def operate(self, operation, target, *arguments, **named):
        return self.ask(operation, target._eval_number, arguments, named)

    def attribute(self, target, name):
        return self.operate("get", target, name)

    def are_equal(self, target, other):
        return self.operate("equal", target, other)

    def hash_of(self, target):
        return target._eval_number

    # -------------------------------------------------------------------------------------- messages

    def ask(self, operation, number, arguments, named):
        """Lets the tests do something with an object of theirs, and serves what they ask for meanwhile."""
        with self.lock:
            codec = self.codec
            marks, codec.marks = codec.marks, {}
            told = [codec.encode(item) for item in arguments], [[name, codec.encode(item)] for name, item in named.items()]
            self.send({"k": [operation, number, *told], "g": codec.copies.states(codec)})
            codec.marks = marks
            while True:
                order = self.receive()
                if order[0] == "k":
                    break
                self.send(self.do(order))
            _, is_fine, value = order
            if is_fine:
                return codec.decode(value)
            raise self.error(*value)

    def error(self, names, text):
        for name in names:
            kind = self.module.__dict__.get(name) or getattr(builtins, name, None)
            if isinstance(kind, type) and issubclass(kind, BaseException):
                break
        else:
            kind = Exception
        error = kind.__new__(kind, text)
        error.args = (text,)
        return error

    def receive(self):
        body = read_body(self.read)
        if body[:1] == MARSHALLED:
            return marshal.loads(memoryview(body)[1:])
        message = json.loads(body[1:])
        self.codec.copies.take(self.codec, message["g"])
        return message["m"]

    def send(self, content):
        try:
            text = to_json(content).encode()
        except (RecursionError, MemoryError) as error:
            text = to_json({"e": [[type(error).__name__], "the returned value cannot be told"]}).encode()
        if len(text) > MAX_RETURNED:
            text = RETURNED_TOO_MUCH
        try:
            sys.stdout.flush()
        except BaseException:
            pass
        message = LENGTH.pack(len(text)) + text
        while message:
            message = message[os.write(self.calls, message):]

    # -------------------------------------------------------------------------------------- serving

    def serve(self):
        module, request = self.module, self.receive()
        self.has_classes = request.get("classes", False)
        sys.modules["answer"] = module
        try:
            code = compile(request["answer"], SOURCE_NAME, "exec", dont_inherit=True)
        except BaseException as error:
            line = getattr(error, "lineno", None) or 1
            self.send({"s": [type(error).__name__, str(getattr(error, "msg", error))[:500], line]})
            return
        try:
            exec(code, module.__dict__)
        except BaseException as error:
            self.send(threw(error))
            return
        if "given" in request:
            kinds = {name: module.__dict__.get(name) for name in request["given"]}
            copied = {name: kind for name, kind in kinds.items() if isinstance(kind, type) and can_be_copied(kind, "answer")}
            self.codec.copies = Copies(copied, 1)
        self.send({"r": 1})
        while True:
            self.send(self.do(self.receive()))

    def do(self, order):
        """Does what the tests ask for; returns what came of it."""
        self.serial += 1
        try:
            if len(order) == 3:
                name, arguments, named = order
                return self.call(getattr(self.module, name), arguments, named)
            return self.ordered(*order)
        except BaseException as error:
            return threw(error)

    def ordered(self, kind, target, arguments, named, context):
        if kind == "n":
            return self.named(target)
        if kind == "d":
            return {"v": self.codec.encode(functions.told(self.module.__dict__.get(target)))}
        decode = self.codec.decode
        context = decode(context)
        with surroundings(context) as said:
            if kind == "c":
                does, first = getattr(self.module, target), []
            else:
                operation, number = target
                own = {"start": self.start, "finish": self.finish, "plain": self.codec.plain}
                does = own.get(operation) or OPERATIONS[operation]
                first = [number if operation in ("start", "finish") else self.objects[number]]
            reply = self.call(does, [*first, *decode(arguments)], {name: decode(item) for name, item in named})
        if said:
            reply["p"] = [stream.getvalue() for stream in said]
        if "random" in context:
            reply["s"] = self.codec.encode(random.getstate())
        return reply

    def call(self, does, arguments, named):
        """Makes a call; its arguments may be changed in place."""
        codec, serial, handed = self.codec, self.serial, self.handed
        known = () if not named and UNCHANGING.issuperset(map(type, arguments)) else containers([*arguments, *named.values()])[0]
        before = self.snapshot(arguments, named) if known else None
        earlier, codec.marks = codec.marks, {id(container): place for place, container in enumerate(known)} if known else {}
        try:
            try:
                reply = {"v": codec.encode(does(*arguments, **named))}
            except BaseException as error:
                reply = threw(error, codec)
            if known and (before is None or self.snapshot(arguments, named) != before):
                reply["w"] = [codec.content(container) for container in known]
            if self.kept:
                self.tell_later_changes(reply)
            if known and self.handed > handed:
                self.kept[serial] = arguments, named, known, self.snapshot(arguments, named)
                reply["l"] = serial
        finally:
            codec.marks = earlier
        if codec.copies.received or codec.copies.queue:
            reply["g"] = codec.copies.states(codec)
        return reply

    def tell_later_changes(self, reply):
        """Tells what has happened meanwhile to arguments of earlier calls that objects of the answer may hold."""
        for serial, (arguments, named, known, before) in list(self.kept.items()):
            now = self.snapshot(arguments, named)
            if now is not None and now == before:
                continue
            self.codec.marks = {id(container): place for place, container in enumerate(known)}
            reply.setdefault("W", []).append([serial, [self.codec.content(container) for container in known]])
            self.kept[serial] = arguments, named, known, now

    @staticmethod
    def snapshot(arguments, named):
        try:
            return marshal.dumps((arguments, named), 2)
        except ValueError:
            return None

    def named(self, name):
        """Says what the answer calls by a name; nothing where it has no such name."""
        if name not in self.module.__dict__:
            return {"r": 0}
        value = self.module.__dict__[name]
        told = {"M": 1} if isinstance(value, types.ModuleType) else self.codec.encode(value)
        return {"v": told, "g": self.codec.copies.states(self.codec)}

    # -------------------------------------------------------------------------------------- coroutines

    def start(self, number):
        import asyncio

        async def run():
            return await self.objects[number]

        if self.loop is None:
            self.loop = asyncio.new_event_loop()
        self.tasks[number] = self.loop.create_task(run())

    def finish(self, number):
        return self.loop.run_until_complete(self.tasks.pop(number))


ANSWER = Answer()


@contextlib.contextmanager
def surroundings(context):
    """Puts what the tests have put in place of parts of the library in place here, too: input, output and what they have patched."""
    if not context:
        yield ()
        return
    undo, said = [], []
    environment = dict(os.environ)
    if "environment" in context:
        os.environ.clear()
        os.environ.update(context["environment"])
    if "random" in context:
        random.setstate(context["random"])
    for owner, inner, name, replacement in context.get("patched", ()):
        target = functools.reduce(getattr, inner, __import__(owner, fromlist=["_"]))
        undo.append((target, name, getattr(target, name)))
        setattr(target, name, replacement)
    for name in context.get("captured", ()):
        undo.append((sys, name, getattr(sys, name)))
        said.append(io.StringIO())
        setattr(sys, name, said[-1])
    try:
        yield said
    finally:
        for target, name, earlier in reversed(undo):
            setattr(target, name, earlier)
        if "environment" in context:
            os.environ.clear()
            os.environ.update(environment)
