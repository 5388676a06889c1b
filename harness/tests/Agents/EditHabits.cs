using Eval.Results.Records;
using static Eval.Harness.Tests.Agents.Script;

namespace Eval.Harness.Tests.Agents;

/// <summary>How models change files, and what else they do to the files of a repository.</summary>
internal static class EditHabits
{
    private const string Diff =
        "diff --git a/purse/total.py b/purse/total.py\n--- a/purse/total.py\n+++ b/purse/total.py\n@@ -6,3 +6,3 @@ def total(amounts):\n   "
            + "  for amount in amounts:\n"
        + "-        result -= amount\n+        result += amount\n     return result\n";

    public static readonly IReadOnlyList<ScriptedAgent> All =
    [
        Habit("edit-here-document",
            Run("cat > purse/total.py <<'EOF'\ndef total(amounts):\n    return sum(amounts)\n\n\ndef change(paid, price):\n    return paid "
                + "- price\nEOF"),
            Submit),
        Habit("edit-python",
            Run("python3 -c \"p='purse/total.py'; s=open(p).read(); open(p,'w').write(s.replace('-= amount','+= amount'))\""), Submit),
        Habit("edit-python-here-document",
            Run("python3 - <<'EOF'\nfrom pathlib import Path\np = Path('purse/total.py')\np.write_text(p.read_text().replace('-= a', '+= "
                + "a'))\nEOF"),
            Submit),
        Habit("edit-perl", Run("perl -pi -e 's/-= amount/+= amount/' purse/total.py"), Submit),
        Habit("edit-awk", Run("awk '{ sub(/-= amount/, \"+= amount\"); print }' purse/total.py > /tmp/t && cp /tmp/t purse/total.py"),
            Submit),
        Habit("edit-git-apply", Run("cat > /tmp/fix.diff <<'EOF'\n" + Diff + "EOF\ngit apply /tmp/fix.diff"), Submit),
        Habit("edit-git-apply-in-the-copy", Run("cat > fix.diff <<'EOF'\n" + Diff + "EOF\ngit apply fix.diff"), Submit),
        Habit("edit-git-apply-by-half", Run("git apply <<'EOF'\n" + Diff.Replace("result -=", "sum -=", StringComparison.Ordinal)
            + "EOF"), FixIt, Submit),
        Habit("edit-patch", Run("patch -p1 <<'EOF'\n" + Diff + "EOF"), FixIt, Submit),
        Habit("edit-encoded", Run("echo '" + Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes(Fix)) + "' | base64 -d | bash"),
            Submit),
        Habit("edit-and-test", FixIt, Run("python3 -m pytest -q; python3 -c 'from purse.total import total; print(total([1, 2]))'"),
            Submit),
        Habit("edit-in-crlf", After("sed -i 's/POUND = 118/POUND = 119/' purse/rates.py; printf 'YEN = 1\\r\\n' >> purse/rates.py")),
        Habit("edit-crlf-to-lf", After("sed -i 's/\\r$//' purse/rates.py")).Ends(Verdict.Unresolved, "submitted"),
        Habit("edit-latin-1", After("printf 'Caf\\xe9s too.\\n' >> notes.txt")),
        Habit("edit-latin-1-to-utf-8", After("iconv -f latin1 -t utf8 notes.txt > n && mv n notes.txt"))
            .Ends(Verdict.Unresolved, "submitted"),
        Habit("edit-nothing", Run("ls -la; cat purse/*.py"), Submit).Ends(Verdict.NoCode, "submitted"),
        Habit("edit-and-back", After("sed -i 's/result += amount/result -= amount/' purse/total.py")).Ends(Verdict.NoCode, "submitted"),
        Habit("edit-mode-only", Run("chmod +x purse/total.py"), Submit).Ends(Verdict.Unresolved, "submitted"),
        Habit("edit-tests",
            After("sed -i 's/== 6/== 6 or True/' tests/test_change.py; echo 'def test_more(): pass' >> tests/test_change.py")),
        Habit("edit-hidden-test-file", After("printf 'def test_total(): pass\\n' > tests/test_total.py")),
        Habit("edit-ignored-file", After("mkdir -p build; echo x > a.log; echo 1 > build/made.py")),
        Habit("edit-that-needs-an-ignored-file",
            Run("mkdir build; echo 'SIGN = 1' > build/sign.py; touch build/__init__.py; sed -i '1i from build.sign import SIGN' "
                + "purse/total.py; "
            + "sed -i 's/-= amount/+= SIGN * amount/' purse/total.py"), Submit).Ends(Verdict.Unresolved, "submitted"),
        Habit("edit-without-last-line-end", After("truncate -s -1 purse/total.py")),
        Habit("edit-with-byte-order-mark", After("sed -i '1s/^/\\xef\\xbb\\xbf/' purse/total.py")),
        Habit("new-empty-file", After("touch purse/empty.py")),
        Habit("new-binary-file", After("head -c 5000 /dev/urandom > data.bin; printf '\\0\\1\\2' > z.dat")),
        Habit("new-links", After("ln -s purse/total.py link.py; ln -s /etc/passwd pw; ln -s nowhere dangling")),
        Habit("new-link-to-itself", After("ln -s . loop")),
        Habit("new-odd-names",
            After("touch -- '-rf' 'a b' $'n\\nl' 'q\"x' '\u00fc' 'back\\slash' $'bad\\xff' '*' ' lead'; echo x | tee ./-rf 'a b' '*' "
                + "$'bad\\xff'")).Quick(),
        Habit("deleted-file", After("rm tests/test_change.py")),
        Habit("deleted-package", After(Break)).Ends(Verdict.Unresolved, "submitted"),
        Habit("deleted-everything", Run("find . -mindepth 1 -delete"), Submit).Ends(Verdict.Unresolved, "submitted"),
        Habit("moved-file", After("git mv purse/total.py purse/sums.py; echo 'from purse.sums import *' > purse/total.py")),
        Habit("moved-repository", After("mkdir /tmp/moved; mv /testbed/* /testbed/.[a-z]* /tmp/moved/"))
            .Ends(Verdict.Unresolved, "submitted"),
        Habit("made-into-a-folder", After("rm purse/total.py; mkdir purse/total.py; echo 1 > purse/total.py/x"))
            .Ends(Verdict.Unresolved, "submitted"),
        Habit("steps-forever", FixIt, Run("true")).Ends(Verdict.Passed, "step_limit"),
        Habit("dear-calls", FixIt, new ScriptedReply { Text = Run("true"), InputTokens = 300_000 }).Ends(Verdict.Passed, "cost_limit"),
        Habit("slow-commands", FixIt, Run("sleep 3")).Ends(Verdict.Passed, "time_limit") with { Options = "--attempt-timeout 6" },
    ];
}
