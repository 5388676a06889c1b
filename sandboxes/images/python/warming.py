"""Does once, before any answer's process is forked, what each of them would otherwise do anew."""

import marshal
import os
import socket
import sys

# random would seed itself anew in every forked process: that takes time, and answers that draw numbers would not be the same twice.
register, os.register_at_fork = os.register_at_fork, lambda **_: None
import random  # noqa: E402

os.register_at_fork = register

# What answers import most often is loaded once, here, and shared by all.
import base64, bisect, builtins, cmath, collections, collections.abc, copy, datetime, decimal, enum  # noqa: E401,F401
import fractions, functools  # noqa: E401,F401
import heapq, io, itertools, math, numbers, operator, re, statistics, string, textwrap, typing, unicodedata  # noqa: E401,F401

from exchange.answer import MARSHALLED, Answer
from guard import LENGTH

# Answers as there are many, and what each is called with.
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


def warm():
    """Serves some answers in this process.

    The interpreter writes to its own memory what it learns of code that runs, and each page that a forked process writes to is copied.
    """
    for source, argument in SAMPLES:
        # Each message is read alone, as from the tests, who wait for a reply before they send another.
        tests, calls = socket.socketpair(type=socket.SOCK_SEQPACKET)
        with tests, calls:
            for message in ({"answer": source}, ("sample", (argument,), {})):
                content = MARSHALLED + marshal.dumps(message)
                tests.sendall(LENGTH.pack(len(content)) + content)
            tests.shutdown(socket.SHUT_WR)
            try:
                Answer(calls.fileno()).serve()
            except EOFError:
                pass
    del sys.modules["answer"]
