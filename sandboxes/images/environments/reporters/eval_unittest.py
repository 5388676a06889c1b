"""
Runs a script or module that uses unittest, Django's runner among them, and tells what became of each test, apart from what the tests print.
Arguments are a script, or -m and a module, and its own.

A test is told as Python before 3.11 prints it, test_name (module.Class), and as Python since then does, test_name (module.Class.test_name); one with a
docstring also as the first line of that. The lists of SWE-bench were read from what unittest prints, and hold one of these.
"""

import functools
import os
import runpy
import sys

import eval_results
from eval_results import ERROR, FAILED, PASSED, SKIPPED, XFAIL


class Outermost:
    """Watches the outermost run of a unittest runner; runs that a test starts on its own are none of ours."""

    def __init__(self, results):
        self.results = results
        self.depth = 0
        self.result = None
        self.is_finished = False

    def watch(self, runner):
        make, run = runner._makeResult, runner.run

        @functools.wraps(make)
        def made(this):
            result = make(this)
            if self.depth == 1 and self.result is None:
                self.result = result
                self.watch_result(result)
            return result

        @functools.wraps(run)
        def ran(this, test):
            self.depth += 1
            try:
                result = run(this, test)
            finally:
                self.depth -= 1
            if result is self.result:
                # A program may run several suites, one after another.
                self.result = None
                self.is_finished = True
            return result

        runner._makeResult, runner.run = made, ran

    def watch_result(self, result):
        """Only this one object is watched: tests of a test runner make others."""
        for method, status in (
            ("addSuccess", PASSED), ("addFailure", FAILED), ("addError", ERROR), ("addSkip", SKIPPED), ("addExpectedFailure", XFAIL),
            ("addUnexpectedSuccess", FAILED),
        ):
            self.watch_method(result, method, status)
        plain = getattr(result, "addSubTest", None)
        if plain is not None:
            def add_sub_test(test, subtest, error):
                if error is not None:
                    self.say(test, FAILED if issubclass(error[0], test.failureException) else ERROR)
                return plain(test, subtest, error)

            result.addSubTest = add_sub_test

    def watch_method(self, result, method, status):
        plain = getattr(result, method)

        def watched(test, *arguments):
            self.say(test, status)
            return plain(test, *arguments)

        setattr(result, method, watched)

    def say(self, test, status):
        first, *others = names(test)
        self.results.say(first, status, others)


def names(test):
    # A subtest that is skipped stands for its test.
    test = getattr(test, "test_case", test)
    method = getattr(test, "_testMethodName", None)
    if method is None:
        # What stands for a failed setUpClass or the like.
        return [str(test)]
    kind = type(test)
    place = "%s.%s" % (kind.__module__, kind.__qualname__)
    found = ["%s (%s)" % (method, place), "%s (%s.%s)" % (method, place, method)]
    line = test.shortDescription()
    return found + [line] if line else found


def main():
    results = eval_results.begin()
    import unittest

    watcher = Outermost(results)
    watcher.watch(unittest.TextTestRunner)
    code = 0
    try:
        if sys.argv[1] == "-m":
            module = sys.argv[2]
            sys.argv = sys.argv[2:]
            sys.path.insert(0, os.getcwd())
            runpy.run_module(module, run_name="__main__", alter_sys=True)
        else:
            sys.argv = sys.argv[1:]
            sys.path.insert(0, os.path.dirname(os.path.abspath(sys.argv[0])))
            runpy.run_path(sys.argv[0], run_name="__main__")
    except SystemExit as end:
        code = eval_results.exit_code(end.code)
    if not watcher.is_finished:
        sys.exit(code)
    results.end(code)


if __name__ == "__main__":
    main()
