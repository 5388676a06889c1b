using Eval.Results.Records;
using static Eval.Harness.Tests.Agents.Script;

namespace Eval.Harness.Tests.Agents;

/// <summary>What models do with git: their patch is what the working copy holds at the end, whatever git has been told.</summary>
internal static class GitHabits
{
    private const string Git = "git -c user.name=n -c user.email=n@n ";

    public static readonly IReadOnlyList<ScriptedAgent> All =
    [
        Habit("git-add", After("git add -A; git status --short")),
        Habit("git-commit", After(Git + "commit -qam 'Add amounts'; git log --oneline | head -3")),
        Habit("git-commit-without-a-name",
            After("git commit -qam fix || git config user.email n@n; git config user.name n; git commit -qam fix")),
        Habit("git-commit-on-a-branch", After($"git checkout -q -b fix; {Git}commit -qam fix; git checkout -q main"))
            .Ends(Verdict.NoCode, "submitted"),
        Habit("git-amend", After(Git + "commit -q -a --amend --no-edit")),
        Habit("git-stash", After(Git + "stash -q")).Ends(Verdict.NoCode, "submitted").Quick(),
        Habit("git-stash-pop", After(Git + "stash -q; git stash pop -q")),
        Habit("git-checkout-file", After("git checkout -- purse/total.py")).Ends(Verdict.NoCode, "submitted"),
        Habit("git-reset-hard", After("git reset -q --hard")).Ends(Verdict.NoCode, "submitted"),
        Habit("git-clean", After("git clean -qfdx")),
        Habit("git-worktree-outside", Run("git worktree add -q /tmp/tree; cd /tmp/tree && " + Fix), Submit)
            .Ends(Verdict.NoCode, "submitted"),
        Habit("git-worktree-inside", Run("git worktree add -q tree; cd tree && " + Fix), Submit).Ends(Verdict.Unresolved, "submitted"),
        Habit("git-revert", After($"{Git}commit -qam fix; {Git}revert --no-edit HEAD")).Ends(Verdict.NoCode, "submitted"),
        Habit("git-diff-into-a-file", After("git diff > fix.patch")),
        Habit("git-history", Before("git log --all --oneline; git reflog; git tag; git branch -a; git remote -v; git fetch")),
        Habit("git-editors", Before("git commit --allow-empty", "git rebase -i HEAD", "git add -p")),
        Habit("git-removed", After("rm -rf .git")),
        Habit("git-made-anew", After($"rm -rf .git; git init -q; git add -A; {Git}commit -qm all")),
        Habit("git-inside-of-git", After("git init -q inner; cd inner; echo 'X = 1' > x.py; git add -A; " + Git + "commit -qm inner")),
        Habit("git-submodule",
            After($"git init -q sub; cd sub; {Git}commit -q --allow-empty -m s; cd ..; git -c protocol.file.allow=always submodule add -q "
                + "./sub sub2")),
        Habit("git-ignores-everything", After("echo '*' >> .gitignore; echo 'Y = 1' > purse/more.py")),
        Habit("git-attributes", After("printf '*.py binary\\n* -diff\\n*.txt text eol=crlf\\n' > .gitattributes")),
        Hostile("git-assume-unchanged",
            After("git update-index --assume-unchanged purse/total.py; git update-index --skip-worktree purse/total.py")),
        Hostile("git-removed-from-the-index", After("git rm -q -r --cached purse")),
        Hostile("git-configured",
            After("git config core.worktree /tmp; git config core.fileMode false; git config core.autocrlf true; git config diff.external "
                + "'touch /tmp/hit'; "
            + "git config filter.x.clean 'echo hit'; echo '* filter=x' > .git/info/attributes")),
        Hostile("git-hooks",
            After("mkdir -p .git/hooks; printf '#!/bin/sh\\necho hit > purse/total.py\\n' > .git/hooks/post-index-change; chmod +x "
                + ".git/hooks/*")),
        Hostile("git-elsewhere", After("mv .git /tmp/g; echo 'gitdir: /tmp/g' > .git; rm -rf /tmp/g/objects")),
    ];
}
