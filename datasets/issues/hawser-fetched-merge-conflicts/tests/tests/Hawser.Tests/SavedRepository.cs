namespace Hawser.Tests;

/// <summary>
/// A repository as it was saved before the correction: cloned with a depth of two, then the rest was fetched (see
/// <see cref="Stories.Deepen"/>), then a file was committed. The branch fix stands at the third commit.
/// </summary>
internal static class SavedRepository
{
    public static string Text => Saved.ReplaceLineEndings("\n") + "\n";

    private const string Saved = """
        hawser repository 1
        object blob 8
        read me

        object blob 40
        alpha
        beta
        gamma
        delta
        epsilon
        zeta
        eta

        object tree 110
        file 6449cb54f15b04f009437e55eed5cce873f68c28 docs.txt
        file e9d04f28e6b3f90d74896ca269d755984f456e36 plan.txt

        object commit 186
        tree 8bae563634b978007647e99f250b1938cfc660b3
        parent 1d60b10f0ab7dda98267ebf939f71f66d7e4aeb5
        author Ben <ben@example.org> 1714986180 0
        committer Ben <ben@example.org> 1714986180 0

        docs
        object blob 41
        alpha
        beta
        gamma3
        delta
        epsilon
        zeta
        eta

        object tree 55
        file 3dbae549bff60cc73b0b6fbe2e05ff6cc1011f8c plan.txt

        object commit 188
        tree f8ee0193f3538df6f5ffe1ef46634e862c82160d
        parent 197277cc4d260859c08a1a7a7d1eb8c7bd879deb
        author Ben <ben@example.org> 1714986240 0
        committer Ben <ben@example.org> 1714986240 0

        fourth
        object tree 110
        file 6449cb54f15b04f009437e55eed5cce873f68c28 docs.txt
        file 3dbae549bff60cc73b0b6fbe2e05ff6cc1011f8c plan.txt

        object commit 250
        tree 413cdc83d9db493800a258aefa75586a7d6f4fe5
        parent 1dcbed5edc0fe39bf24bd8b8637bc9efa12d8766
        parent 3836aa79e6136cc0ea1e82b038e42f6ab10cef60
        author Ben <ben@example.org> 1714986300 0
        committer Ben <ben@example.org> 1714986300 0

        Merge docs into main
        object tree 55
        file e9d04f28e6b3f90d74896ca269d755984f456e36 plan.txt

        object commit 139
        tree 78d7b0e2171d9f17f137327d6655f3608b7792e4
        author Ben <ben@example.org> 1714986000 0
        committer Ben <ben@example.org> 1714986000 0

        first
        object blob 20
        not needed for long

        object tree 109
        file 915f4f585970e356874a8816332b36e36227642b old.txt
        file e9d04f28e6b3f90d74896ca269d755984f456e36 plan.txt

        object commit 188
        tree 13eeec6f3d354216677029723f1b455a831c0316
        parent 1d60b10f0ab7dda98267ebf939f71f66d7e4aeb5
        author Ben <ben@example.org> 1714986060 0
        committer Ben <ben@example.org> 1714986060 0

        second
        object blob 41
        alpha
        beta
        gamma2
        delta
        epsilon
        zeta
        eta

        object tree 109
        file 915f4f585970e356874a8816332b36e36227642b old.txt
        file 546d4ee1a029a781ab4ae2be4a7b01b00efa9333 plan.txt

        object commit 187
        tree 0ef6c1e78d98cd7c44108f815eba67863e29802a
        parent aacc8a6272aef8508506d2202d08d169cccdb2b5
        author Ben <ben@example.org> 1714986120 0
        committer Ben <ben@example.org> 1714986120 0

        third
        object blob 42
        alpha
        beta
        gamma2
        delta
        epsilon
        zeta
        eta2

        object tree 109
        file 915f4f585970e356874a8816332b36e36227642b old.txt
        file acde3d88159c2b283f837aa1efc4a947906bac9b plan.txt

        object commit 187
        tree 4a3f2160e7213aaa6ff64f77353a43c69e93ed93
        parent 197277cc4d260859c08a1a7a7d1eb8c7bd879deb
        author Ben <ben@example.org> 1714986360 0
        committer Ben <ben@example.org> 1714986360 0

        topic
        object blob 2
        1

        object tree 165
        file 6449cb54f15b04f009437e55eed5cce873f68c28 docs.txt
        file b3235bed7e38dc7d6477c31fce618d77cba1f10d mine.txt
        file 3dbae549bff60cc73b0b6fbe2e05ff6cc1011f8c plan.txt

        object commit 186
        tree a598c35e30a32408196be85e098378fe8b15ba2f
        parent 9fe294581abc531dce3dc2400115099fbfe2a853
        author Ben <ben@example.org> 1714986420 0
        committer Ben <ben@example.org> 1714986420 0

        mine
        commit 3836aa79e6136cc0ea1e82b038e42f6ab10cef60 1
        commit 1dcbed5edc0fe39bf24bd8b8637bc9efa12d8766 1
        commit 9fe294581abc531dce3dc2400115099fbfe2a853 2
        commit 1d60b10f0ab7dda98267ebf939f71f66d7e4aeb5 1
        commit aacc8a6272aef8508506d2202d08d169cccdb2b5 2
        commit 197277cc4d260859c08a1a7a7d1eb8c7bd879deb 3
        commit 4fc1a77435c2cc913e3a93cd2d10ee1d8892d8b0 4
        commit 11a6d560483a139e392bf377e7f9654e045e1f37 3
        reference 197277cc4d260859c08a1a7a7d1eb8c7bd879deb refs/heads/fix
        reference 11a6d560483a139e392bf377e7f9654e045e1f37 refs/heads/main
        reference 3836aa79e6136cc0ea1e82b038e42f6ab10cef60 refs/remotes/origin/docs
        reference 9fe294581abc531dce3dc2400115099fbfe2a853 refs/remotes/origin/main
        reference 4fc1a77435c2cc913e3a93cd2d10ee1d8892d8b0 refs/remotes/origin/topic
        on-branch refs/heads/main
        file docs.txt 8
        read me

        file mine.txt 2
        1

        file plan.txt 41
        alpha
        beta
        gamma3
        delta
        epsilon
        zeta
        eta

        end
        """;
}
