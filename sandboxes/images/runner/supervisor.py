"""Runs answers of any language in a locked-down container: process 1 of it, and the only way in and out.

For every answer it starts a fresh process with limits of its own, ends it and all that it started, and clears what it left behind. How the
process is started and how its results are read is said by /runner/language.json:

* "calls": the data set's tests run in a process that lives as long as the container ("tests" is its command); the answer's process ("run")
  is started ahead of time, loads the answer and does the calls. This program carries the messages between the two. No answer sees a test or
  can say that it passed: it can only return the right values.
* "worker": the process gets bytes on standard input and reports on standard output, in frames that the host reads.
* "exit-code": answer and tests are one file, which is compiled where "compile" names a command, and passes when it ends with exit code 0 and
  "mark", a statement put behind the tests, has printed a word that is new every time. Weaker than the others: the answer could read its file.

In commands and in "environment", {heap_mib} is 70 % of the limit on memory, {heap} the same in bytes, hexadecimal, and {file} the answer's file.
"""

import json
import os
import secrets
import select
import signal
import socket
import sys
import time

from apart import Exchange
from guard import LENGTH, Deadline, Printed, TooMuch, as_message, limit, read_message
from leftovers import Scratch, end_all_but
from system_calls import filter_calls, filter_program
from users import ANSWER, TESTER, become_first
from users import become as become_user

MAX_RETURNED = 32 << 20
RETURNED_TOO_MUCH = b'{"o":1}'
MAX_ERROR = 2000
MAX_NAMES = 50
GRACE = 5.0
MOMENT_MS = 1000
MAX_MEMORY = 1 << 40
CHECKER_MEMORY = 1 << 30
LAST_FRAMES = frozenset((7, 8, 9, 10))
NONCE_LENGTH = 16
MANIFEST = "/runner/language.json"
ENDED_TESTS = "its test program ended its own process"
NO_TESTS = "its test program took longer than the time on the clock"
START_TIME = 30.0
REST_TIME = 1.0
SCRATCH = Scratch()


class Gone(Exception):
    """The other side of a channel is closed, or what it sent is no message."""


class Late(Exception):
    """The time is over."""


class Channel:
    """A stream of messages with a deadline."""

    def __init__(self, descriptor, printed=None):
        self.descriptor = descriptor
        os.set_blocking(descriptor, False)
        self.printed = printed

    def wait(self, events, deadline):
        """Whether the channel is ready. What its process prints is taken off the way meanwhile, or it would wait for that."""
        left = deadline.left()
        if left <= 0:
            raise Late
        poll = select.poll()
        poll.register(self.descriptor, events)
        if self.printed is not None:
            poll.register(self.printed.descriptor, select.POLLIN)
        ready = dict(poll.poll(left * 1000 + 1))
        if self.printed is not None and self.printed.descriptor in ready and not self.printed.take():
            self.printed = None
        return self.descriptor in ready

    def close(self):
        if self.descriptor >= 0:
            os.close(self.descriptor)
            self.descriptor = -1

    def read_exactly(self, count, deadline):
        parts = []
        while count:
            if not self.wait(select.POLLIN, deadline):
                continue
            try:
                part = os.read(self.descriptor, min(count, 1 << 16))
            except BlockingIOError:
                continue
            except OSError:
                raise Gone from None
            if not part:
                raise Gone
            parts.append(part)
            count -= len(part)
        return b"".join(parts)

    def receive(self, deadline, most=MAX_RETURNED):
        (length,) = LENGTH.unpack(self.read_exactly(LENGTH.size, deadline))
        if length > most:
            raise TooMuch
        return self.read_exactly(length, deadline)

    def send(self, content, deadline):
        data = memoryview(LENGTH.pack(len(content)) + content)
        while data:
            if not self.wait(select.POLLOUT, deadline):
                continue
            try:
                data = data[os.write(self.descriptor, data):]
            except BlockingIOError:
                continue
            except OSError:
                raise Gone from None


def cpu_of(pid):
    """The processor time of a process so far, in seconds."""
    try:
        # The system's own name for the clock of another process.
        return time.clock_gettime((~pid << 3) | 2)
    except OSError:
        return 0.0


class Process:
    """A fresh process of an answer, with what belongs to it."""

    def __init__(self, words, variables, limits, tester, with_calls=False, with_frames=False, user=ANSWER):
        self.limits = limits
        self.is_ready = False
        self.printed = Printed()
        self.calls = self.input = self.frames = None
        handed = {0: os.open("/dev/null", os.O_RDONLY), 1: self.printed.theirs, 2: self.printed.theirs}
        theirs = [handed[0], self.printed.theirs]
        if with_calls:
            own, other = socket.socketpair()
            self.calls = Channel(own.detach(), self.printed)
            handed[3] = other.detach()
            theirs.append(handed[3])
        if with_frames:
            handed[0], own_input = os.pipe()
            own_output, handed[1] = os.pipe()
            self.input, self.frames = Channel(own_input, self.printed), Channel(own_output, self.printed)
            theirs += [handed[0], handed[1]]
        self.pid = os.fork()
        if self.pid == 0:
            become(words, variables, handed, limits, tester, user)
        for descriptor in theirs:
            os.close(descriptor)
        self.handle = os.pidfd_open(self.pid)
        self.ended = select.poll()
        self.ended.register(self.handle, select.POLLIN)
        self.begin()

    def begin(self):
        """From now on what it has of the processor is counted: its start is not the answer's."""
        self.cpu_before = cpu_of(self.pid)

    def wait(self, deadline):
        """Whether it left by itself before the deadline."""
        ended = Channel(self.handle, self.printed)
        try:
            while not ended.wait(select.POLLIN, deadline):
                pass
            return True
        except Late:
            return False

    def end(self, tester, is_lost=False, keeps_files=False):
        """Ends it and everything it started; returns how it ended and what it printed."""
        left_alone = bool(self.ended.poll(MOMENT_MS if is_lost else 0))
        if not left_alone:
            os.kill(self.pid, signal.SIGKILL)
        _, status, usage = os.wait4(self.pid, 0)
        is_clean = end_all_but(tester) and (keeps_files or SCRATCH.clear())
        text = self.printed.end()
        os.close(self.handle)
        for channel in (self.calls, self.input, self.frames):
            if channel is not None:
                channel.close()
        return {
            "own": left_alone,
            "code": os.waitstatus_to_exitcode(status),
            "cpu": max(0, round((usage.ru_utime + usage.ru_stime - self.cpu_before) * 1000)),
            "system": round(usage.ru_stime * 1000),
            "peak": usage.ru_maxrss << 10,
            "clean": is_clean,
            "length": self.printed.length,
            "printed": text,
        }


def become(words, variables, handed, limits, tester, user):
    """Turns this process, just forked, into an answer's or that of its tests. Never returns."""
    try:
        moved = {place: os.dup(descriptor) for place, descriptor in handed.items()}
        top = max(moved.values()) + 1
        for place, descriptor in moved.items():
            # First out of the way of all places, then into its own.
            os.dup2(descriptor, top + place)
        for place in moved:
            os.dup2(top + place, place)
        os.closerange(max(handed) + 1, 128)
        os.setsid()
        os.chdir("/tmp")
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
        # What answer and tests make is of one group, and each may read and remove what the other one made.
        os.umask(0o007)
        limit(*limits)
        become_user(user)
        if tester is not None:
            filter_calls(tester)
        os.execve(words[0], words, variables)
    except BaseException as error:
        os.write(2, f"{words[0]}: {error}".encode())
    finally:
        os._exit(127)


def deadline_of(request):
    return Deadline(request["wall"], request["longest"], request["cpu"])


def limits_of(manifest, request):
    return request["cpu"], request["memory"] + (manifest.get("reservedMb", 0) << 20), request["output"]


def filled(word, request, file=""):
    heap = request["memory"] * 7 // 10
    return word.replace("{heap_mib}", str(heap >> 20)).replace("{heap}", hex(heap)).replace("{file}", file)


def command(words, request, file=""):
    return [filled(word, request, file) for word in words]


def environment(manifest, request):
    return dict(os.environ) | {name: filled(value, request) for name, value in manifest.get("environment", {}).items()}


def no_process():
    return {"own": True, "code": 0, "cpu": 0, "system": 0, "peak": 0, "clean": True, "length": 0, "printed": "", "waited": 0}


# ---------------------------------------------------------------------------------------------- tests that call


class Calls:
    """Tests in a process of their own, which calls the answer's."""

    def __init__(self, manifest):
        self.manifest = manifest
        self.tester = None
        self.spare = None
        self.has_leftovers = False
        self.start_tester()

    def start_tester(self):
        own, theirs = socket.socketpair()
        pid = os.fork()
        if pid == 0:
            try:
                nothing = os.open("/dev/null", os.O_RDWR)
                for place in (0, 1, 2):
                    os.dup2(nothing, place)
                if theirs.fileno() != 3:
                    os.dup2(theirs.fileno(), 3)
                os.set_inheritable(3, True)
                os.closerange(4, 128)
                os.chdir("/tmp")
                os.umask(0o007)
                become_user(TESTER)
                os.execv(self.manifest["tests"][0], self.manifest["tests"])
            finally:
                os._exit(127)
        theirs.close()
        self.tester = pid
        self.channel = Channel(own.detach())
        self.channel.receive(Deadline(START_TIME, 2 * START_TIME, START_TIME))
        # Made once, here, and not in every process.
        filter_program(pid)

    def prepare(self, request):
        """Starts the process of the next answer while nothing runs, and that of the tests anew where they have left something there."""
        if self.has_leftovers:
            self.end_tester()
            self.start_tester()
            self.has_leftovers = False
        if self.spare is not None and self.spare.limits != limits_of(self.manifest, request):
            self.spare.end(self.tester)
            self.spare = None
        if self.spare is None:
            self.spare = Process(command(self.manifest["run"], request), environment(self.manifest, request), limits_of(self.manifest, request), self.tester, with_calls=True)

    def run(self, request):
        self.prepare(request)
        process, self.spare = self.spare, None
        process.begin()
        deadline = deadline_of(request)
        result, is_lost = {"status": "ended"}, False
        try:
            process.calls.send(json.dumps({"answer": request["answer"], "names": request["names"]}).encode(), deadline)
            loaded = json.loads(process.calls.receive(deadline))
            if "s" in loaded:
                result = {"status": "compile", "error": [str(part)[:MAX_ERROR] for part in loaded["s"]][:3]}
            elif "e" in loaded:
                names, text, *_ = loaded["e"]
                types = [str(name)[:MAX_ERROR] for name in list(names)[:MAX_NAMES]]
                result = {"status": "completed", "kind": "exception", "types": types, "message": str(text)[:MAX_ERROR]}
            else:
                result, is_lost = self.test(request, process, deadline)
        except TooMuch:
            result = {"status": "output", "reason": "returned"}
        except Gone:
            is_lost = True
        except (Late, ValueError, KeyError, TypeError, IndexError, RecursionError):
            pass
        report = process.end(self.tester, is_lost)
        report["result"] = result
        report["late"], report["waited"] = deadline.is_over, round(deadline.waited * 1000)
        return report

    def test(self, request, process, deadline):
        """Lets the tests run; returns what they say, and whether the answer's process went away."""
        timeout = Deadline(request["wall"] + GRACE, request["longest"] + GRACE, request["cpu"] + GRACE)
        result, is_lost, is_over, has_calls = None, False, False, False
        try:
            self.channel.send(b"T" + json.dumps({key: request[key] for key in ("given", "tests", "names")}).encode(), timeout)
            while True:
                message = self.channel.receive(timeout, 1 << 30)
                if message[:1] == b"R":
                    said = json.loads(message[1:])
                    self.has_leftovers = said.pop("left", False)
                    if not has_calls and not (said.get("status") == "completed" and said.get("kind") == "held"):
                        # Nothing of the answer was in it.
                        said = {"status": "tests", "reason": said.get("reason") or f"its test program ends before it calls the program: {said.get('message', '')}"}
                    return result or (said if not is_over else {"status": "ended"}), is_lost
                has_calls = True
                try:
                    if is_over:
                        raise Late
                    process.calls.send(message[1:], deadline)
                    returned = process.calls.receive(deadline)
                    if returned == RETURNED_TOO_MUCH:
                        raise TooMuch
                    self.channel.send(b"V" + returned, timeout)
                    continue
                except TooMuch:
                    result = {"status": "output", "reason": "returned"}
                except Gone:
                    is_lost = True
                except Late:
                    pass
                is_over = True
                self.channel.send(b"E", timeout)
        except Late:
            result = {"status": "timeout", "reason": NO_TESTS} if has_calls else {"status": "tests", "reason": NO_TESTS}
        except Gone:
            result = {"status": "completed", "kind": "failed", "text": "", "message": ENDED_TESTS} if has_calls else {"status": "tests", "reason": ENDED_TESTS}
        # A tester in doubt is replaced.
        self.end_tester()
        process.end(None, is_lost)
        raise TesterLost(result)

    def end_tester(self):
        os.kill(self.tester, signal.SIGKILL)
        os.waitpid(self.tester, 0)
        self.channel.close()


class TesterLost(BaseException):
    """The tests' process is gone; the container is replaced."""

    def __init__(self, result):
        self.result = result


# ---------------------------------------------------------------------------------------------- workers


class Worker:
    """A process that is given bytes and reports in frames: length, 16 bytes that only its host knows, kind, body."""

    def __init__(self, manifest):
        self.manifest = manifest
        self.spare = None
        self.checker = None

    def prepare(self, request):
        if self.checker is None and "checker" in request:
            # Another user: nothing of an answer's reaches it, nor it an answer's.
            variables = environment(self.manifest, request | {"memory": CHECKER_MEMORY})
            self.checker = Process(command(self.manifest["run"], request), variables, (600, MAX_MEMORY, MAX_MEMORY), None, with_frames=True, user=TESTER)
        if self.spare is None:
            # The worker puts the limits on itself, behind its own start.
            variables = environment(self.manifest, request)
            self.spare = Process(command(self.manifest["run"], request), variables, (600, MAX_MEMORY, MAX_MEMORY), None, with_frames=True)

    def run(self, request):
        self.prepare(request)
        if "checker" in request:
            return self.run_apart(request)
        if self.checker is not None:
            self.checker.end(self.spare.pid, keeps_files=True)
            self.checker = None
        process, self.spare = self.spare, None
        started, deadline = time.monotonic(), None
        frames, is_lost, is_complete, is_ready = [], False, False, False
        left = request["output"] + (64 << 10)
        try:
            # What it says when it is ready.
            process.frames.receive(Deadline(START_TIME, 2 * START_TIME, START_TIME))
            is_ready = True
            started, deadline = time.monotonic(), deadline_of(request)
            process.begin()
            process.input.send(bytes.fromhex(request["input"]), deadline)
            nonce = bytes.fromhex(request["nonce"])
            while left > 0:
                frame = process.frames.receive(deadline, left)
                left -= len(frame)
                frames.append(frame.hex())
                if frame[:NONCE_LENGTH] != nonce or (len(frame) > NONCE_LENGTH and frame[NONCE_LENGTH] in LAST_FRAMES):
                    is_complete = True
                    break
        except Gone:
            is_lost = True
        except (Late, TooMuch):
            pass
        report = process.end(None, is_lost)
        report["result"] = {"status": "frames", "frames": frames}
        report["late"] = not is_complete and (deadline is None or deadline.is_over)
        report["waited"] = round(deadline.waited * 1000) if deadline is not None else 0
        report["started"] = started
        # One that was not ready had seen nothing of the answer.
        report["ready"] = is_ready
        return report

    def run_apart(self, request):
        """Lets an answer and its tests run in two processes."""
        (process, self.spare), (checker, self.checker) = (self.spare, None), (self.checker, None)
        started, deadline, exchange, is_ready = time.monotonic(), None, None, False
        try:
            for one in (process, checker):
                if not one.is_ready:
                    one.frames.receive(Deadline(START_TIME, 2 * START_TIME, START_TIME))
                    one.is_ready = True
            is_ready = True
            started, deadline = time.monotonic(), deadline_of(request)
            process.begin()
            orders = request, request["checker"]
            exchange = Exchange(process, checker, [bytes.fromhex(order["nonce"]) for order in orders], deadline, Gone, Late)
            for one, order in zip((process, checker), orders):
                one.input.send(bytes.fromhex(order["input"]), deadline)
            exchange.run()
        except (Gone, Late, TooMuch):
            pass
        is_lost = exchange is not None and exchange.is_answer_lost
        report = process.end(checker.pid, is_lost, keeps_files=True)
        if exchange is not None and exchange.has_end() and request["checker"]["rests"] and exchange.rest(Deadline(REST_TIME, 2 * REST_TIME, REST_TIME)):
            self.checker = checker
            tests = {"clean": SCRATCH.clear(), "printed": ""}
        else:
            tests = checker.end(None, exchange is not None and exchange.is_checker_lost)
        frames = exchange.frames if exchange is not None else []
        report["result"] = {"status": "frames", "frames": frames, "end": exchange.end.hex() if exchange is not None and exchange.end else ""}
        report["late"] = deadline is not None and deadline.is_over and not exchange.is_complete
        report["waited"] = round(deadline.waited * 1000) if deadline is not None else 0
        report["started"] = started
        report["ready"] = is_ready
        report["lost"] = exchange is not None and exchange.is_checker_lost
        report["clean"] = report["clean"] and tests["clean"]
        report["printed"] = tests["printed"] + report["printed"]
        return report


# ---------------------------------------------------------------------------------------------- one file


class ExitCode:
    """Answer and tests in one file."""

    def __init__(self, manifest):
        self.manifest = manifest

    def prepare(self, request):
        pass

    def run(self, request):
        mark = secrets.token_hex(16)
        file = "/tmp/" + self.manifest["answerFile"]
        with open(file, "w", encoding="utf-8") as target:
            target.write("\n".join((request["given"], request["answer"], request["tests"], self.manifest["mark"].replace("{mark}", mark), "")))
        os.chmod(file, 0o644)
        if self.manifest.get("compile"):
            report = self.step(self.manifest["compile"], request, file, keep=True)
            if report["code"] != 0 or report["late"]:
                lines = report["printed"].strip()[:MAX_ERROR] or f"exit code {report['code']}"
                report["result"] = {"status": "compile", "error": ["compile", lines, "1"]}
                SCRATCH.clear()
                return report
        report = self.step(self.manifest["run"], request, file)
        said = report["printed"].rstrip().rsplit("\n", 1)[-1] == mark
        report["printed"] = report["printed"].replace(mark, "")
        if report["own"] and report["code"] == 0:
            report["result"] = {"status": "completed", "kind": "held"} if said else {"status": "ended"}
        elif report["own"] and report["code"] > 0:
            last = report["printed"].strip().rsplit("\n", 1)[-1][:MAX_ERROR]
            report["result"] = {"status": "completed", "kind": "failed", "text": "", "message": last or f"exit code {report['code']}"}
        else:
            report["result"] = {"status": "ended"}
        return report

    def step(self, words, request, file, keep=False):
        deadline = deadline_of(request)
        process = Process(command(words, request, file), environment(self.manifest, request), limits_of(self.manifest, request), 1)
        is_late = not process.wait(deadline)
        report = process.end(None, keeps_files=keep)
        report["late"], report["waited"] = is_late, round(deadline.waited * 1000)
        return report


# ---------------------------------------------------------------------------------------------- requests


def main():
    os.umask(0o077)
    become_first()
    source = os.fdopen(os.dup(0), "rb", buffering=0)
    target = os.dup(1)
    nothing = os.open("/dev/null", os.O_RDWR)
    for number in (0, 1):
        os.dup2(nothing, number)
    signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    SCRATCH.find()
    with open(MANIFEST, encoding="utf-8") as file:
        manifest = json.load(file)
    ways = {"calls": Calls, "worker": Worker, "exit-code": ExitCode}
    way = ways[manifest["results"]](manifest)

    def send(content):
        message = as_message(content)
        while message:
            message = message[os.write(target, message):]

    # Up to here a mistake is told to the host.
    os.dup2(nothing, 2)
    send({"ready": manifest["language"]})
    while True:
        try:
            request = read_message(source.read)
        except EOFError:
            os._exit(0)
        started = time.monotonic()
        try:
            report = way.run(request)
        except TesterLost as lost:
            report = no_process() | {"result": lost.result, "late": False, "clean": False}
        report["wall"] = round((time.monotonic() - report.pop("started", started)) * 1000, 3)
        send(report)
        if report["clean"]:
            way.prepare(request)


main()
