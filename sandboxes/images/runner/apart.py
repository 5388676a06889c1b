"""Tests and an answer in two processes of two users, each of which speaks in frames: what they say to each other is passed on between them."""

import select

from guard import TooMuch

# Kinds of frame, as the worker counts them: the last ones of the tests, those by which an answer's process can end, and those for the other process.
LAST = frozenset((7, 8, 9, 10, 15))
BEGUN, MESSAGE = 11, 14
ENDS = frozenset((8, 9, 10))
NONCE_LENGTH = 16
MAX_MESSAGE = 64 << 20
MAX_ANSWERED = 32 << 20
TOO_MUCH = 9
READY, END, REST = 1, 7, 19


class Exchange:
    """Passes messages on until the tests are done, or one of the two can say nothing more."""

    def __init__(self, answer, checker, nonces, deadline, gone, late):
        self.answer, self.checker, self.deadline = answer, checker, deadline
        self.answer_nonce, self.checker_nonce = nonces
        self.gone, self.late = gone, late
        self.frames, self.end, self.has_begun = [], None, False
        self.is_complete = self.is_answer_lost = self.is_checker_lost = False
        self.left = MAX_ANSWERED

    def run(self):
        poll = select.poll()
        for process in (self.answer, self.checker):
            poll.register(process.frames.descriptor, select.POLLIN)
            poll.register(process.printed.descriptor, select.POLLIN)
        try:
            while not self.is_complete and not self.is_answer_lost and not self.is_checker_lost:
                left = self.deadline.left()
                if left <= 0:
                    return
                ready = [descriptor for descriptor, _ in poll.poll(left * 1000 + 1)]
                for process in (self.answer, self.checker):
                    if process.printed.descriptor in ready and not process.printed.take():
                        poll.unregister(process.printed.descriptor)
                # The tests first: what they said before an answer ended counts.
                if self.checker.frames.descriptor in ready:
                    self.take_from_checker()
                elif self.answer.frames.descriptor in ready:
                    self.take_from_answer()
        except self.late:
            return

    def has_end(self):
        """Whether the tests reached their end."""
        return self.is_complete and bool(self.frames) and bytes.fromhex(self.frames[-1])[NONCE_LENGTH] == END

    def rest(self, deadline):
        """Whether the process of the tests says that nothing of them is left in it, so that others can run there."""
        try:
            self.checker.input.send(self.checker_nonce + bytes((REST,)), deadline)
            return self.checker.frames.receive(deadline, NONCE_LENGTH + 1) == self.checker_nonce + bytes((READY,))
        except (self.gone, self.late, TooMuch):
            return False

    def take_from_checker(self):
        try:
            frame = self.checker.frames.receive(self.deadline, MAX_MESSAGE)
        except self.gone:
            self.is_checker_lost = True
            return
        if frame[NONCE_LENGTH] != MESSAGE:
            self.frames.append(frame.hex())
            self.is_complete = frame[NONCE_LENGTH] in LAST
            return
        try:
            self.answer.input.send(self.answer_nonce + frame[NONCE_LENGTH:], self.deadline)
        except self.gone:
            self.is_answer_lost = True

    def take_from_answer(self):
        try:
            frame = self.answer.frames.receive(self.deadline, MAX_MESSAGE)
        except self.gone:
            self.is_answer_lost = True
            return
        except TooMuch:
            self.end, self.is_complete = self.answer_nonce + bytes((TOO_MUCH,)), True
            return
        kind = frame[NONCE_LENGTH] if len(frame) > NONCE_LENGTH and frame[:NONCE_LENGTH] == self.answer_nonce else 0
        self.left -= len(frame)
        if self.left < 0:
            self.end, self.is_complete = self.answer_nonce + bytes((TOO_MUCH,)), True
        elif kind == MESSAGE:
            try:
                self.checker.input.send(self.checker_nonce + frame[NONCE_LENGTH:], self.deadline)
            except self.gone:
                self.is_checker_lost = True
        elif kind == BEGUN:
            self.has_begun = True
        elif kind in ENDS and not (self.has_begun and kind == 10):
            self.end, self.is_complete = frame, True
        else:
            # No frame of ours: its process says nothing more that counts.
            self.is_answer_lost = True
