"""Process 1 of the container while answers run: what of it stays in Python, around the loop in forker.c."""

import collections
import ctypes
import json
import marshal
import os
import socket
import struct

from guard import LENGTH
from pages import PAGE, mappings, own_pages, stretches
from users import ANSWER, FIRST

LIBRARY = "/runner/forker.so"
IN_ANSWER, CLEAR = 0, 1
ORDER = struct.Struct("<QQQ")
REPORT = struct.Struct("<BBiQQQ")
# Answers as there are many, and how each is called: what they do with the interpreter, most others do as well.
SAMPLES = (
    ("""
def sample(items):
    return sorted({item for item in items if item % 2})
""", [3, 1, 2]),
    ("""
import math

def sample(text):
    return ''.join(word.upper() for word in text.split()), math.sqrt(len(text))
""", "one two"),
    ("""
from typing import List

class Sum:
    def __init__(self, number: int):
        self.number = number

def sample(numbers: List[int]) -> int:
    return sum(Sum(number).number for number in numbers)
""", [1, 2]),
    ("""
import re

def sample(text):
    try:
        return {word: len(word) for word in re.findall('[a-z]+', text)}
    except ValueError:
        return None
""", "some more"),
)
# A page that fewer of them write to is left to the fault that comes for it.
MIN_SAMPLES = 2
SAMPLE_LIMITS = (60, 1 << 30, 1 << 20)


class Range(ctypes.Structure):
    _fields_ = [("start", ctypes.c_size_t), ("length", ctypes.c_size_t)]


class State(ctypes.Structure):
    """As in forker.c."""

    _fields_ = [
        ("orders", ctypes.c_int32), ("children", ctypes.c_int32), ("tester", ctypes.c_int32), ("user", ctypes.c_int32),
        ("folder_count", ctypes.c_int32), ("path_count", ctypes.c_int32), ("range_count", ctypes.c_int32), ("has_report", ctypes.c_int32),
        ("folders", ctypes.POINTER(ctypes.c_int32)), ("paths", ctypes.POINTER(ctypes.c_char_p)), ("ranges", ctypes.POINTER(Range)),
        ("is_clean", ctypes.c_int32), ("is_told", ctypes.c_int32), ("report", ctypes.c_char * REPORT.size),
    ]


class Forker:
    """Forks the processes of answers for the tests' process."""

    def __init__(self, orders, tester, scratch):
        # Held while it runs: this process has one thread, and the forked one goes on with it.
        self.library = ctypes.PyDLL(LIBRARY)
        self.scratch = scratch
        folders = [os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC) for folder in scratch.folders]
        paths = [os.fsencode(path) for path in (*scratch.folders, *scratch.others)]
        self.state = State(
            orders=orders.fileno(), children=os.open("/proc/1/task/1/children", os.O_RDONLY | os.O_CLOEXEC), tester=tester, user=ANSWER,
            folder_count=len(folders), folders=(ctypes.c_int32 * len(folders))(*folders),
            path_count=len(paths), paths=(ctypes.c_char_p * len(paths))(*paths),
        )
        self.pointer = ctypes.byref(self.state)

    def learn(self, run_answer):
        """Finds out which pages every answer writes to, so that they are copied at once and not each by a fault."""
        before, seen = mappings(), collections.Counter()
        # Who may read what the system tells of its pages.
        self.state.user = FIRST
        for source, argument in SAMPLES:
            seen.update(self.pages_of(source, argument, before, run_answer))
        self.state.user = ANSWER
        found = stretches(sorted(page for page, count in seen.items() if count >= MIN_SAMPLES))
        self.ranges = (Range * len(found))(*(Range(first * PAGE, (last + 1 - first) * PAGE) for first, last in found))
        self.state.ranges, self.state.range_count = self.ranges, len(found)

    def pages_of(self, source, argument, before, run_answer):
        """Runs a sample as answers are run; returns the pages that its process has for itself alone."""
        calls, theirs = socket.socketpair()
        told, printed = os.pipe()
        pid = self.library.start(self.pointer, ORDER.pack(*SAMPLE_LIMITS), (ctypes.c_int * 2)(theirs.fileno(), printed))
        if pid == 0:
            run_answer(at_end=lambda: os.write(1, b" ".join(b"%d" % page for page in own_pages(before))))
        theirs.close()
        os.close(printed)
        with open(told, "rb") as pages:
            with calls:
                for message in (json.dumps({"answer": source}).encode(), b"M" + marshal.dumps(("sample", (argument,), {}))):
                    calls.sendall(LENGTH.pack(len(message)) + message)
                    calls.recv(1 << 16)
            found = [int(page) for page in pages.read().split()]
        os.waitpid(pid, 0)
        return found

    def serve(self):
        """Returns in each process of an answer, with its calls at descriptor 3."""
        while self.library.serve(self.pointer) == CLEAR:
            self.state.is_clean = self.scratch.clear()
