"""How a reporter of Python's begins, tells results and ends. It runs on every Python 3 that repositories are tested with."""

import json
import os
import sys

RUN = "/tmp/eval-run"
PASSED, FAILED, ERROR, SKIPPED, XFAIL = "passed", "failed", "error", "skipped", "xfail"


class Results:
    """One JSON object a line, each with the nonce of this run. Where no run was asked for, as when somebody tries a reporter, nothing is written."""

    def __init__(self):
        self.process = os.getpid()
        self.file = None
        try:
            with open(RUN, encoding="utf-8") as file:
                run = json.load(file)
        except FileNotFoundError:
            return
        os.unlink(RUN)
        self.nonce = run["nonce"]
        # The name is new in each run. What is there all the same is somebody else's, and not followed.
        self.file = os.open(run["results"], os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND | os.O_CLOEXEC, 0o600)

    def say(self, test, status):
        self._write({"test": test, "status": status})

    def end(self, code):
        """Says that the runner came to its end, and ends: nothing that the repository has left to be done at the end has a say in it."""
        self._write({"exit": code})
        for stream in (sys.stdout, sys.stderr):
            try:
                stream.flush()
            except (AttributeError, OSError, ValueError):
                pass
        os._exit(code)

    def _write(self, line):
        # A child that a test forked, and that did not end where it should, tells nothing.
        if self.file is not None and os.getpid() == self.process:
            line["nonce"] = self.nonce
            os.write(self.file, (json.dumps(line) + "\n").encode("utf-8"))


def begin():
    """
    Takes the nonce, and only then lets the repository in. run.sh starts Python without what could be of the repository at start-up: PYTHONPATH,
    and the site module with its .pth files and sitecustomize.
    """
    results = Results()
    paths = os.environ.pop("EVAL_PYTHONPATH", "")
    if paths:
        os.environ["PYTHONPATH"] = paths
    # The first is the folder of the reporters.
    sys.path[:1] = [path for path in paths.split(os.pathsep) if path]
    import site

    site.main()
    return results


def exit_code(value):
    """What a process ends with when it raises SystemExit with a value."""
    if value is None:
        return 0
    if isinstance(value, int):
        return value & 0xFF
    print(value, file=sys.stderr)
    return 1
