using System.Globalization;

namespace Eval.Sandboxes.Workspaces;

/// <summary>
/// Compares a working copy with its base. Nothing that was done to the copy keeps the rest of a change from being told: what cannot be part
/// of a patch is left out, by size and number alone, and named.
/// </summary>
internal static class WorkspaceComparison
{
    /// <summary>How long a patch may be.</summary>
    public const int MaxPatchBytes = 16 << 20;

    /// <summary>How much is compared of files that are new or of another length, the shortest first. More could not be a patch.</summary>
    private const int MaxComparedBytes = 64 << 20;

    private const int MaxComparedFiles = 20_000;
    private const int MaxNames = 20;

    /// <summary>
    /// Runs as the commands' user, whose files they are. A folder that was made a repository of its own holds files like any other, and
    /// what its owner may not read is no reason to lose the rest. Pipes and sockets are no part of a patch.
    /// </summary>
    public const string Prepare = $"""
        chmod -R u+rwX,go+rX .
        find . -mindepth 2 -name .git -prune -print0 | while IFS= read -r -d '' own; do
          [ -e "{Workspace.BaseFolder}/$own" ] || rm -rf "$own"
        done
        find . \( -type p -o -type s \) -delete
        exit 0
        """;

    /// <summary>
    /// Runs as a user whose files commands cannot touch. Prints what was left out, as a number and entries of bytes and a name, then the
    /// patch. What git is told in the copy (settings, hooks, history) has no part in it.
    /// </summary>
    public static string Compare { get; } = string.Create(
        CultureInfo.InvariantCulture,
        $$"""
        exec 2>/dev/null
        export LC_ALL=C HOME={{ContainerSettings.ScratchFolder}}/comparison GIT_CONFIG_NOSYSTEM=1 GIT_ATTR_NOSYSTEM=1
        s=$HOME
        g="git -c core.fsmonitor=false -c core.hooksPath=/dev/null -c safe.directory=* -c core.quotePath=true -c diff.noprefix=false"
        g="$g -c core.protectNTFS=false -c core.protectHFS=false"

        # A git folder of its own with the base's objects. What attributes have git make of a file when it keeps it is not what is there.
        rm -rf $s; mkdir -p $s/git/objects/info $s/git/refs $s/git/info && cd {{Workspace.Folder}} || exit 90
        $g --git-dir={{Workspace.BaseFolder}}/.git rev-parse HEAD > $s/git/HEAD || exit 90
        echo {{Workspace.BaseFolder}}/.git/objects > $s/git/objects/info/alternates
        echo '{{Workspace.AttributesAsIs}} !diff' > $s/git/info/attributes
        export GIT_DIR=$s/git GIT_WORK_TREE={{Workspace.Folder}}

        # From "bytes name", the shortest first: keeps names up to a sum of bytes, and tells the others.
        keep() {
          local bytes=0 count=0 entry
          while IFS= read -r -d '' entry && [ $count -lt {{MaxComparedFiles}} ]; do
            [ $((bytes += ${entry%% *})) -le {{MaxComparedBytes}} ] || break
            printf '%s\0' "${entry#* }"
            count=$((count + 1))
          done < $1
          tail -z -n +$((count + 1)) $1 >> $s/left
        }
        sizes() { xargs -0 -r stat --printf '%s %n\0' -- | sort -z; }

        $g read-tree HEAD || exit 91
        $g ls-files -z > $s/tracked
        base=HEAD
        if grep -z -q -E '(^|/)\.gitattributes$' $s/tracked; then
          (cd {{Workspace.BaseFolder}} && GIT_WORK_TREE=$PWD $g add -u -- .) && base=$($g write-tree) || exit 91
        fi
        (cd {{Workspace.BaseFolder}} && sizes < $s/tracked) > $s/base
        sizes < $s/tracked | comm -z -13 $s/base - | sort -z -n > $s/changed
        : > $s/left
        keep $s/changed > $s/kept
        cut -z -d ' ' -f 2- $s/left | $g update-index --assume-unchanged -z --stdin || exit 91
        $g add -u -- . || exit 91
        $g ls-files -o -z --exclude-standard | grep -z -v -i -E '(^|/)\.git(/|$)' | sizes | sort -z -n > $s/new
        keep $s/new > $s/kept
        $g update-index --add -z --stdin < $s/kept || exit 91

        diff() { $g diff --cached --binary --no-color --no-ext-diff --no-textconv $base > $s/patch; }
        diff || exit 91
        # A patch is kept as text. Lines in another encoding than UTF-8 are told as git tells what is no text.
        if ! iconv -f UTF-8 -t UTF-8 $s/patch > /dev/null; then
          echo '* -diff' >> $s/git/info/attributes
          diff || exit 92
        fi

        # Of what is too long as a whole, the longest files are left out.
        bytes=$(stat -c %s $s/patch)
        mapfile -t at < <(grep -a -b -o '^diff --git ' $s/patch | cut -d : -f 1)
        [ $bytes -gt {{MaxPatchBytes}} ] || at=()
        mapfile -d '' -t names < <([ ${#at[@]} -eq 0 ] || $g diff --cached --name-only -z $base)
        at+=($bytes)
        for ((i = 0; i + 1 < ${#at[@]}; i++)); do echo $((at[i + 1] - at[i])) $i; done | sort -k 1,1n -k 2,2n > $s/parts
        total=0
        while [ ${#at[@]} -gt 1 ] && read -r size i; do
          [ $((total += size)) -le {{MaxPatchBytes}} ] || { drop[i]=1; printf '%s %s\0' $size "${names[i]}" >> $s/left; }
        done < $s/parts

        sort -z -n -r $s/left > $s/told
        tr -cd '\0' < $s/told | wc -c | tr '\n' '\0'
        head -z -n {{MaxNames}} $s/told
        from=0
        for ((i = 0; i + 1 < ${#at[@]}; i++)); do
          [ "${drop[i]}" ] || continue
          tail -c +$((from + 1)) $s/patch | head -c $((at[i] - from))
          from=${at[i + 1]}
        done
        tail -c +$((from + 1)) $s/patch
        """);

    /// <summary>Reads what comparing printed.</summary>
    public static WorkspaceDiff Parse(string printed)
    {
        var at = printed.IndexOf('\0', StringComparison.Ordinal);
        var count = int.Parse(printed.AsSpan(0, at), NumberStyles.None, CultureInfo.InvariantCulture);
        var leftOut = new List<string>();
        for (at++; leftOut.Count < Math.Min(count, MaxNames); at++)
        {
            var end = printed.IndexOf('\0', at);
            var entry = printed[at..end].Split(' ', 2);
            var bytes = long.Parse(entry[0], CultureInfo.InvariantCulture);
            leftOut.Add(string.Create(CultureInfo.InvariantCulture, $"{entry[1]} ({bytes:N0} bytes)"));
            at = end;
        }

        if (count > leftOut.Count)
        {
            leftOut.Add(string.Create(CultureInfo.InvariantCulture, $"{count - leftOut.Count:N0} more files"));
        }

        return new WorkspaceDiff(printed[at..]) { LeftOut = leftOut.Count == 0 ? [] : leftOut };
    }
}
