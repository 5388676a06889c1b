"""Who runs what: the first process, the tests and the answers are three users, so that the system itself keeps an answer from touching the others."""

import ctypes
import os

from guard import PR_SET_DUMPABLE, control, libc

FIRST, TESTER, ANSWER = 0, 65533, 65534
GROUP = 65534
CAP_KILL, CAP_SETUID = 5, 7
PR_SET_KEEPCAPS = 8
CAPABILITY_VERSION = 0x20080522


class Header(ctypes.Structure):
    _fields_ = [("version", ctypes.c_uint32), ("process", ctypes.c_int)]


class Set(ctypes.Structure):
    _fields_ = [("effective", ctypes.c_uint32), ("permitted", ctypes.c_uint32), ("inheritable", ctypes.c_uint32)]


def keep_capabilities(*kept):
    """Gives up all other capabilities for good."""
    bits = sum(1 << number for number in kept)
    sets = (Set * 2)(Set(bits, bits, 0), Set(0, 0, 0))
    if libc.capset(ctypes.byref(Header(CAPABILITY_VERSION, 0)), ctypes.byref(sets)) != 0:
        raise OSError(ctypes.get_errno(), "capset")


def become_first():
    """What the first process keeps of root: to start processes of the other users, and to end them."""
    if os.getuid() != FIRST:
        raise RuntimeError("the container has to be started as root, with the capabilities KILL, SETGID and SETUID")
    os.setgroups([])
    os.setresgid(GROUP, GROUP, GROUP)
    keep_capabilities(CAP_KILL, CAP_SETUID)
    control(PR_SET_DUMPABLE, 0)


def become(user):
    """Becomes a user for good, without any capability."""
    os.setresuid(user, user, user)


def become_tester_with_files_of_answers():
    """Becomes the user of the tests, whose files are those of answers: each reads and removes what the other one made.

    A runtime that does not know of such users (gVisor) leaves them what is shared by the group.
    """
    control(PR_SET_KEEPCAPS, 1)
    become(TESTER)
    keep_capabilities(CAP_SETUID)
    libc.setfsuid(ANSWER)
    keep_capabilities()
    control(PR_SET_DUMPABLE, 0)


class AsUser:
    """For a while the files of a user are this process'; nobody can signal or trace it for that."""

    def __init__(self, user):
        self.user = user

    def __enter__(self):
        os.seteuid(self.user)

    def __exit__(self, *_):
        os.seteuid(FIRST)
