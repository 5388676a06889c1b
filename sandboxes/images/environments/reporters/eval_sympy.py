"""Runs SymPy's own test command and tells what became of each test, apart from what the tests print. Arguments are a script of SymPy's and its own."""

import os
import runpy
import sys

import eval_results
from eval_results import ERROR, FAILED, PASSED, SKIPPED, XFAIL

STATUSES = {"test_pass": PASSED, "test_fail": FAILED, "test_exception": ERROR, "test_skip": SKIPPED, "test_xfail": XFAIL}


def main():
    results = eval_results.begin()
    sys.argv = sys.argv[1:]
    # As if the command had been started by itself.
    sys.path[:0] = [os.path.dirname(os.path.abspath(sys.argv[0])), os.getcwd()]
    try:
        from sympy.testing import runtests
    except ImportError:
        from sympy.utilities import runtests
    reporter = runtests.PyTestReporter
    is_finished = False

    def watch(method, status):
        plain = getattr(reporter, method)

        def watched(self, *arguments, **named):
            results.say(getattr(getattr(self, "_active_f", None), "__name__", "?"), status)
            return plain(self, *arguments, **named)

        setattr(reporter, method, watched)

    for method, status in STATUSES.items():
        watch(method, status)
    finish = reporter.finish

    def finished(self, *arguments, **named):
        nonlocal is_finished
        is_finished = True
        return finish(self, *arguments, **named)

    reporter.finish = finished
    code = 0
    try:
        runpy.run_path(sys.argv[0], run_name="__main__")
    except SystemExit as end:
        code = eval_results.exit_code(end.code)
    if not is_finished:
        sys.exit(code)
    results.end(code)


if __name__ == "__main__":
    main()
