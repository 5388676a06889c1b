"""Runs pytest and tells what became of each test, apart from what the tests print. Arguments are pytest's."""

import os
import sys

import eval_results
from eval_results import ERROR, FAILED, PASSED, SKIPPED, XFAIL

# What counts most comes last: a test that passes and whose teardown fails is an error.
RANK = [PASSED, SKIPPED, XFAIL, FAILED, ERROR]


class Reporter:
    """A plugin of pytest."""

    def __init__(self, results):
        self.results = results
        self.worst = {}

    def say(self, test, status):
        before = self.worst.get(test)
        if before is None or RANK.index(status) > RANK.index(before):
            self.worst[test] = status
            self.results.say(test, status)

    def pytest_collectreport(self, report):
        if report.failed:
            self.say(report.nodeid, ERROR)

    def pytest_runtest_logreport(self, report):
        if hasattr(report, "wasxfail"):
            # A test that passes although it is expected to fail counts as neither.
            if report.skipped:
                self.say(report.nodeid, XFAIL)
        elif report.passed:
            if report.when == "call":
                self.say(report.nodeid, PASSED)
        elif report.skipped:
            self.say(report.nodeid, SKIPPED)
        else:
            self.say(report.nodeid, FAILED if report.when == "call" else ERROR)


def main():
    results = eval_results.begin()
    # As 'python -m pytest' does.
    sys.path.insert(0, os.getcwd())
    import pytest

    program = os.path.join(os.path.dirname(pytest.__file__), "__main__.py")
    sys.argv[0] = program if os.path.exists(program) else pytest.__file__
    results.end(int(pytest.main(sys.argv[1:], plugins=[Reporter(results)])))


if __name__ == "__main__":
    main()
