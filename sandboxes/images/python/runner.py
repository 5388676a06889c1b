"""Runs Python answers in a locked-down container: process 1 of it, and the only way in and out.

Two processes live as long as the container:

* the zygote (process 1) forks a fresh process for every answer, ends it and all that it started, and clears what it left behind. It never
  sees a test, so that nothing of a test is in the memory that an answer inherits;
* the tester (process 2) reads requests from standard input, runs the data set's tests and writes results to standard output. The tests call
  the answer through a socket and get plain values back: no answer can say that it passed, it can only return the right values.

What holds an answer: the container (no network, read-only, memory, processes), limits of its own, a user of its own without capabilities, so that
neither process can be signalled, read or traced, and a filter that leaves it the system calls that answers need. Process 1 is immune to signals
from inside.
"""

import gc
import os
import resource
import signal
import socket
import sys

# The first, because of what it does about random.
from warming import warm
import random

from exchange.answer import run_answer
from forking import Forker
from exchange.tester import MAX_FOR_TESTS, RECURSION, run_tester
from leftovers import Scratch
from system_calls import filter_calls
from users import become_first, become_tester_with_files_of_answers


def main():
    # Answers import the library and what Debian's packages bring, numpy among it, but nothing of this program.
    sys.path.remove(os.path.dirname(os.path.abspath(__file__)))
    sys.path.append("/usr/lib/python3/dist-packages")
    # The same for every answer; the interpreter's own hash seed comes from the environment.
    os.umask(0o007)
    sys.setrecursionlimit(RECURSION)
    become_first()
    scratch = Scratch()
    scratch.find()
    for_tester, for_zygote = socket.socketpair(type=socket.SOCK_SEQPACKET)
    random.seed(0)
    # What is printed ends no answer, whatever it is.
    sys.stdout.reconfigure(errors="backslashreplace")
    tester = os.fork()
    if tester == 0:
        for_zygote.close()
        gc.freeze()
        become_tester_with_files_of_answers()
        resource.setrlimit(resource.RLIMIT_AS, (MAX_FOR_TESTS, MAX_FOR_TESTS))
        run_tester(for_tester)
        os._exit(0)
    for_tester.close()
    nothing = os.open("/dev/null", os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(nothing, number)
    filter_calls(tester)
    # What an answer's process does about these is the system's own way; process 1 is not reached by signals from inside.
    for number in (signal.SIGXFSZ, signal.SIGINT):
        signal.signal(number, signal.SIG_DFL)
    forker = Forker(for_zygote, tester, scratch)
    warm()
    # No answer shares a page it does not write to.
    gc.collect()
    gc.freeze()
    gc.disable()
    forker.serve()
    run_answer()


main()
