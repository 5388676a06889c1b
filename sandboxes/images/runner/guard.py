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


def scheduled(processes):
    """Returns for how long processes have run, and waited for a processor that others had, in seconds.

    Of a process' threads the one that waited longest counts. Zeros where the system does not tell.
    """
    ran = waited = 0
    for process in processes:
        waits = [0]
        try:
            for thread in os.listdir(f"/proc/{process}/task"):
                with open(f"/proc/{process}/task/{thread}/schedstat", "rb", buffering=0) as file:
                    times = file.read().split()
                ran += int(times[0])
                waits.append(int(times[1]))
        except (OSError, ValueError, IndexError):
            # It has just ended.
            pass
        waited += max(waits)
    return ran / 1e9, waited / 1e9


def still_owed(seconds, cpu, took, earlier):
    """Returns how much of the time on the clock is left when that in which something ran or waited for a processor is not counted, and the waiting.

    Nothing is left where several processes together have used more processor time than an answer and its tests may, or are so many that they
    wait for each other: a busy machine is no excuse for that.
    """
    processes = running()
    if len(processes) > MAX_EXCUSED:
        return 0.0, 0.0
    ran, waited = (max(0.0, now - before) for now, before in zip(scheduled(processes), earlier))
    return 0.0 if ran >= 2 * cpu else seconds - (took - ran - waited), waited


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
