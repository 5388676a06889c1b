"""Runs Python answers in a locked-down container: process 1 of it, and the only way in and out.

Two processes live as long as the container:

* the zygote (process 1) forks a fresh process for every answer, ends it and all that it started, and clears what it left behind. It never
  sees a test, so that nothing of a test is in the memory that an answer inherits;
* the tester (process 2) reads requests from standard input, runs the data set's tests and writes results to standard output. The tests call
  the answer through a socket and get plain values back: no answer can say that it passed, it can only return the right values.

What holds an answer: the container (no network, read-only, no capabilities, memory, processes), limits of its own, and a filter of system
calls that keeps it away from the two processes. Process 1 is immune to signals from inside; neither can be read or traced (not dumpable).
"""

import gc
import json
import marshal
import os
import resource
import select
import signal
import socket
import sys
import time
import types

# random would seed itself anew in every forked process: that takes time, and answers that draw numbers would not be the same twice.
register, os.register_at_fork = os.register_at_fork, lambda **_: None
import random  # noqa: E402

os.register_at_fork = register

# What answers import most often is loaded once, here, and shared by all.
import base64, bisect, builtins, cmath, collections, collections.abc, copy, dataclasses, datetime, decimal, enum, fractions, functools, hashlib  # noqa: E401,F401
import heapq, io, itertools, math, numbers, operator, re, statistics, string, textwrap, typing, unicodedata  # noqa: E401,F401

from guard import LENGTH, PR_SET_DUMPABLE, TooMuch, as_message, clear, control, end_all_but, filter_calls, limit, read_exactly, read_message

SOURCE_NAME = "answer.py"
TESTS_NAME = "tests.py"
SCALARS = frozenset((int, float, str, bool, type(None)))
KEPT_TESTS = 512
KEPT_OUTPUT = 64 << 10
GRACE = 5.0
MOST_RETURNED = 32 << 20
PIECE = 1 << 16
MOMENT_MS = 1000
MOST_FOR_TESTS = 448 << 20
DONE, LOST = b"E", b"L"


class Unknown:
    """Stands for a value that cannot leave the answer's process, such as a generator; equal to nothing but itself."""

    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return f"<{self.name} object>"


# ---------------------------------------------------------------------------------------------- values between answer and tests


def encode(value):
    """Returns the value as JSON can hold it: lists as they are, everything else that JSON does not tell apart as {kind: content}."""
    kind = type(value)
    if kind in SCALARS:
        return value if kind is not int or -(1 << 63) < value < 1 << 63 else {"i": hex(value)}
    if kind is list:
        return value if SCALARS.issuperset(map(type, value)) and no_huge(value) else [encode(item) for item in value]
    if kind is tuple or isinstance(value, tuple):
        return {"t": [encode(item) for item in value]}
    if isinstance(value, dict):
        return {"d": [[encode(key), encode(item)] for key, item in dict.items(value)]}
    if isinstance(value, (set, frozenset)):
        return {"s" if isinstance(value, set) else "z": [encode(item) for item in value]}
    if isinstance(value, bool):
        return bool(value)
    if isinstance(value, int):
        return encode(int.__int__(value))
    if isinstance(value, float):
        return float.__float__(value)
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, list):
        return [encode(item) for item in list.__iter__(value)]
    if isinstance(value, complex):
        return {"c": [value.real, value.imag]}
    if isinstance(value, (bytes, bytearray)):
        return {"b" if isinstance(value, bytes) else "a": bytes(value).hex()}
    if isinstance(value, fractions.Fraction):
        return {"f": [hex(value.numerator), hex(value.denominator)]}
    if isinstance(value, decimal.Decimal):
        return {"m": str(value)}
    if isinstance(value, range):
        return {"r": [encode(value.start), encode(value.stop), encode(value.step)]}
    if isinstance(value, collections.deque):
        return {"q": [encode(item) for item in value]}
    return {"?": kind.__name__}


def no_huge(items):
    return all(type(item) is not int or -(1 << 63) < item < 1 << 63 for item in items)


DECODERS = {
    "i": lambda content: int(content, 16),
    "t": lambda content: tuple([decode(item) for item in content]),
    "d": lambda content: {decode(key): decode(item) for key, item in content},
    "s": lambda content: {decode(item) for item in content},
    "z": lambda content: frozenset([decode(item) for item in content]),
    "c": lambda content: complex(*content),
    "b": bytes.fromhex,
    "a": bytearray.fromhex,
    "f": lambda content: fractions.Fraction(int(content[0], 16), int(content[1], 16)),
    "m": decimal.Decimal,
    "r": lambda content: range(*[decode(item) for item in content]),
    "q": lambda content: collections.deque([decode(item) for item in content]),
    "?": Unknown,
}


TO_JSON = json.JSONEncoder(separators=(",", ":")).encode
MARSHALLED, TAGGED = b"M", b"J"


def as_call(name, arguments, named):
    """What the tests hand over is trusted and may come in the interpreter's own format, the other way only text that cannot do harm."""
    try:
        body = MARSHALLED + marshal.dumps((name, arguments, named))
    except ValueError:
        body = TAGGED + TO_JSON([name, encode(list(arguments)), encode(named)]).encode()
    return LENGTH.pack(len(body)) + body


def read_call(body):
    if body[:1] == MARSHALLED:
        return marshal.loads(memoryview(body)[1:])
    name, arguments, named = json.loads(body[1:])
    return name, decode(arguments), decode(named)


def decode(value):
    if type(value) is list:
        return value if SCALARS.issuperset(map(type, value)) else [decode(item) for item in value]
    if type(value) is dict:
        ((kind, content),) = value.items()
        return DECODERS[kind](content)
    return value


# ---------------------------------------------------------------------------------------------- the answer's process


def run_answer(request, calls, printed):
    """Becomes the answer: loads it and does the calls the tests ask for. Never returns."""
    try:
        nothing = os.open("/dev/null", os.O_RDONLY)
        os.dup2(nothing, 0)
        os.dup2(printed, 1)
        os.dup2(printed, 2)
        os.dup2(calls, 3)
        os.closerange(4, 64)
        os.setsid()
        limit(request["cpu"], request["memory"], request["output"], resource.RLIMIT_AS)
        gc.enable()
        serve_calls(request["answer"], socket.socket(fileno=3))
    finally:
        os._exit(0)


def serve_calls(source, calls):
    send, receive, flush = calls.sendall, calls.recv, sys.stdout.flush

    def answer(content):
        try:
            text = TO_JSON(content).encode()
        except (RecursionError, MemoryError) as error:
            text = TO_JSON({"e": [[type(error).__name__], "the returned value cannot be told"]}).encode()
        if len(text) > MOST_RETURNED:
            text = b'{"o":1}'
        try:
            flush()
        except BaseException:
            pass
        send(LENGTH.pack(len(text)) + text)

    def threw(error):
        try:
            text = str(error)[:500]
        except BaseException:
            text = ""
        return {"e": [[kind.__name__ for kind in type(error).__mro__ if kind is not object], text]}

    module = types.ModuleType("answer")
    module.__file__ = SOURCE_NAME
    sys.modules["answer"] = module
    try:
        code = compile(source, SOURCE_NAME, "exec", dont_inherit=True)
    except BaseException as error:
        line = getattr(error, "lineno", None) or 1
        answer({"s": [type(error).__name__, str(getattr(error, "msg", error))[:500], line]})
        return
    try:
        exec(code, module.__dict__)
    except BaseException as error:
        answer(threw(error))
        return
    answer({"r": 1})
    while True:
        name, arguments, named = read_call(read_body(receive))
        try:
            result = {"v": encode(getattr(module, name)(*arguments, **named))}
        except BaseException as error:
            result = threw(error)
        answer(result)


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


# ---------------------------------------------------------------------------------------------- the zygote


def run_zygote(orders, tester):
    while True:
        part, handed, _, _ = socket.recv_fds(orders, LENGTH.size, 2)
        if len(part) < LENGTH.size:
            # The tester is gone, and with it the way out: the container ends.
            os._exit(1)
        calls, printed = handed
        request = json.loads(read_exactly(orders.recv, LENGTH.unpack(part)[0]))
        try:
            pid = os.fork()
        except OSError:
            os._exit(1)
        if pid == 0:
            run_answer(request, calls, printed)
        os.close(calls)
        os.close(printed)
        handle = os.pidfd_open(pid)
        order = None
        watch = select.poll()
        watch.register(orders, select.POLLIN)
        watch.register(handle, select.POLLIN)
        left_alone = handle in dict(watch.poll())
        if not left_alone:
            order = orders.recv(1)
            if order == LOST:
                # It hung up; a process that ends does so a moment before it can be waited for.
                watch.unregister(orders)
                left_alone = handle in dict(watch.poll(MOMENT_MS))
            if not left_alone:
                os.kill(pid, signal.SIGKILL)
        _, status, usage = os.wait4(pid, 0)
        os.close(handle)
        is_clean = end_all_but(tester) and clear("/tmp")
        if order is None:
            order = orders.recv(1)
        if not order:
            os._exit(1)
        report = {
            "own": left_alone,
            "code": os.waitstatus_to_exitcode(status),
            "cpu": round((usage.ru_utime + usage.ru_stime) * 1000),
            "clean": is_clean,
        }
        orders.sendall(as_message(report))


# ---------------------------------------------------------------------------------------------- the tester


class Ended(BaseException):
    """The answer's process is gone, or its time is over; a data set's tests must not catch it."""


class Refusal(BaseException):
    """The answer could not be loaded, or returned more than allowed."""

    def __init__(self, result):
        self.result = result


class Answer:
    """An answer's process as the tests see it."""

    def __init__(self, orders, request):
        self.orders = orders
        self.limit = MOST_RETURNED + 64
        self.is_lost = self.has_calls = False
        own, theirs = socket.socketpair()
        self.calls = own
        self.printed = os.memfd_create("printed", os.MFD_CLOEXEC)
        order = as_message({key: request[key] for key in ("answer", "cpu", "memory", "output")})
        socket.send_fds(orders, [order[:LENGTH.size]], [theirs.fileno(), self.printed])
        orders.sendall(order[LENGTH.size:])
        theirs.close()
        first = self.receive()
        if "s" in first:
            raise Refusal({"status": "compile", "error": [str(part) for part in first["s"]]})
        if "e" in first:
            raise Refusal({"status": "completed", "kind": "exception", "types": first["e"][0], "message": first["e"][1]})

    def receive(self):
        try:
            CLOCK.wait()
            message = json.loads(read_body(self.calls.recv, self.limit))
            CLOCK.is_waiting = False
            if type(message) is not dict or len(message) != 1:
                raise Ended
        except (EOFError, ConnectionError):
            self.is_lost = True
            raise Ended from None
        except (OSError, ValueError, RecursionError):
            raise Ended from None
        except TooMuch:
            raise Refusal({"status": "output", "reason": "returned"}) from None
        finally:
            CLOCK.is_waiting = False
        if "o" in message:
            raise Refusal({"status": "output", "reason": "returned"})
        return message

    def call(self, name, arguments, named):
        self.has_calls = True
        try:
            message = as_call(name, arguments, named)
            CLOCK.wait()
            self.calls.sendall(message)
        except OSError as error:
            self.is_lost = isinstance(error, ConnectionError)
            raise Ended from None
        finally:
            CLOCK.is_waiting = False
        reply = self.receive()
        try:
            if "v" in reply:
                return decode(reply["v"])
            types_, text = reply["e"]
            error = self.exception([str(part) for part in types_], str(text))
        except Exception:
            # Not what this program writes: the answer has tampered with it.
            raise Ended from None
        raise error

    @staticmethod
    def exception(names, text):
        for name in names:
            kind = getattr(builtins, name, None)
            if isinstance(kind, type) and issubclass(kind, Exception) and kind is not Exception:
                break
        else:
            kind = Exception
        # A class of its own, so that it is told from what the tests raise themselves.
        error = type("FromAnswer", (kind,), {"__str__": lambda self: text, "__init__": lambda self: None, "names": names, "text": text})()
        return error

    def end(self):
        self.calls.close()
        self.orders.sendall(LOST if self.is_lost else DONE)
        report = read_message(self.orders.recv)
        with open(self.printed, "rb") as file:
            file.seek(0, os.SEEK_END)
            length = file.tell()
            file.seek(0)
            text = file.read(KEPT_OUTPUT)
        report["length"] = length
        report["printed"] = text.decode("utf-8", "replace")
        return report


class Tester:
    def __init__(self, orders):
        self.orders = orders
        self.programs = {}
        self.values = {}

    def program(self, source, name, may_be_open=False):
        key = (name, source)
        if key not in self.programs:
            if len(self.programs) >= KEPT_TESTS:
                self.programs.clear()
                self.values.clear()
            try:
                self.programs[key] = compile(source, name, "exec", dont_inherit=True)
            except SyntaxError:
                if not may_be_open:
                    raise
                # A prompt that stops behind a signature.
                self.programs[key] = compile(source.rstrip() + "\n    pass\n", name, "exec", dont_inherit=True)
        return self.programs[key]

    def run(self, request):
        started = time.monotonic()
        answer = None
        tests = {"__name__": "tests"}
        result = {"status": "ended"}
        CLOCK.start(request["wall"])
        try:
            given = self.program(request["given"], "given.py", may_be_open=True)
            code = self.program(request["tests"], TESTS_NAME)
            answer = Answer.__new__(Answer)
            Answer.__init__(answer, self.orders, request)
            exec(given, tests)
            for name in request["names"]:
                tests[name] = self.proxy(answer, name)
            # What tests work out once for all answers, for instance expected values, is kept by the text of the tests.
            tests["__kept__"] = self.values.setdefault(code, {})
            random.seed(0)
            exec(code, tests)
            result = {"status": "completed", "kind": "held"}
        except Refusal as refusal:
            result = refusal.result
        except Ended:
            pass
        except TimeoutError as error:
            if getattr(error, "names", None) is None:
                result = {"status": "timeout", "reason": "the data set's tests took longer than the time on the clock"}
            else:
                result = self.failed(error, request)
        except MemoryError as error:
            result = self.failed(error, request)
            if answer is None or not answer.has_calls:
                # Nothing of the answer was in it.
                result = {"status": "tests", "reason": f"the data set's tests alone need more than {MOST_FOR_TESTS >> 20} MiB"}
        except BaseException as error:
            result = self.failed(error, request)
        finally:
            CLOCK.stop()
        report = answer.end() if answer is not None and hasattr(answer, "printed") else {"own": True, "code": 0, "cpu": 0, "clean": True, "length": 0, "printed": ""}
        report["result"] = result
        report["late"] = CLOCK.is_over
        report["wall"] = round((time.monotonic() - started) * 1000, 3)
        return report

    @staticmethod
    def proxy(answer, name):
        def candidate(*arguments, **named):
            return answer.call(name, arguments, named)

        candidate.__name__ = candidate.__qualname__ = name
        return candidate

    @staticmethod
    def failed(error, request):
        line = None
        step = error.__traceback__
        while step is not None:
            if step.tb_frame.f_code.co_filename == TESTS_NAME:
                line = step.tb_lineno
            step = step.tb_next
        lines = request["tests"].splitlines()
        text = lines[line - 1].strip() if line and line <= len(lines) else ""
        if getattr(error, "names", None) is not None:
            return {"status": "completed", "kind": "exception", "types": error.names, "message": error.text, "text": text}
        message = str(error)[:500]
        if not isinstance(error, AssertionError):
            message = f"{type(error).__name__}: {message}"
        return {"status": "completed", "kind": "failed", "text": text, "message": message}


class Clock:
    """The time of one answer. The tests themselves get some more, so that it is known whose fault it was."""

    def __init__(self):
        self.is_waiting = self.is_over = False

    def start(self, seconds):
        self.is_waiting = self.is_over = False
        signal.setitimer(signal.ITIMER_REAL, seconds)

    def stop(self):
        signal.setitimer(signal.ITIMER_REAL, 0)

    def wait(self):
        """From here on until is_waiting is false the end of the time ends the answer."""
        self.is_waiting = True
        if self.is_over:
            raise Ended

    def over(self, *_):
        is_again, self.is_over = self.is_over, True
        if self.is_waiting:
            raise Ended
        if is_again:
            raise TimeoutError
        signal.setitimer(signal.ITIMER_REAL, GRACE)


CLOCK = Clock()


def run_tester(orders):
    source = os.fdopen(os.dup(0), "rb", buffering=0)
    target = os.dup(1)
    nothing = os.open("/dev/null", os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(nothing, number)
    signal.signal(signal.SIGALRM, CLOCK.over)
    signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    tester = Tester(orders)

    def send(content):
        message = as_message(content)
        while message:
            message = message[os.write(target, message):]

    send({"ready": sys.version.split()[0]})
    while True:
        try:
            request = read_message(source.read)
        except EOFError:
            os._exit(0)
        send(tester.run(request))


def main():
    # The same for every answer; the interpreter's own hash seed comes from the environment.
    os.umask(0o077)
    sys.setrecursionlimit(1000)
    control(PR_SET_DUMPABLE, 0)
    for_tester, for_zygote = socket.socketpair()
    random.seed(0)
    tester = os.fork()
    if tester == 0:
        for_zygote.close()
        gc.freeze()
        resource.setrlimit(resource.RLIMIT_AS, (MOST_FOR_TESTS, MOST_FOR_TESTS))
        run_tester(for_tester)
        os._exit(0)
    for_tester.close()
    nothing = os.open("/dev/null", os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(nothing, number)
    filter_calls(tester)
    # No answer shares a page it does not write to.
    gc.collect()
    gc.freeze()
    gc.disable()
    run_zygote(for_zygote, tester)


main()
