namespace Eval.Sandboxes.Worker.Confinement;

/// <summary>
/// The system calls that an answer may make, by their numbers on x86-64 and arm64 (<c>-</c> where there is none). What is not here is
/// refused:
/// other processes, signals to them, objects with names that outlive a process (queues, segments, semaphores, keys), memory that no limit
/// counts, marks on folders (attributes), and the parts of the kernel that attacks begin with.
/// </summary>
internal static class SystemCalls
{
    /// <summary>Calls that are new behind this number do not exist here: libraries then do what they did before.</summary>
    public const int FirstUnknown = 470;

    public const string Allowed =
        // Files: what can be reached is decided by mounts and the user.
        """
        read 0 63, write 1 64, open 2 -, openat 257 56, openat2 437 437, creat 85 -, close 3 57, close_range 436 436, lseek 8 62,
        pread64 17 67, pwrite64 18 68, readv 19 65, writev 20 66, preadv 295 69, pwritev 296 70, preadv2 327 286, pwritev2 328 287,
        stat 4 -, fstat 5 80, lstat 6 -, newfstatat 262 79, statx 332 291, statfs 137 43, fstatfs 138 44, access 21 -,
        faccessat 269 48, faccessat2 439 439, getdents 78 -, getdents64 217 61, getcwd 79 17, chdir 80 49, fchdir 81 50, mkdir 83 -,
        mkdirat 258 34, rmdir 84 -, rename 82 -, renameat 264 38, renameat2 316 276, link 86 -, linkat 265 37, unlink 87 -,
        unlinkat 263 35, symlink 88 -, symlinkat 266 36, readlink 89 -, readlinkat 267 78, chmod 90 -, fchmod 91 52,
        fchmodat 268 53, fchmodat2 452 452, chown 92 -, fchown 93 55, lchown 94 -, fchownat 260 54, umask 95 166, truncate 76 45,
        ftruncate 77 46, fallocate 285 47, fsync 74 82, fdatasync 75 83, sync_file_range 277 84, fadvise64 221 223,
        readahead 187 213, flock 73 32, utime 132 -, utimes 235 -, futimesat 261 -, utimensat 280 88, getxattr 191 8,
        lgetxattr 192 9, fgetxattr 193 10, listxattr 194 11, llistxattr 195 12, flistxattr 196 13, sendfile 40 71,
        copy_file_range 326 285, splice 275 76, tee 276 77, dup 32 23, dup2 33 -, dup3 292 24, pipe 22 -, pipe2 293 59,
        inotify_init 253 -, inotify_init1 294 26, inotify_add_watch 254 27, inotify_rm_watch 255 28, cachestat 451 451,
        """
        // Its own memory.
        + """
        mmap 9 222, mprotect 10 226, munmap 11 215, mremap 25 216, msync 26 227, mincore 27 232, madvise 28 233, brk 12 214,
        mlock 149 228, mlock2 325 284, munlock 150 229, munlockall 152 231, mbind 237 235, get_mempolicy 239 236,
        set_mempolicy 238 237, pkey_mprotect 329 288, pkey_alloc 330 289, pkey_free 331 290, membarrier 324 283,
        map_shadow_stack 453 453, mseal 462 462,
        """
        // Waiting and time; timers end with their process and signal nobody else.
        + """
        poll 7 -, ppoll 271 73, select 23 -, pselect6 270 72, epoll_create 213 -, epoll_create1 291 20, epoll_ctl 233 21,
        epoll_wait 232 -, epoll_pwait 281 22, epoll_pwait2 441 441, eventfd 284 -, eventfd2 290 19, signalfd 282 -,
        signalfd4 289 74, pause 34 -, nanosleep 35 101, clock_nanosleep 230 115, clock_gettime 228 113, clock_getres 229 114,
        gettimeofday 96 169, time 201 -, times 100 153, getitimer 36 102, setitimer 38 103, alarm 37 -, timer_create 222 107,
        timer_settime 223 110, timer_gettime 224 108, timer_getoverrun 225 109, timer_delete 226 111, timerfd_create 283 85,
        timerfd_settime 286 86, timerfd_gettime 287 87, restart_syscall 219 128,
        """
        // Its own threads and what the runtime does with signals.
        + """
        futex 202 98, futex_waitv 449 449, futex_wait 455 455, futex_wake 454 454, futex_requeue 456 456, set_robust_list 273 99,
        set_tid_address 218 96, rseq 334 293, sched_yield 24 124, getcpu 309 168, gettid 186 178, exit 60 93, exit_group 231 94,
        rt_sigaction 13 134, rt_sigprocmask 14 135, rt_sigreturn 15 139, rt_sigpending 127 136, rt_sigtimedwait 128 137,
        rt_sigsuspend 130 133, sigaltstack 131 132, arch_prctl 158 -, seccomp 317 277,
        """
        // Questions about itself and the system.
        + """
        getpid 39 172, getppid 110 173, getuid 102 174, geteuid 107 175, getgid 104 176, getegid 108 177, getgroups 115 158,
        getresuid 118 148, getresgid 120 150, getpgid 121 155, getpgrp 111 -, getsid 124 156, capget 125 90, uname 63 160,
        sysinfo 99 179, getrlimit 97 163, setrlimit 160 164, getrusage 98 165, getpriority 140 141, sched_getaffinity 204 123,
        sched_getparam 143 121, sched_getscheduler 145 120, sched_getattr 315 275, sched_get_priority_max 146 125,
        sched_get_priority_min 147 126, sched_rr_get_interval 148 127, ioprio_get 252 31, getrandom 318 278, wait4 61 260, waitid 247 95,
        """
        // What is done with a socket; whether there are any is decided when one is made.
        + """
        connect 42 203, accept 43 202, accept4 288 242, sendto 44 206, recvfrom 45 207, sendmsg 46 211, recvmsg 47 212,
        sendmmsg 307 269, recvmmsg 299 243, shutdown 48 210, bind 49 200, listen 50 201, getsockname 51 204, getpeername 52 205,
        setsockopt 54 208, getsockopt 55 209
        """;

    // Allowed as far as their arguments go.
    public static readonly SystemCall Clone = new(56, 220);
    public static readonly SystemCall Clone3 = new(435, 435);
    public static readonly SystemCall Signal = new(62, 129);
    public static readonly SystemCall SignalThread = new(234, 131);
    public static readonly SystemCall FileControl = new(72, 25);
    public static readonly SystemCall DeviceControl = new(16, 29);
    public static readonly SystemCall ProcessControl = new(157, 167);
    public static readonly SystemCall Limit = new(302, 261);
    public static readonly SystemCall SetAffinity = new(203, 122);
    public static readonly SystemCall SetScheduler = new(144, 119);
    public static readonly SystemCall SetPriority = new(141, 140);
    public static readonly SystemCall Socket = new(41, 198);
    public static readonly SystemCall SocketPair = new(53, 199);
    public static readonly SystemCall Map = new(9, 222);
    public static readonly SystemCall SetFilter = new(317, 277);

    /// <summary>
    /// What <c>fcntl</c> is for: descriptors, flags, locks, the sizes of pipes, seals. Not who is told by a signal (<c>F_SETOWN</c>,
    /// <c>F_SETSIG</c>),
    /// nor leases and watches, which work by signals too.
    /// </summary>
    public static readonly uint[] FileCommands = [0, 1, 2, 3, 4, 5, 6, 7, 36, 37, 38, 1030, 1031, 1032, 1033, 1034];

    /// <summary>
    /// What a console, a pipe, a socket and the copying of files ask for. Not who is told by a signal (<c>FIOSETOWN</c>, <c>SIOCSPGRP</c>).
    /// </summary>
    public static readonly uint[] DeviceCommands =
        [0x5401, 0x5402, 0x5403, 0x5404, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451, 0x40049409, 0x8912, 0x8913, 0x8915, 0x891B, 0x8927,
            0x8921];

    /// <summary>
    /// Names, slack of timers, questions, and further filters. Not who may trace it, nor what happens when its parent ends.
    /// </summary>
    public static readonly uint[] ProcessOptions = [2, 3, 15, 16, 21, 22, 23, 29, 30, 38, 39, 0x53564d41];

    /// <summary>Sockets of this machine, IPv4, IPv6, and questions about the network. No other family knows namespaces as well.</summary>
    public static readonly uint[] SocketFamilies = [1, 2, 10, 16];
}
