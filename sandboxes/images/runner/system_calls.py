"""The system calls that an answer may make in a container, and the filter that leaves it no others.

A list of what is allowed, so that what nobody has thought of is refused: signals by whatever way, other processes' memory and limits, objects
with names that outlive a process (queues, segments, semaphores, keys), marks on folders (attributes), and the parts of the kernel that attacks
begin with. Calls by name and by their numbers on x86-64 and arm64; "-" where there is none.
"""

import ctypes
import functools
import os
import struct

from guard import PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, control

# Calls that are new behind this number do not exist here: libraries then do what they did before.
FIRST_UNKNOWN = 470

ALLOWED = """
# Files: what can be reached is decided by mounts and the user.
read 0 63, write 1 64, open 2 -, openat 257 56, openat2 437 437, creat 85 -, close 3 57, close_range 436 436, lseek 8 62, pread64 17 67,
pwrite64 18 68, readv 19 65, writev 20 66, preadv 295 69, pwritev 296 70, preadv2 327 286, pwritev2 328 287, stat 4 -, fstat 5 80,
lstat 6 -, newfstatat 262 79, statx 332 291, statfs 137 43, fstatfs 138 44, access 21 -, faccessat 269 48, faccessat2 439 439,
getdents 78 -, getdents64 217 61, getcwd 79 17, chdir 80 49, fchdir 81 50, mkdir 83 -, mkdirat 258 34, rmdir 84 -, rename 82 -,
renameat 264 38, renameat2 316 276, link 86 -, linkat 265 37, unlink 87 -, unlinkat 263 35, symlink 88 -, symlinkat 266 36, readlink 89 -,
readlinkat 267 78, chmod 90 -, fchmod 91 52, fchmodat 268 53, fchmodat2 452 452, chown 92 -, fchown 93 55, lchown 94 -, fchownat 260 54,
umask 95 166, truncate 76 45, ftruncate 77 46, fallocate 285 47, fsync 74 82, fdatasync 75 83, sync_file_range 277 84, fadvise64 221 223,
readahead 187 213, flock 73 32, utime 132 -, utimes 235 -, futimesat 261 -, utimensat 280 88, getxattr 191 8, lgetxattr 192 9,
fgetxattr 193 10, listxattr 194 11, llistxattr 195 12, flistxattr 196 13, sendfile 40 71, copy_file_range 326 285, splice 275 76,
tee 276 77, dup 32 23, dup2 33 -, dup3 292 24, pipe 22 -, pipe2 293 59, inotify_init 253 -, inotify_init1 294 26, inotify_add_watch 254 27,
inotify_rm_watch 255 28, cachestat 451 451,
# Its own memory.
mmap 9 222, mprotect 10 226, munmap 11 215, mremap 25 216, msync 26 227, mincore 27 232, madvise 28 233, brk 12 214, mlock 149 228,
mlock2 325 284, munlock 150 229, munlockall 152 231, mbind 237 235, get_mempolicy 239 236, set_mempolicy 238 237, pkey_mprotect 329 288,
pkey_alloc 330 289, pkey_free 331 290, membarrier 324 283, map_shadow_stack 453 453, mseal 462 462,
# Waiting and time; timers end with their process and signal nobody else.
poll 7 -, ppoll 271 73, select 23 -, pselect6 270 72, epoll_create 213 -, epoll_create1 291 20, epoll_ctl 233 21, epoll_wait 232 -,
epoll_pwait 281 22, epoll_pwait2 441 441, eventfd 284 -, eventfd2 290 19, signalfd 282 -, signalfd4 289 74, pause 34 -, nanosleep 35 101,
clock_nanosleep 230 115, clock_gettime 228 113, clock_getres 229 114, gettimeofday 96 169, time 201 -, times 100 153, getitimer 36 102,
setitimer 38 103, alarm 37 -, timer_create 222 107, timer_settime 223 110, timer_gettime 224 108, timer_getoverrun 225 109,
timer_delete 226 111, timerfd_create 283 85, timerfd_settime 286 86, timerfd_gettime 287 87, restart_syscall 219 128,
# Its own threads and what a runtime does with signals.
futex 202 98, futex_waitv 449 449, futex_wait 455 455, futex_wake 454 454, futex_requeue 456 456, set_robust_list 273 99,
set_tid_address 218 96, rseq 334 293, sched_yield 24 124, getcpu 309 168, gettid 186 178, exit 60 93, exit_group 231 94,
rt_sigaction 13 134, rt_sigprocmask 14 135, rt_sigreturn 15 139, rt_sigpending 127 136, rt_sigtimedwait 128 137, rt_sigsuspend 130 133,
sigaltstack 131 132, arch_prctl 158 -,
# Questions about itself and the system.
getpid 39 172, getppid 110 173, getuid 102 174, geteuid 107 175, getgid 104 176, getegid 108 177, getgroups 115 158, getresuid 118 148,
getresgid 120 150, getpgid 121 155, getpgrp 111 -, getsid 124 156, capget 125 90, uname 63 160, sysinfo 99 179, getrlimit 97 163,
setrlimit 160 164, getrusage 98 165, getpriority 140 141, sched_getaffinity 204 123, sched_getparam 143 121, sched_getscheduler 145 120,
sched_getattr 315 275, sched_get_priority_max 146 125, sched_get_priority_min 147 126, sched_rr_get_interval 148 127, ioprio_get 252 31,
getrandom 318 278,
# What is done with a socket.
connect 42 203, accept 43 202, accept4 288 242, sendto 44 206, recvfrom 45 207, sendmsg 46 211, recvmsg 47 212, sendmmsg 307 269,
recvmmsg 299 243, shutdown 48 210, bind 49 200, listen 50 201, getsockname 51 204, getpeername 52 205, setsockopt 54 208, getsockopt 55 209,
# Processes of its own, all of which are ended with it. Users: it has no right to become another.
fork 57 -, vfork 58 -, execve 59 221, execveat 322 281, wait4 61 260, waitid 247 95, setsid 112 157, setpgid 109 154, pidfd_open 434 434,
memfd_create 319 279, setuid 105 146, setgid 106 144, setreuid 113 145, setregid 114 143, setresuid 117 147, setresgid 119 149,
setgroups 116 159,
"""

# Allowed as far as arguments, told by their places, are each one of some values.
COMMANDS = {
    # Descriptors, flags, locks, the sizes of pipes, seals. Not who is told by a signal (F_SETOWN, F_SETOWN_EX, F_SETSIG), nor leases, watches.
    "fcntl 72 25": {1: (0, 1, 2, 3, 4, 5, 6, 7, 36, 37, 38, 1030, 1031, 1032, 1033, 1034)},
    # What terminals, pipes, sockets and the copying of files ask for. Not who is told by a signal (FIOSETOWN, SIOCSPGRP, FIOASYNC).
    "ioctl 16 29": {1: (0x5401, 0x5402, 0x5403, 0x5404, 0x5409, 0x540A, 0x540B, 0x540E, 0x540F, 0x5410, 0x5411, 0x5413, 0x5414, 0x541B,
                        0x5421, 0x5422, 0x5429, 0x5441, 0x5450, 0x5451, 0x40045431, 0x80045430, 0x40049409, 0x802C542A, 0x402C542B, 0x402C542C, 0x402C542D,
                        0x8910, 0x8912, 0x8913, 0x8915, 0x8919, 0x891B, 0x8921, 0x8927, 0x8933)},
    # Names, slack of timers, questions. Not who may trace it, who takes in its orphans, nor what happens when its parent ends.
    "prctl 157 167": {0: (2, 3, 15, 16, 21, 23, 29, 30, 38, 39, 55, 56, 0x53564D41)},
    # Of this machine, IPv4, IPv6, and questions about the network. No other family knows namespaces as well.
    "socket 41 198": {0: (1, 2, 10, 16)},
    "socketpair 53 199": {0: (1, 2, 10, 16)},
    # For the caller alone.
    "prlimit64 302 261": {0: (0,)},
    "sched_setaffinity 203 122": {0: (0,)},
    "sched_setparam 142 118": {0: (0,)},
    "sched_setscheduler 144 119": {0: (0,)},
    "sched_setattr 314 274": {0: (0,)},
    "setpriority 141 140": {0: (0,), 1: (0,)},
    "ioprio_set 251 30": {0: (1,), 1: (0,)},
}
# Signals by their plain calls: to all but the tests' process and "all processes". The system refuses those to other users' processes anyway.
SIGNALS = ("kill 62 129", "tkill 200 130", "tgkill 234 131", "rt_sigqueueinfo 129 138", "rt_tgsigqueueinfo 297 240")
# Threads and processes, but no namespaces; of the newer call the flags cannot be seen, and libraries fall back to this one.
CLONE, CLONE3, NAMESPACES = "clone 56 220", "clone3 435 435", 0x7E020080

LOAD, JUMP_EQUAL, JUMP_AT_LEAST, JUMP_ANY_SET, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
ALLOW, REFUSE, MISSING, END = 0x7FFF0000, 0x00050000 | 1, 0x00050000 | 38, 0x80000000
ARCHITECTURES = {"x86_64": (0xC000003E, 1), "aarch64": (0xC00000B7, 2)}


def argument(index):
    return LOAD, 0, 0, 16 + 8 * index


def one_of(conditions):
    """Allows where arguments are each one of some values."""
    steps = []
    for index, values in conditions.items():
        steps += [argument(index), *((JUMP_EQUAL, len(values) - place, 0, value) for place, value in enumerate(values)), (RETURN, 0, 0, REFUSE)]
    return [*steps, (RETURN, 0, 0, ALLOW)]


def none_of(index, values):
    """Allows where an argument is none of some values."""
    tests = [(JUMP_EQUAL, len(values) - place, 0, value) for place, value in enumerate(values)]
    return [argument(index), *tests, (RETURN, 0, 0, ALLOW), (RETURN, 0, 0, REFUSE)]


def verdicts(tester, column):
    """Returns what becomes of each call by its number: the steps of a program that end in a verdict."""
    def number(call):
        told = call.split()[column]
        return None if told == "-" else int(told)

    refused, allowed = [(RETURN, 0, 0, REFUSE)], [(RETURN, 0, 0, ALLOW)]
    ends = [refused] * FIRST_UNKNOWN + [[(RETURN, 0, 0, MISSING)]]
    lines = [line for line in ALLOWED.split("\n") if line[:1] != "#"]
    for call in filter(None, map(str.strip, " ".join(lines).split(","))):
        if number(call) is not None:
            ends[number(call)] = allowed
    for call, conditions in COMMANDS.items():
        ends[number(call)] = one_of(conditions)
    for call in SIGNALS:
        ends[number(call)] = none_of(0, (tester, 0xFFFFFFFF))
    ends[number(CLONE)] = [argument(0), (JUMP_ANY_SET, 0, 1, NAMESPACES), (RETURN, 0, 0, REFUSE), (RETURN, 0, 0, ALLOW)]
    ends[number(CLONE3)] = ends[-1]
    return ends


def search(stretches):
    """Finds the stretch of numbers that a call is in by halves."""
    if len(stretches) == 1:
        return stretches[0][1]
    middle = len(stretches) // 2
    below, above = search(stretches[:middle]), search(stretches[middle:])
    return [(JUMP_AT_LEAST, len(below), 0, stretches[middle][0]), *below, *above]


@functools.lru_cache
def filter_program(tester):
    audit, column = ARCHITECTURES[os.uname().machine]
    ends = verdicts(tester, column)
    stretches = [(number, end) for number, end in enumerate(ends) if number == 0 or end != ends[number - 1]]
    program = [(LOAD, 0, 0, 4), (JUMP_EQUAL, 1, 0, audit), (RETURN, 0, 0, END), (LOAD, 0, 0, 0), *search(stretches)]
    return b"".join(struct.pack("<HBBI", *step) for step in program), len(program)


def filter_calls(tester):
    """Leaves this process and all that it starts what an answer needs, for good."""
    code, steps = filter_program(tester)
    buffer = ctypes.create_string_buffer(code)

    class Program(ctypes.Structure):
        _fields_ = [("length", ctypes.c_ushort), ("steps", ctypes.c_void_p)]

    control(PR_SET_NO_NEW_PRIVS, 1)
    control(PR_SET_SECCOMP, 2, ctypes.byref(Program(steps, ctypes.addressof(buffer))))
