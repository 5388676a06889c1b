"""A plugin of pytest that writes what became of each test, one JSON object a line, apart from what the tests print."""

import json
import os

# What counts most comes last: a test that passes and whose teardown fails is an error.
RANK = {"passed": 0, "skipped": 1, "xfail": 2, "failed": 3, "error": 4}


class Reporter:
    def __init__(self, path):
        self.file = open(path, "w", encoding="utf-8")
        self.worst = {}

    def say(self, test, status):
        before = self.worst.get(test)
        if before is None or RANK[status] > RANK[before]:
            self.worst[test] = status
            self.file.write(json.dumps({"test": test, "status": status}) + "\n")
            self.file.flush()

    def pytest_collectreport(self, report):
        if report.failed:
            self.say(report.nodeid, "error")

    def pytest_runtest_logreport(self, report):
        if hasattr(report, "wasxfail"):
            # A test that passes although it is expected to fail counts as neither.
            if report.skipped:
                self.say(report.nodeid, "xfail")
        elif report.passed:
            if report.when == "call":
                self.say(report.nodeid, "passed")
        elif report.skipped:
            self.say(report.nodeid, "skipped")
        else:
            self.say(report.nodeid, "failed" if report.when == "call" else "error")


def pytest_configure(config):
    path = os.environ.pop("EVAL_RESULTS", None)
    if path is not None:
        config.pluginmanager.register(Reporter(path), "eval-reporter")
