"""What every runner shares: messages, what an answer's process may not do, and how nothing of it stays behind."""

import ctypes
import json
import os
import resource
import signal
import struct
import time

PIECE = 1 << 16
KEPT_OUTPUT = 64 << 10
KEPT_END = 1 << 10
MOMENT = 0.05
# The tests, an answer, the next one that is started ahead, and some that the answer starts.
MAX_EXCUSED = 8
LENGTH = struct.Struct("<I")


class TooMuch(Exception):
    """More was returned than allowed."""


def read_exactly(read, count):
    parts = []
    while count:
        part = read(count)
        if not part:
            raise EOFError
        parts.append(part)
        count -= len(part)
    return b"".join(parts)


def read_message(read, limit=1 << 30):
    (length,) = LENGTH.unpack(read_exactly(read, LENGTH.size))
    if length > limit:
        raise TooMuch
    return json.loads(read_exactly(read, length))


def as_message(content):
    # Half a character, which an answer may well put into an error, is no text anywhere else.
    text = json.dumps(content, separators=(",", ":"), ensure_ascii=False).encode("utf-8", "replace")
    return LENGTH.pack(len(text)) + text


# ---------------------------------------------------------------------------------------------- system calls

libc = ctypes.CDLL(None, use_errno=True)
PR_SET_DUMPABLE, PR_SET_SECCOMP, PR_SET_NO_NEW_PRIVS, PR_SET_NAME = 4, 22, 38, 15


def control(option, second=0, third=0):
    if libc.prctl(option, ctypes.c_ulong(second), ctypes.c_ulong(third) if isinstance(third, int) else third, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), f"prctl {option}")


def limit(cpu, memory, output, of_memory=resource.RLIMIT_DATA):
    """Puts an answer's limits on this process, for good. What was ignored here would stay ignored in a program that is started next."""
    resource.setrlimit(resource.RLIMIT_CPU, (cpu, cpu + 1))
    resource.setrlimit(of_memory, (memory, memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (output, output))
    resource.setrlimit(resource.RLIMIT_NOFILE, (256, 256))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for number in (signal.SIGXFSZ, signal.SIGINT):
        signal.signal(number, signal.SIG_DFL)


# ---------------------------------------------------------------------------------------------- time


def running():
    return [name for name in os.listdir("/proc") if name.isdigit() and name != "1"]


class Total:
    """What all processes of the container together have had of the processor, also those that have ended by now."""

    PLACES = (("/sys/fs/cgroup/cpu.stat", lambda text: int(text.split()[1]) / 1e6), ("/sys/fs/cgroup/cpuacct/cpuacct.usage", lambda text: int(text) / 1e9))

    def __init__(self):
        self.file = self.read = None

    def seconds(self):
        """In seconds; 0 where the system does not tell."""
        if self.read is None:
            self.open()
        return self.read(os.pread(self.file, 64, 0)) if self.file is not None else 0.0

    def open(self):
        """Keeps it open: it is read for every answer."""
        for path, self.read in self.PLACES:
            try:
                self.file = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
                return
            except OSError:
                pass


TOTAL = Total()


def scheduled(processes):
    """Returns for how long each thread of processes has run, and waited for a processor that others had, in seconds; and the total.

    No threads where the system does not tell.
    """
    threads = {}
    for process in processes:
        try:
            for thread in os.listdir(f"/proc/{process}/task"):
                with open(f"/proc/{process}/task/{thread}/schedstat", "rb", buffering=0) as file:
                    threads[process, thread] = times_of(file.read())
        except (OSError, ValueError, IndexError):
            # It has just ended.
            pass
    return threads, TOTAL.seconds()


def times_of(schedstat):
    ran, waited = schedstat.split()[:2]
    return int(ran) / 1e9, int(waited) / 1e9


def still_owed(seconds, cpu, took, earlier):
    """Returns how much of the time on the clock is left when that in which something ran or waited for a processor is not counted, and the waiting.

    Nothing is left where several processes together have used more processor time than an answer and its tests may, or are so many that they
    wait for each other: a busy machine is no excuse for that.
    """
    processes = running()
    if len(processes) > MAX_EXCUSED:
        return 0.0, 0.0
    (before, total_before), (threads, total) = earlier, scheduled(processes)
    spent = {key: [max(0.0, now - then) for now, then in zip(times, before.get(key, (0.0, 0.0)))] for key, times in threads.items()}
    ran = max(total - total_before, sum(own for own, _ in spent.values()))
    waited = excused(spent, ran, took)
    return 0.0 if ran >= 2 * cpu else seconds - (took - ran - waited), waited


def excused(spent, ran, took):
    """Returns for how long others had the processor that the container's processes waited for.

    While another thread of theirs ran, one would have waited on an idle machine, too. Tests and answer take turns, so that their waiting is added.
    """
    waits = {}
    for (process, _), (own, waited) in spent.items():
        waits[process] = max(waits.get(process, 0.0), waited - (ran - own))
    return min(sum(waits.values()), max(0.0, took - ran))


class Deadline:
    """The time on the clock for what sleeps. Time in which processes run or wait for a processor does not count, up to a longest time."""

    def __init__(self, seconds, longest, cpu):
        self.seconds, self.longest, self.cpu = seconds, longest, cpu
        self.began, self.earlier = time.monotonic(), scheduled(running())
        self.at = self.began + seconds
        self.is_over, self.waited = False, 0.0

    def left(self):
        now = time.monotonic()
        if now >= self.at and not self.is_over:
            took = now - self.began
            missing, self.waited = still_owed(self.seconds, self.cpu, took, self.earlier)
            if missing > MOMENT and took < self.longest:
                self.at = now + min(missing, self.longest - took)
            else:
                self.is_over = True
        return self.at - now


# ---------------------------------------------------------------------------------------------- what is printed


class Printed:
    """What a process prints: read as it comes so that nothing waits, and only its beginning and its end are kept."""

    def __init__(self):
        self.descriptor, self.theirs = os.pipe()
        os.set_blocking(self.descriptor, False)
        self.head, self.tail, self.length = b"", b"", 0

    def take(self):
        """Reads what is there; false when nothing more can come."""
        try:
            part = os.read(self.descriptor, PIECE)
        except BlockingIOError:
            return True
        self.length += len(part)
        room = KEPT_OUTPUT - len(self.head)
        self.head += part[:room]
        self.tail = (self.tail + part[room:])[-KEPT_END:]
        return bool(part)

    def end(self):
        """Reads the rest, once all that could print are gone; returns what is kept."""
        before = -1
        while self.length > before:
            before = self.length
            self.take()
        os.close(self.descriptor)
        cut = self.length - len(self.head) - len(self.tail)
        return (self.head + (b"\n...\n" if cut else b"") + self.tail).decode("utf-8", "replace")
