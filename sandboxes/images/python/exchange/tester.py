"""The tests' process: runs a data set's tests, one set after the other, and decides. Its answers are elsewhere: see calls.py."""

import _thread
import builtins
import gc
import os
import random
import re
import signal
import sys
import time

from exchange import functions
from exchange.calls import SURROUNDINGS, Answer, Refusal, thrown
from exchange.clock import CLOCK, Ended, OutOfTime
from guard import as_message, read_message

TESTS_NAME, GIVEN_NAME = "tests.py", "given.py"
KEPT_TESTS = 512
MAX_FOR_TESTS = 448 << 20
MAX_KEPT = MAX_FOR_TESTS // 4
RECURSION = 1000
PAGE = os.sysconf("SC_PAGESIZE")
NO_REPORT = {"own": True, "code": 0, "cpu": 0, "system": 0, "peak": 0, "clean": True, "length": 0, "printed": ""}
ASSIGNED = re.compile(r"^([A-Z]\w*)\s*=(?!=)", re.MULTILINE)
SEED = re.compile(r"\bseed\(|setstate\(")
IMPORT = re.compile(r"^\s*(?:import|from)\s")


class Unusable(BaseException):
    """What the data set brings cannot be used here; says nothing about the answer."""


class Names(dict):
    """The tests' global names. One that only the answer knows, a class of its own for instance, is looked up there."""

    answer = None

    def __missing__(self, name):
        if name in vars(builtins):
            return vars(builtins)[name]
        if self.answer is None or not name.isidentifier() or name.startswith("__"):
            raise KeyError(name)
        value = self[name] = self.answer.named(name)
        return value


# Tests may patch these while they run.
BUILT_IN = {name: value for name, value in vars(builtins).items() if name[0] != "_" and name not in ("input", "print", "open")}


class Tester:
    def __init__(self, orders):
        self.orders = orders
        self.programs = {}
        self.values = {}
        self.memory = Memory()

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

    def prepare(self, request, tests):
        """Reads what the data set brings and runs what stands before the tests, without the answer."""
        what = "prompt"
        try:
            given = self.program(request["given"], GIVEN_NAME, may_be_open=True)
            what = "test program"
            code = self.program(request["tests"], TESTS_NAME)
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            line, text = getattr(error, "lineno", None) or 1, getattr(error, "msg", error)
            raise Unusable(f"its {what} is not Python {sys.version_info[0]}.{sys.version_info[1]}: line {line}: {text}") from None
        # What tests work out once for all answers, for instance expected values, is kept by their text, as is what was found out about it.
        kept = self.values.setdefault(code, {})
        if "classes" not in kept:
            kept["classes"] = unknown_classes(code, request["tests"], given)
        SURROUNDINGS.has_common_random = SEED.search(request["tests"]) is not None
        if "mock" in request["tests"]:
            SURROUNDINGS.watch_patches()
        try:
            exec(given, tests)
        except Exception as error:
            raise Unusable(f"its prompt ends with {type(error).__name__}: {error}"[:500]) from None
        return code, kept

    def run(self, request):
        started = time.monotonic()
        answer = Answer.__new__(Answer)
        tests = Names(BUILT_IN)
        tests.update(__name__="tests", __builtins__=builtins)
        CLOCK.start(request["wall"], request["longest"], request["cpu"])
        try:
            code, kept = self.prepare(request, tests)
            request["classes"] = [*request.get("classes", ()), *kept["classes"]]
            Answer.__init__(answer, self.orders, request, tests)
            for name in request["names"]:
                tests[name] = entry_point(answer, name, request)
            tests["__kept__"] = kept.setdefault("values", {})
            tests.answer = answer
            random.seed(0)
            exec(code, tests)
            result = {"status": "completed", "kind": "held"}
        except BaseException as error:
            try:
                result = self.end_of(error, request, answer)
            except BaseException:
                # What an error says may be said by an object of the answer.
                result = {"status": "ended"}
        finally:
            CLOCK.stop()
            SURROUNDINGS.restore()
            if result.get("kind") != "held":
                SURROUNDINGS.restore_modules()
            sys.setrecursionlimit(RECURSION)
        report = answer.end() if hasattr(answer, "is_started") else dict(NO_REPORT)
        report["result"] = result
        report["late"], report["waited"] = CLOCK.is_over, round(CLOCK.waited * 1000)
        report["equality"] = getattr(answer, "asked_equality", False)
        report["wall"] = round((time.monotonic() - started) * 1000, 3)
        # Nothing goes on here that the next answer would have beside it.
        report["clean"] = report["clean"] and _thread._count() == 0
        return report

    def end_of(self, error, request, answer):
        if isinstance(error, Unusable):
            return {"status": "tests", "reason": str(error)}
        if isinstance(error, Refusal):
            return error.result
        if isinstance(error, Ended):
            return {"status": "ended"}
        if not getattr(answer, "has_calls", False):
            # Nothing of the answer was in it.
            return {"status": "tests", "reason": self.own_fault(error)}
        if isinstance(error, OutOfTime):
            return {"status": "timeout", "reason": "the data set's tests took longer than the time on the clock"}
        line, text = line_of(error, request["tests"])
        if isinstance(error, ModuleNotFoundError) and is_missing(error, text):
            return {"status": "tests", "reason": self.own_fault(error), "shown": f"import {error.name}"}
        return failed(error, text)

    @staticmethod
    def own_fault(error):
        if isinstance(error, OutOfTime):
            return "its test program alone takes longer than the time on the clock"
        if isinstance(error, MemoryError):
            return f"its test program alone needs more than {MAX_FOR_TESTS >> 20} MiB"
        if isinstance(error, ModuleNotFoundError):
            return f"its test program needs the module '{error.name}', which is not there"
        return f"its test program ends before it calls the program: {type(error).__name__}: {error}"[:500]


def is_missing(error, text):
    """Whether a line of the tests imports a module that is not there."""
    return IMPORT.match(text) is not None and not hasattr(error, "_eval_names") and str(error.name).partition(".")[0] in text


class Memory:
    """What this process has of its address space, which is limited."""

    def __init__(self):
        self.pages = os.open("/proc/self/statm", os.O_RDONLY | os.O_CLOEXEC)

    def bytes(self):
        return int(os.pread(self.pages, 64, 0).split()[0]) * PAGE

    def is_left(self):
        """Whether the next tests have enough: what an answer has blown up here is not for them to do without."""
        if self.bytes() < MAX_KEPT:
            return True
        # Names of tests refer to each other, and stay until they are looked for.
        gc.collect()
        return self.bytes() < MAX_KEPT


def entry_point(answer, name, request):
    if name in request["classes"]:
        try:
            return answer.named(name)
        except KeyError:
            # Calling what is not there tells so.
            pass
    return functions.made(answer, name, request["tests"])


def unknown_classes(code, source, given):
    """Returns the capitalized names that the tests use and nobody but the answer can know: classes that it is asked for."""
    codes, names = [code], set()
    for each in codes:
        codes += [inner for inner in each.co_consts if hasattr(inner, "co_names")]
        names.update(name for name in each.co_names if name[:1].isupper())
    names.difference_update(vars(builtins), given.co_names, ASSIGNED.findall(source))
    if not names:
        return []
    import dis

    used, made = set(), set()
    for each in codes:
        for step in dis.get_instructions(each):
            if step.opname in ("LOAD_NAME", "LOAD_GLOBAL") and step.argval in names:
                used.add(step.argval)
            elif step.opname in ("STORE_NAME", "STORE_GLOBAL"):
                made.add(step.argval)
    return sorted(used - made)


def line_of(error, source):
    line = None
    step = error.__traceback__
    while step is not None:
        if step.tb_frame.f_code.co_filename == TESTS_NAME:
            line = step.tb_lineno
        step = step.tb_next
    # As the compiler counts them; a form feed or U+2028 ends none.
    lines = source.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return line, lines[line - 1].strip() if line and line <= len(lines) else ""


def failed(error, text):
    if hasattr(error, "_eval_names"):
        return thrown(error._eval_names, error._eval_text) | {"text": text}
    message = str(error)[:500]
    if not isinstance(error, AssertionError):
        message = f"{type(error).__name__}: {message}"
    return {"status": "completed", "kind": "failed", "text": text, "message": message}


def run_tester(orders):
    source = os.fdopen(os.dup(0), "rb", buffering=0)
    target = os.dup(1)
    nothing = os.open("/dev/null", os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(nothing, number)
    signal.signal(signal.SIGALRM, CLOCK.over)
    signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    CLOCK.open()
    SURROUNDINGS.remember_modules()
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
        report = tester.run(request)
        report["clean"] = report["clean"] and tester.memory.is_left()
        send(report)
