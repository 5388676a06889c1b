"""Values on their way between an answer's process and the tests: how JSON tells them, and what is a copy and what a reference.

Plain data is copied: both sides have the same types for it. So are instances of classes that the prompt itself defines, because both sides
have those too, with their identity: the same object stays the same. Everything else stays where it is and is referred to by a number.
"""

import builtins
import collections
import datetime
import decimal
import enum
import fractions
import sys
import types

SCALARS = frozenset((int, float, str, bool, type(None)))
UNCHANGING = SCALARS | {complex, bytes}
DICTIONARIES = frozenset((dict, collections.Counter, collections.OrderedDict, collections.defaultdict))
MUTABLE = DICTIONARIES | {list, set, bytearray, collections.deque}
ITEMS = frozenset((list, tuple, collections.deque))
SETS = frozenset((set, frozenset))
# What the interpreter's own format keeps as it is.
SIMPLE = UNCHANGING | SETS | {list, tuple, dict}
MAX_RETURNED = 32 << 20


def no_huge(items):
    return all(type(item) is not int or -(1 << 63) < item < 1 << 63 for item in items)


def pairs(codec, content):
    return {codec.decode(key): codec.decode(item) for key, item in content}


# ---------------------------------------------------------------------------------------------- by exact type: kind, encoder; kind, decoder

VIEWS = {type({}.keys()): "keys", type({}.values()): "values", type({}.items()): "items"}
TYPES = {f"{kind.__module__}.{kind.__qualname__}": kind for kind in (
    int, float, complex, bool, str, bytes, bytearray, list, tuple, dict, set, frozenset, range, object, type(None), slice, map, filter, zip,
    type, fractions.Fraction, decimal.Decimal, collections.Counter, collections.OrderedDict, collections.defaultdict, collections.deque,
    datetime.date, datetime.time, datetime.datetime, datetime.timedelta,
    *(kind for kind in vars(builtins).values() if isinstance(kind, type) and issubclass(kind, BaseException)))}
NAMES_OF_TYPES = {kind: name for name, kind in TYPES.items()}


def _datetime(codec, value):
    return {"D": ["datetime", [*value.timetuple()[:6], value.microsecond, value.fold], codec.encode(value.tzinfo)]}


def _time(codec, value):
    return {"D": ["time", [value.hour, value.minute, value.second, value.microsecond, value.fold], codec.encode(value.tzinfo)]}


def _decode_time(codec, content):
    kind, numbers, zone = content
    if kind == "date":
        return datetime.date(*numbers)
    if kind == "timedelta":
        return datetime.timedelta(*numbers)
    if kind == "zone":
        return datetime.timezone(codec.decode(numbers), *([zone] if zone is not None else []))
    *numbers, fold = numbers
    return {"datetime": datetime.datetime, "time": datetime.time}[kind](*numbers, tzinfo=codec.decode(zone), fold=fold)


def _encode_zone(codec, value):
    arguments = value.__getinitargs__()
    return {"D": ["zone", codec.encode(arguments[0]), arguments[1] if len(arguments) > 1 else None]}


def _encode_pairs(kind):
    return lambda codec, value: {kind: [[codec.encode(key), codec.encode(item)] for key, item in dict.items(value)]}


def _encode_items(kind):
    return lambda codec, value: {kind: [codec.encode(item) for item in value]}


ENCODERS = {
    tuple: _encode_items("t"),
    dict: _encode_pairs("d"),
    set: _encode_items("s"),
    frozenset: _encode_items("z"),
    complex: lambda codec, value: {"c": [codec.encode(value.real), codec.encode(value.imag)]},
    bytes: lambda codec, value: {"b": value.hex()},
    bytearray: lambda codec, value: {"a": value.hex()},
    fractions.Fraction: lambda codec, value: {"f": [hex(value.numerator), hex(value.denominator)]},
    decimal.Decimal: lambda codec, value: {"m": str(value)},
    range: lambda codec, value: {"r": [codec.encode(value.start), codec.encode(value.stop), codec.encode(value.step)]},
    slice: lambda codec, value: {"l": [codec.encode(value.start), codec.encode(value.stop), codec.encode(value.step)]},
    collections.deque: lambda codec, value: {"q": [[codec.encode(item) for item in value], value.maxlen]},
    collections.Counter: _encode_pairs("C"),
    collections.OrderedDict: lambda codec, value: {"O": [[codec.encode(key), codec.encode(item)] for key, item in value.items()]},
    collections.defaultdict: lambda codec, value: {"F": [codec.encode(value.default_factory), _encode_pairs("d")(codec, value)["d"]]},
    datetime.date: lambda codec, value: {"D": ["date", [value.year, value.month, value.day], None]},
    datetime.datetime: _datetime,
    datetime.time: _time,
    datetime.timedelta: lambda codec, value: {"D": ["timedelta", [value.days, value.seconds, value.microseconds], None]},
    datetime.timezone: _encode_zone,
    types.EllipsisType: lambda codec, value: {"u": "..."},
    types.NotImplementedType: lambda codec, value: {"u": "not implemented"},
} | {view: lambda codec, value: {"V": [VIEWS[type(value)], _encode_pairs("d")(codec, dict(value.mapping))["d"]]} for view in VIEWS}

DECODERS = {
    "i": lambda codec, content: int(content, 16),
    "t": lambda codec, content: tuple([codec.decode(item) for item in content]),
    "d": pairs,
    "s": lambda codec, content: {codec.decode(item) for item in content},
    "z": lambda codec, content: frozenset([codec.decode(item) for item in content]),
    "c": lambda codec, content: complex(*map(codec.decode, content)),
    "b": lambda codec, content: bytes.fromhex(content),
    "a": lambda codec, content: bytearray.fromhex(content),
    "f": lambda codec, content: fractions.Fraction(int(content[0], 16), int(content[1], 16)),
    "m": lambda codec, content: decimal.Decimal(content),
    "r": lambda codec, content: range(*[codec.decode(item) for item in content]),
    "l": lambda codec, content: slice(*[codec.decode(item) for item in content]),
    "q": lambda codec, content: collections.deque([codec.decode(item) for item in content[0]], content[1]),
    "C": lambda codec, content: collections.Counter(pairs(codec, content)),
    "O": lambda codec, content: collections.OrderedDict(pairs(codec, content)),
    "F": lambda codec, content: collections.defaultdict(codec.decode(content[0]), pairs(codec, content[1])),
    "D": _decode_time,
    "u": lambda codec, content: ... if content == "..." else NotImplemented,
    "V": lambda codec, content: getattr(pairs(codec, content[1]), {"keys": "keys", "values": "values", "items": "items"}[content[0]])(),
    "T": lambda codec, content: TYPES[content],
    "N": lambda codec, content: codec.named_tuple(*content),
    "E": lambda codec, content: codec.member(*content),
    "n": lambda codec, content: numpy_value(*content),
    "L": lambda codec, content: make_again(codec, *content),
    "=": lambda codec, content: codec.known[content],
    "@": lambda codec, content: codec.copies.objects[content],
    "h": lambda codec, content: codec.theirs(*content),
    "H": lambda codec, content: codec.ours(content),
    "B": lambda codec, content: codec.function(*content),
    "x": lambda codec, content: codec.exception(*content),
}


# ---------------------------------------------------------------------------------------------- values of the library, made again

def _attributes(*names):
    return lambda value: [getattr(value, name) for name in names]


MADE_AGAIN = {
    "array.array": lambda value: [value.typecode, list(value)], "types.SimpleNamespace": vars,
    "time.struct_time": lambda value: [list(value)], "collections.ChainMap": lambda value: value.maps,
    "uuid.UUID": _attributes("hex"), "re.Pattern": _attributes("pattern", "flags"), "zoneinfo.ZoneInfo": _attributes("key"),
    "ipaddress.IPv4Address": lambda value: [str(value)], "ipaddress.IPv6Address": lambda value: [str(value)],
    "ipaddress.IPv4Network": lambda value: [str(value)], "ipaddress.IPv6Network": lambda value: [str(value)],
    "pathlib.PosixPath": lambda value: [str(value)], "pathlib.PurePosixPath": lambda value: [str(value)],
}
MAKERS = {"re.Pattern": "re.compile"}


def library_name(kind):
    return f"{kind.__module__.partition('.')[0]}.{kind.__qualname__}"


def make_again(codec, name, arguments):
    if name not in MADE_AGAIN:
        raise ValueError("no value")
    module, _, maker = MAKERS.get(name, name).partition(".")
    arguments = codec.decode(arguments)
    make = getattr(__import__(module), maker)
    return make(**arguments) if type(arguments) is dict else make(*arguments)


# ---------------------------------------------------------------------------------------------- numpy, where somebody has loaded it


def encode_numpy(codec, value):
    """Numbers and arrays of them; None for what is no value of numpy."""
    numpy = sys.modules.get("numpy")
    if numpy is None or not isinstance(value, (numpy.generic, numpy.ndarray)) or value.dtype.hasobject or value.dtype.fields:
        return None
    array = numpy.ascontiguousarray(value)
    return {"n": [array.dtype.str, list(value.shape), array.tobytes().hex(), isinstance(value, numpy.generic)]}


def numpy_value(kind, shape, content, is_scalar):
    import numpy

    array = numpy.frombuffer(bytes.fromhex(content), dtype=numpy.dtype(kind)).reshape([int(size) for size in shape]).copy()
    return array.reshape(-1)[0] if is_scalar else array


# ---------------------------------------------------------------------------------------------- copies that keep their identity


class Copies:
    """Instances of the prompt's classes, which both sides have: copied with their state, but the same object every time."""

    def __init__(self, kinds, first):
        self.kinds = kinds
        self.names = {kind: name for name, kind in kinds.items()}
        self.objects = {}
        self.numbers = {}
        self.next = first
        self.queue = []
        self.queued = set()
        self.received = set()

    def refer(self, value):
        number = self.numbers.get(id(value))
        if number is None:
            number = self.numbers[id(value)] = self.next
            self.objects[number] = value
            self.next += 2
        if number not in self.queued:
            self.queued.add(number)
            self.queue.append(number)
        return {"@": number}

    def states(self, codec):
        """Returns number, class and state of all that has come or was referred to since the last time, and of what that holds."""
        told = []
        for number in self.received:
            self.refer(self.objects[number])
        self.received.clear()
        while self.queue:
            number = self.queue.pop()
            value = self.objects[number]
            told.append([number, self.names[type(value)], [[name, codec.encode(item)] for name, item in state(value)]])
        self.queued.clear()
        return told

    def take(self, codec, told):
        for number, name, _ in told:
            self.received.add(number)
            kind = self.kinds[name]
            if number not in self.objects:
                value = object.__new__(kind)
                self.objects[number] = value
                self.numbers[id(value)] = number
            elif type(self.objects[number]) is not kind:
                raise ValueError("another class than before")
        for number, _, content in told:
            value = self.objects[number]
            getattr(value, "__dict__", {}).clear()
            for name, item in content:
                # A method stays the prompt's own.
                if callable(getattr(type(value), name, None)) or name.startswith("__") and name.endswith("__"):
                    raise ValueError("no state")
                object.__setattr__(value, name, codec.decode(item))


def state(value):
    told = list(getattr(value, "__dict__", {}).items())
    for kind in type(value).__mro__:
        slots = kind.__dict__.get("__slots__", ())
        for name in (slots,) if isinstance(slots, str) else slots:
            if name not in ("__dict__", "__weakref__") and hasattr(value, name):
                told.append((name, getattr(value, name)))
    return told


def can_be_copied(kind, own_module):
    """Whether the state of an instance is in its attributes alone."""
    modules = (own_module, "typing", "abc")
    return not issubclass(kind, enum.Enum) and all(base is object or base.__module__ in modules for base in kind.__mro__)


# ---------------------------------------------------------------------------------------------- in-place changes


def containers(values):
    """Returns all that can be changed in place, in an order that is the same on both sides, and whether all is of the simplest types."""
    found, queue, is_simple = [], list(values), True
    for value in queue:
        kind = type(value)
        if kind in MUTABLE or is_array(value):
            found.append(value)
        is_simple = is_simple and kind in SIMPLE
        if kind in DICTIONARIES:
            is_simple = is_simple and UNCHANGING.issuperset(map(type, value))
            value = value.values()
        elif kind not in ITEMS:
            is_simple = is_simple and (kind not in SETS or UNCHANGING.issuperset(map(type, value)))
            continue
        if not UNCHANGING.issuperset(map(type, value)):
            queue.extend(value)
    return found, is_simple


def is_array(value):
    numpy = sys.modules.get("numpy")
    return numpy is not None and type(value) is numpy.ndarray


def replace_content(target, content):
    if type(target) is not type(content):
        raise ValueError("another type than before")
    if is_array(target):
        target[...] = content
    elif type(target) in (list, bytearray):
        target[:] = content
    else:
        target.clear()
        (target.extend if type(target) is collections.deque else target.update)(content)


# ---------------------------------------------------------------------------------------------- the codec


PLAIN = (
    (bool, bool), (int, int.__int__), (float, float.__float__), (str, str.__str__), (tuple, tuple), (bytes, bytes), (bytearray, bytearray),
    (set, set), (frozenset, frozenset), (complex, complex.__pos__),
)


def enum_base(kind):
    return next(base.__name__ for base in kind.__mro__ if base.__module__ == "enum")


class Codec:
    """Encodes what goes to the other side and decodes what comes from it. The sides differ in what they refer to and what they believe."""

    def __init__(self, copies):
        self.copies = copies
        self.known = {}
        self.marks = {}

    def encode(self, value):
        kind = type(value)
        if kind in SCALARS:
            return value if kind is not int or -(1 << 63) < value < 1 << 63 else {"i": hex(value)}
        if self.marks and id(value) in self.marks:
            return {"=": self.marks[id(value)]}
        if kind is list:
            return value if SCALARS.issuperset(map(type, value)) and no_huge(value) else [self.encode(item) for item in value]
        encoder = ENCODERS.get(kind)
        if encoder is not None:
            return encoder(self, value)
        if kind in self.copies.names:
            return self.copies.refer(value)
        return self.other(value)

    def decode(self, value):
        if type(value) is list:
            return value if SCALARS.issuperset(map(type, value)) else [self.decode(item) for item in value]
        if type(value) is dict:
            ((kind, content),) = value.items()
            return DECODERS[kind](self, content)
        return value

    def encode_member(self, value):
        kind = type(value)
        members = [[name, self.encode(item.value)] for name, item in kind.__members__.items()]
        return {"E": [kind.__qualname__, enum_base(kind), members, value.name]}

    def content(self, container):
        """Encodes a container itself, with the other known ones as references."""
        mark = self.marks.pop(id(container), None)
        try:
            return self.encode(container)
        finally:
            if mark is not None:
                self.marks[id(container)] = mark

    @staticmethod
    def plain(value):
        """Returns the plain content of an instance of a class that is derived from a plain one; itself where it is none."""
        for kind, copy in PLAIN:
            if isinstance(value, kind):
                return copy(value)
        if isinstance(value, list):
            return [*list.__iter__(value)]
        if isinstance(value, dict):
            return dict(dict.items(value))
        if isinstance(value, collections.deque):
            return collections.deque(collections.deque.__iter__(value), value.maxlen)
        return value
