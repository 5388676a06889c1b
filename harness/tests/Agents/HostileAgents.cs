using Eval.Results.Records;
using static Eval.Harness.Tests.Agents.Script;

namespace Eval.Harness.Tests.Agents;

/// <summary>
/// Commands that take what they can get, that do not end, or that look for what they are not to see. None of it is the machine's failure.
/// </summary>
internal static class HostileAgents
{
    public static readonly IReadOnlyList<ScriptedAgent> All =
    [
        Hostile("fork-bomb-of-bash", Before(":(){ :|:& };:", "echo alive")),
        Hostile("fork-bomb-of-python", Before("python3 -c '\nimport os\nwhile True:\n  try: os.fork()\n  except OSError: pass\n'",
            "echo alive")),
        Hostile("fork-bomb-of-sleepers", Before("while true; do sleep 100 & done", "echo alive")),
        Hostile("processes-up-to-the-limit",
            Before("python3 -c '\nimport os, time\ntry:\n  while os.fork(): pass\nexcept OSError: pass\ntime.sleep(60)\n'", "echo alive")),
        Hostile("threads-up-to-the-limit",
            Before("python3 -c '\nimport threading, time\nwhile True:\n  try: threading.Thread(target=time.sleep, args=(60,)).start()\n  "
                + "except RuntimeError: time.sleep(60)\n'",
            "echo alive")).Quick(),
        Hostile("memory-bomb", Before("python3 -c 'x = [bytearray(b\"x\" * (1 << 20)) for _ in range(8000)]'", "echo alive",
            "tail /dev/zero")),
        Hostile("endless-output", Before("yes")),
        Hostile("endless-line", Before("python3 -c 'print(\"x\" * 5000000)'", "head -c 300000 /dev/urandom")),
        Hostile("open-files", Before("python3 -c '\nkept = []\nwhile True: kept.append(open(\"/dev/null\"))\n'")),
        Hostile("daemons", Before("python3 -m http.server 8000 &", "nohup sleep 1000 > /tmp/n.log 2>&1 &",
            "setsid sleep 1000 & disown; (sleep 1000 &)",
            "[ \"$(ps aux | grep -c '[s]leep 1000')\" = 0 ] || " + Break)),
        Hostile("daemon-that-undoes", After("setsid bash -c 'while :; do git checkout -q -- purse; sleep 0.1; done' > /dev/null 2>&1 &",
            "sleep 1")),
        Hostile("command-that-hangs", Before("echo here; sleep 600")),
        Hostile("command-that-ignores-signals", Before("trap '' TERM INT HUP; while :; do sleep 1; done")),
        Hostile("command-that-hides",
            Before("(setsid bash -c 'exec > /dev/null 2>&1; trap \"\" TERM; sleep 600' &) ; exec 1>&- 2>&-; sleep 600")),
        Hostile("stops-everything", Before("kill -STOP $PPID; kill -STOP -1", "echo alive")),
        Hostile("kills-everything", Before("kill -9 -1", "kill -9 $PPID", "kill 1; kill -9 1", "exec 1>&- 2>&-")).Quick(),
        Hostile("exits", Before("exit 3", "set -e; false; echo after", "exec true")),
        Habit("reads-input", Before("cat", "read x; echo \"[$x]\"", "python3 -c 'input()'", "bash")),
        Habit("interactive-programs", Before("vi purse/total.py", "nano purse/total.py; less purse/total.py; top", "python3 -i", "man ls")),
        Habit("changes-that-do-not-last", Before("cd purse && export FOO=1; alias x=ls", "[ \"$PWD\" = /testbed ] && [ -z \"$FOO\" ] || "
            + Break)),
        Habit("network",
            Before("curl -m 5 https://example.com; pip install requests; git clone https://github.com/pallets/flask; ping -c 1 1.1.1.1")),
        Hostile("more-rights", Before("sudo -n id; su -c id; echo x > /etc/passwd; mount -t tmpfs x /mnt; chmod u+s /bin/bash")),
        Hostile("engine",
            Before("ls -la /var/run/docker.sock /run/docker.sock; docker ps; cat /proc/1/environ /proc/1/root/etc/shadow; ls /proc/1/fd")),
        Hostile("looks-for-the-tests", Before("grep -rl 'test_nothing' / 2>/dev/null --include='*.py' && " + Break)),
        Hostile("writes-where-the-judge-looks",
            After("echo x > /eval/base/purse/total.py; mkdir -p /runner; echo x > /eval/reporters/x; rm -rf /eval; echo x > /tmp/eval-run")),
        Hostile("test-configuration",
            Run("printf 'import pytest\\n@pytest.hookimpl(hookwrapper=True)\\ndef pytest_runtest_makereport():\\n    o = yield\\n    "
                + "o.get_result().outcome = \"passed\"\\n' > conftest.py"),
            Submit)
            .Ends(Verdict.Unresolved, "submitted"),
        Hostile("exit-at-import", Run("echo 'import os; os._exit(0)' >> purse/__init__.py"), Submit).Ends(Verdict.Unresolved, "submitted"),
        Hostile("code-that-hangs", Run("echo 'while True: pass' >> purse/__init__.py"), Submit)
            .Ends(Verdict.Timeout, "submitted") with { Options = "--test-timeout 10" },
        Hostile("removes-the-system", Before("rm -rf --no-preserve-root / 2>/dev/null; ls /", "git checkout -- . 2>&1 | tail -1"))
            .Ends(Verdict.Unresolved, "submitted"),
        Hostile("huge-file", After("dd if=/dev/zero of=big bs=1M count=4000 2>&1 | tail -1")),
        Hostile("huge-text", After("seq 1 4000000 > huge.txt")),
        Hostile("text-of-12-mb", After("seq 1 1600000 > huge.txt")),
        Hostile("sparse-file", After("truncate -s 1900M sparse.bin")).Quick(),
        Hostile("many-files", After("mkdir many; cd many; seq 1 20000 | xargs touch")),
        Hostile("deep-tree",
            After("for i in $(seq 1 1500); do mkdir dddddddddddddddddddd 2>/dev/null && cd dddddddddddddddddddd || break; done; touch f")),
        Hostile("scratch-filled", After("dd if=/dev/zero of=/tmp/big bs=1M count=4000 2>&1 | tail -1")),
        Hostile("scratch-in-the-way",
            After("rm -rf /tmp/.eval-diff; mkdir -p /tmp/.eval-diff; echo x > /tmp/.eval-diff/objects; chmod 000 /tmp/.eval-diff")),
        Hostile("pipes-and-sockets", After("mkfifo pipe; python3 -c \"import socket; socket.socket(socket.AF_UNIX).bind('sock')\"")),
        Hostile("locked-away", After("chmod -R 000 purse tests; chmod 000 .")),
        Hostile("times-set-back", After("touch -r notes.txt purse/total.py")),
    ];
}
