"""The time of one answer, as the tests' process keeps it."""

import os
import signal
import time

from guard import MOMENT, TOTAL, still_owed, times_of

GRACE = 5.0


class Ended(BaseException):
    """The answer's process is gone, or its time is over; a data set's tests must not catch it."""


class OutOfTime(BaseException):
    """The tests themselves take too long."""


class Clock:
    """The time of one answer: what counts is time in which nothing of it runs or waits for a processor, so that a busy machine ends nobody.

    The tests themselves get some more, so that it is known whose fault it was.
    """

    def __init__(self):
        self.is_waiting = self.is_over = False
        self.waited = 0.0
        self.schedule = None
        self.process = ""

    def open(self):
        """Keeps open what the system tells of this process: it is read for every answer."""
        self.process = str(os.getpid())
        try:
            self.schedule = os.open("/proc/self/schedstat", os.O_RDONLY | os.O_CLOEXEC)
        except OSError:
            pass

    def start(self, seconds, longest, cpu):
        self.is_waiting = self.is_over = False
        self.waited = 0.0
        self.seconds, self.longest, self.cpu = seconds, longest, cpu
        self.began = time.monotonic()
        self.earlier = os.pread(self.schedule, 64, 0) if self.schedule is not None else b"0 0", TOTAL.seconds()
        signal.setitimer(signal.ITIMER_REAL, seconds)

    def stop(self):
        signal.setitimer(signal.ITIMER_REAL, 0)

    def wait(self):
        """From here on until is_waiting is false the end of the time ends the answer."""
        self.is_waiting = True
        if self.is_over:
            raise Ended

    def over(self, *_):
        if not self.is_over:
            took = time.monotonic() - self.began
            own, total = self.earlier
            left, self.waited = still_owed(self.seconds, self.cpu, took, ({(self.process, self.process): times_of(own)}, total))
            if left > MOMENT and took < self.longest:
                signal.setitimer(signal.ITIMER_REAL, min(left, self.longest - took))
                return
        is_again, self.is_over = self.is_over, True
        if self.is_waiting:
            raise Ended
        if is_again:
            raise OutOfTime
        signal.setitimer(signal.ITIMER_REAL, GRACE)


CLOCK = Clock()
