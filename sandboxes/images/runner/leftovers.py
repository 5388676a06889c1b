"""What an answer leaves behind, and how it is gone before the next one: its processes, and all that it can write to."""

import os
import signal

from users import ANSWER, FIRST, TESTER, AsUser, become

# In a view of the kernel these belong to a process, and end with it.
OF_PROCESSES = ("self", "thread-self")
MAX_FOLDERS = 10_000
MAX_ROUNDS = 1000


def children():
    with open("/proc/1/task/1/children", "rb", buffering=0) as file:
        return [int(number) for number in file.read().split()]


def end_all_but(tester):
    """Kills whatever an answer started, wherever it hid; orphans become children of process 1."""
    for _ in range(MAX_ROUNDS):
        strays = [pid for pid in children() if pid != tester]
        if not strays:
            return True
        for pid in strays:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        for pid in strays:
            try:
                os.waitpid(pid, 0)
            except ChildProcessError:
                pass
    return False


def mounts():
    """Returns where the mounts are, and whether each can be written to."""
    with open("/proc/self/mountinfo", encoding="utf-8", errors="surrogateescape", newline="\n") as file:
        lines = [line.split() for line in file]
    return {words[4].encode().decode("unicode_escape"): "rw" in words[5].split(",") for words in lines}


def look(mount, known):
    """Yields what of a mount this user can write to."""
    waiting, seen = [mount], 0
    while waiting:
        path = waiting.pop()
        is_folder = os.path.isdir(path)
        if os.access(path, os.W_OK):
            yield path
        if not is_folder:
            continue
        seen += 1
        if seen > MAX_FOLDERS:
            raise RuntimeError(f"{mount} can be written to and is too large to look through")
        try:
            with os.scandir(path) as entries:
                waiting += [entry.path for entry in entries
                            if not entry.is_symlink() and entry.path not in known and not entry.name.isdigit() and entry.name not in OF_PROCESSES]
        except PermissionError:
            pass


def writable():
    """Returns all that an answer can write to, found out as its user, by looking."""
    source, target = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            become(ANSWER)
            known = mounts()
            found = sorted({path for mount, is_writable in known.items() if is_writable for path in look(mount, known)})
            os.write(target, "\0".join(["", *found]).encode("utf-8", "surrogateescape"))
        finally:
            os._exit(0)
    os.close(target)
    with os.fdopen(source, "rb") as file:
        told = file.read().decode("utf-8", "surrogateescape")
    os.waitpid(pid, 0)
    if not told:
        raise RuntimeError("what an answer can write to cannot be found out")
    return told.split("\0")[1:]


class Scratch:
    """All that an answer can write to in this container: folders, which are emptied, and devices, whose times are set back."""

    def __init__(self):
        self.folders = self.others = ()

    def find(self):
        found = writable()
        self.folders = [path for path in found if os.path.isdir(path)]
        self.others = [path for path in found if not os.path.isdir(path)]
        for path in self.others:
            if os.path.isfile(path) and not path.startswith("/proc/"):
                raise RuntimeError(f"{path} can be written to by answers")
        for folder in self.folders:
            # Not sticky, whatever the image has there: answer and tests, two users, remove what the other one made.
            os.chmod(folder, 0o777)

    def clear(self):
        """Empties it; false when something resists."""
        for user in (ANSWER, TESTER, FIRST):
            left = [folder for folder in self.folders if not is_empty(folder)]
            if not left:
                break
            with AsUser(user):
                for folder in left:
                    clear(folder)
        try:
            # Whoever may write may also leave a time.
            for path in (*self.folders, *self.others):
                set_time_back(path)
            return all(map(is_empty, self.folders))
        except OSError:
            return False


def set_time_back(path):
    try:
        os.utime(path, ns=(0, 0))
    except PermissionError:
        # A device of the machine itself, where the engine has no rights of root: its time becomes this moment.
        os.utime(path)


def is_empty(folder):
    with os.scandir(folder) as entries:
        return next(entries, None) is None


def clear(folder):
    """Empties a folder as far as it goes."""
    try:
        with os.scandir(folder) as entries:
            left = list(entries)
    except OSError:
        return
    for entry in left:
        try:
            if entry.is_dir(follow_symlinks=False):
                os.chmod(entry.path, 0o700)
                clear(entry.path)
                os.rmdir(entry.path)
            else:
                os.unlink(entry.path)
        except (OSError, RecursionError):
            pass
