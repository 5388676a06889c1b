"""Process 1 of the container while answers run: what of it stays in Python, around the loop in forker.c."""

import ctypes
import os
import struct

from users import ANSWER

LIBRARY = "/runner/forker.so"
CLEAR = 1
ORDER = struct.Struct("<QQQ")
REPORT = struct.Struct("<BBiQQQ")


class State(ctypes.Structure):
    """As in forker.c."""

    _fields_ = [
        ("orders", ctypes.c_int32), ("children", ctypes.c_int32), ("tester", ctypes.c_int32), ("user", ctypes.c_int32),
        ("folder_count", ctypes.c_int32), ("path_count", ctypes.c_int32),
        ("folders", ctypes.POINTER(ctypes.c_int32)), ("paths", ctypes.POINTER(ctypes.c_char_p)),
    ]


class Forker:
    """Forks the processes of answers for the tests' process."""

    def __init__(self, orders, tester, scratch):
        # Held while it runs: this process has one thread, and the forked one goes on with it.
        self.library = ctypes.PyDLL(LIBRARY)
        self.scratch = scratch
        folders = [os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC) for folder in scratch.folders]
        paths = [os.fsencode(path) for path in (*scratch.folders, *scratch.others)]
        self.state = State(
            orders=orders.fileno(), children=os.open("/proc/1/task/1/children", os.O_RDONLY | os.O_CLOEXEC), tester=tester, user=ANSWER,
            folder_count=len(folders), folders=(ctypes.c_int32 * len(folders))(*folders),
            path_count=len(paths), paths=(ctypes.c_char_p * len(paths))(*paths),
        )
        self.pointer = ctypes.byref(self.state)

    def serve(self):
        """Returns in each process of an answer, with its calls at descriptor 3."""
        if self.library.serve(self.pointer) == CLEAR:
            try:
                self.scratch.clear()
            finally:
                os._exit(0)
