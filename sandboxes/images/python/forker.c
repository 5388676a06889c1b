/* Process 1 of a container while answers run: forks a process for each, ends it and all that it started, and finds out whether anything
 * was left.
 *
 * It is C because of what a fork costs: each page that either side writes to afterwards is copied. An interpreter writes to hundreds of its
 * pages with every step; this loop writes to its stack. No test and no answer ever passes through here: an order is three numbers and two
 * descriptors. */

#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define MOMENT_MS 1000
#define MAX_ROUNDS 1000
#define MAX_CHILDREN_CHARS 65536
#define HANDED 2

enum next { ANSWER = 0, CLEAR = 1 };

/* What process 1 is told to do, by the tests' process: the limits of an answer, with the ends of its calls and of what it prints. */
struct order {
    uint64_t cpu, memory, output;
};

/* How an answer's process ended. */
struct report {
    uint8_t left_alone, is_clean;
    int32_t status;
    uint64_t cpu_us, system_us, peak;
} __attribute__((packed));

struct forker {
    int32_t orders, children, tester, user;
    int32_t folder_count, path_count;
    const int32_t *folders;
    const char *const *paths;
};

static char buffer[MAX_CHILDREN_CHARS];

static void leave(void) { _exit(1); }

/* Takes one order and what is handed over with it. */
static void take(const struct forker *forker, struct order *order, int handed[HANDED]) {
    union {
        struct cmsghdr head;
        char space[CMSG_SPACE(sizeof(int) * HANDED)];
    } control;
    struct iovec part = {order, sizeof *order};
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control};
    ssize_t length = recvmsg(forker->orders, &message, 0);
    struct cmsghdr *head = CMSG_FIRSTHDR(&message);
    /* Without the tests' process nothing leads out of here. */
    if (length != sizeof *order || head == NULL || head->cmsg_type != SCM_RIGHTS || head->cmsg_len != CMSG_LEN(sizeof(int) * HANDED))
        leave();
    memcpy(handed, CMSG_DATA(head), sizeof(int) * HANDED);
}

static void limit(int what, uint64_t soft, uint64_t hard) {
    struct rlimit both = {soft, hard};
    if (setrlimit(what, &both) != 0) _exit(126);
}

/* Turns a process that was just forked into an answer's: its descriptors, limits and user. */
static void become(const struct forker *forker, const struct order *order, const int handed[HANDED]) {
    /* Descriptor 0 is empty already. */
    if (dup2(handed[1], 1) < 0 || dup2(handed[1], 2) < 0 || dup2(handed[0], 3) < 0 || close_range(4, ~0U, 0) != 0) _exit(126);
    setsid();
    limit(RLIMIT_CPU, order->cpu, order->cpu + 1);
    limit(RLIMIT_AS, order->memory, order->memory);
    limit(RLIMIT_FSIZE, order->output, order->output);
    limit(RLIMIT_NOFILE, 256, 256);
    limit(RLIMIT_CORE, 0, 0);
    if (setresuid(forker->user, forker->user, forker->user) != 0) _exit(126);
}

static void kill_one(pid_t child) { kill(child, SIGKILL); }

static void wait_for_one(pid_t child) { waitpid(child, NULL, 0); }

/* Does something with each child in the buffer that is not the tests' process; returns how many there are. */
static int each_stray(const struct forker *forker, void (*does)(pid_t)) {
    int strays = 0;
    for (char *next = buffer, *end;; next = end) {
        pid_t child = strtol(next, &end, 10);
        if (end == next) return strays;
        if (child == forker->tester) continue;
        strays++;
        does(child);
    }
}

/* Kills whatever an answer started, wherever it hid; orphans become children of process 1. */
static int end_strays(const struct forker *forker) {
    for (int round = 0; round < MAX_ROUNDS; round++) {
        ssize_t length = pread(forker->children, buffer, sizeof buffer - 1, 0);
        if (length < 0) return 0;
        buffer[length] = 0;
        if (each_stray(forker, kill_one) == 0) return 1;
        each_stray(forker, wait_for_one);
    }
    return 0;
}

/* Whether a folder holds nothing but itself and the one above. What else is in it is not kept where the next answer could read it. */
static int is_empty(int folder) {
    int entries = 0;
    if (lseek(folder, 0, SEEK_SET) != 0) return 0;
    for (;;) {
        long length = syscall(SYS_getdents64, folder, buffer, sizeof buffer);
        if (length < 0) return 0;
        if (length == 0) return entries <= 2;
        for (long at = 0; at < length; at += ((struct dirent64 *)(buffer + at))->d_reclen) entries++;
        explicit_bzero(buffer, length);
    }
}

static int is_all_empty(const struct forker *forker) {
    for (int i = 0; i < forker->folder_count; i++)
        if (!is_empty(forker->folders[i])) return 0;
    return 1;
}

/* Whoever may write may also leave a time. */
static int set_times_back(const struct forker *forker) {
    static const struct timespec first[2];
    for (int i = 0; i < forker->path_count; i++)
        /* A device of the machine itself, where the engine has no rights of root: its time becomes this moment. */
        if (utimensat(AT_FDCWD, forker->paths[i], first, 0) != 0
            && (errno != EPERM || utimensat(AT_FDCWD, forker->paths[i], NULL, 0) != 0))
            return 0;
    return 1;
}

/* Waits until an answer's process leaves or is to be ended, and ends it; returns whether the tests' process has said so. */
static int end(const struct forker *forker, pid_t answer, struct report *report) {
    int handle = syscall(SYS_pidfd_open, answer, 0);
    if (handle < 0) leave();
    struct pollfd watched[2] = {{handle, POLLIN, 0}, {forker->orders, POLLIN, 0}};
    while (poll(watched, 2, -1) < 0)
        if (errno != EINTR) leave();
    report->left_alone = watched[0].revents != 0;
    int is_told = !report->left_alone;
    if (is_told) {
        char order;
        if (recv(forker->orders, &order, 1, 0) != 1) leave();
        /* It hung up; a process that ends does so a moment before it can be waited for. */
        if (order == 'L') report->left_alone = poll(watched, 1, MOMENT_MS) > 0;
        if (!report->left_alone) kill(answer, SIGKILL);
    }
    struct rusage usage;
    int status;
    if (wait4(answer, &status, 0, &usage) != answer) leave();
    close(handle);
    report->status = status;
    report->system_us = usage.ru_stime.tv_sec * 1000000ULL + usage.ru_stime.tv_usec;
    report->cpu_us = report->system_us + usage.ru_utime.tv_sec * 1000000ULL + usage.ru_utime.tv_usec;
    report->peak = (uint64_t)usage.ru_maxrss << 10;
    return is_told;
}

/* Forks, without what the interpreter does around a fork of its own: that is for other threads and for what registered for it, and there
 * is none. */
static pid_t start(void) {
    pid_t process = fork();
    if (process < 0) leave();
    return process;
}

/* Serves orders. Returns in each process of an answer, and in one that is to clear what answers have left: nothing of that is read in
 * process 1, which all answers inherit. */
int serve(const struct forker *forker) {
    for (;;) {
        struct order order;
        struct report report;
        int handed[HANDED];
        take(forker, &order, handed);
        pid_t process = start();
        if (process == 0) {
            become(forker, &order, handed);
            return ANSWER;
        }
        close(handed[0]);
        close(handed[1]);
        int is_told = end(forker, process, &report);
        report.is_clean = end_strays(forker);
        if (report.is_clean && !is_all_empty(forker)) {
            process = start();
            if (process == 0) return CLEAR;
            report.is_clean = waitpid(process, NULL, 0) == process && is_all_empty(forker);
        }
        report.is_clean = report.is_clean && set_times_back(forker);
        char last;
        if (!is_told && recv(forker->orders, &last, 1, 0) != 1) leave();
        if (send(forker->orders, &report, sizeof report, MSG_NOSIGNAL) != sizeof report) leave();
    }
}
