"""Runs SymPy's own test command and writes what became of each test, one JSON object a line, apart from what the tests print."""

import json
import os
import runpy
import sys


def main():
    path = os.environ.pop("EVAL_RESULTS")
    sys.argv = sys.argv[1:]
    # As if the command had been started by itself.
    sys.path[:0] = [os.path.dirname(os.path.abspath(sys.argv[0])), os.getcwd()]
    try:
        from sympy.testing import runtests
    except ImportError:
        from sympy.utilities import runtests
    file = open(path, "w", encoding="utf-8")

    def say(test, status):
        file.write(json.dumps({"test": test, "status": status}) + "\n")
        file.flush()

    def watch(method, status):
        plain = getattr(runtests.PyTestReporter, method)

        def watched(self, *arguments, **named):
            test = getattr(self, "_active_f", None)
            say(getattr(test, "__name__", "?"), status)
            return plain(self, *arguments, **named)

        setattr(runtests.PyTestReporter, method, watched)

    for method, status in (
        ("test_pass", "passed"), ("test_fail", "failed"), ("test_exception", "error"), ("test_skip", "skipped"), ("test_xfail", "xfail"),
    ):
        watch(method, status)
    runpy.run_path(sys.argv[0], run_name="__main__")


main()
