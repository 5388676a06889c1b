"""What an answer leaves behind, and how it is gone before the next one: its processes, and all that it can write to."""

import os
import signal

from users import ANSWER, FIRST, TESTER, AsUser, become

# Views of the kernel: what is in them belongs to a process and ends with it, or to root.
VIEWS = ("proc", "devpts")
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
    """Returns where the mounts are that can be written to, but for views of the kernel."""
    with open("/proc/self/mountinfo", encoding="utf-8", errors="surrogateescape") as file:
        lines = [line.split() for line in file]
    return [words[4].encode().decode("unicode_escape") for words in lines
            if "rw" in words[5].split(",") and words[words.index("-") + 1] not in VIEWS]


def look(mount):
    """Yields the folders of a mount that this user can write to, and in them and beside them the files."""
    seen, waiting = 0, [mount]
    while waiting:
        folder = waiting.pop()
        seen += 1
        if seen > MAX_FOLDERS:
            raise RuntimeError(f"{mount} can be written to and is too large to look through")
        if os.path.isdir(folder) and os.access(folder, os.W_OK):
            yield folder
        elif not os.path.isdir(folder):
            if os.access(folder, os.W_OK):
                yield folder
            continue
        try:
            with os.scandir(folder) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(entry.path)
                    elif not entry.is_symlink() and os.access(entry.path, os.W_OK):
                        yield entry.path
        except PermissionError:
            pass


def writable():
    """Returns all that an answer can write to, found out as its user, by looking."""
    source, target = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            become(ANSWER)
            found = sorted({path for mount in mounts() for path in look(mount)})
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
            if os.path.isfile(path):
                raise RuntimeError(f"{path} can be written to by answers")

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
                os.utime(path, ns=(0, 0))
            return all(map(is_empty, self.folders))
        except OSError:
            return False


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
