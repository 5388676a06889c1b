using System.Security.Cryptography;
using System.Text;

namespace Eval.Harness.Issues.Canaries;

/// <summary>
/// The hidden tests as they are run once: under new names, in another order, among twins of theirs and comparisons of which only this knows
/// how they must come out.
/// </summary>
internal sealed class Disguise
{
    private const string Letters = "abcdefghijklmnopqrstuvwxyz";
    private const int NameChars = 12;
    private const int Comparisons = 4;
    private const int MaxNumber = 10_000;
    private readonly Dictionary<string, Mask> _masks = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _files = new(StringComparer.Ordinal);
    private readonly CanaryPlan _plan;

    private Disguise(CanaryPlan plan) => _plan = plan;

    /// <summary>The files to run instead of the hidden ones.</summary>
    public IReadOnlyDictionary<string, string> Files => _files;

    /// <summary>What stands behind each made-up name.</summary>
    public IReadOnlyDictionary<string, Mask> Masks => _masks;

    public bool IsDraft => _plan.IsDraft;

    /// <summary>Makes up a disguise; no two are alike.</summary>
    public static Disguise Create(CanaryPlan plan)
    {
        var disguise = new Disguise(plan);
        var files = plan.Files.Select(file => TestFile.Read(file.Key, file.Value)).OfType<TestFile>().ToList();
        // Comparisons stand among the tests that decide.
        var home = files.FirstOrDefault(file => plan.Twins.Any(twin => twin.File == file.Path)) ?? files[0];
        var beside = home.Tests.FirstOrDefault(test => plan.Twins.Any(twin => twin.File == home.Path && twin.TestStart == test.Start))
            ?? home.Tests[0];
        foreach (var file in files)
        {
            disguise._files[file.Path] = disguise.Write(file, file == home ? beside : null);
        }

        return disguise;
    }

    private string Write(TestFile file, HiddenTest? beside)
    {
        var twins = _plan.Twins.Where(twin => twin.File == file.Path).ToLookup(twin => twin.TestStart);
        var places = new Dictionary<HiddenTest, IReadOnlyList<string>>();
        foreach (var container in file.Tests.GroupBy(test => test.Container))
        {
            var groups = container.Select(test => (Test: test, Pieces: Pieces(file, test, twins[test.Start]))).ToList();
            if (beside is not null && container.Contains(beside))
            {
                groups.Single(group => group.Test == beside).Pieces.AddRange(ComparisonsLike(file, beside));
            }

            var all = Shuffled(groups.SelectMany(group => group.Pieces));
            for (var i = 0; i < groups.Count; i++)
            {
                places[groups[i].Test] = _plan.KeepsOrder
                    ? Shuffled(groups[i].Pieces) : [.. all.Where((_, piece) => piece % groups.Count == i)];
            }
        }

        var parts = new StringBuilder();
        var at = 0;
        foreach (var test in file.Tests)
        {
            parts.Append(file.Text, at, test.Start - at).AppendJoin('\n', places[test]);
            at = test.End;
        }

        return parts.Append(file.Text, at, file.Text.Length - at).ToString();
    }

    private List<string> Pieces(TestFile file, HiddenTest test, IEnumerable<WrongTwin> twins) =>
        _plan.KeptNames.Contains(test.Name) || !file.IsRenamable(test)
            ? [file.Text[test.Start..test.End]]
            : [Renamed(file, test, null), .. twins.Select(twin => Renamed(file, test, twin))];

    private string Renamed(TestFile file, HiddenTest test, WrongTwin? twin)
    {
        var mask = twin is null
            ? new Mask(test.IsTable ? "" : test.Name, MaskKind.Hidden, (file.Path, test.Start))
            : new Mask($"{test.Name} with {twin.Literal}", MaskKind.MustFail, (file.Path, test.Start), twin);
        var name = NewName(file.Syntax, mask with { IsPrefix = test.IsTable }) + (test.IsTable ? " " : "");
        (int Start, int End, string Text)[] edits = twin is null ? [(test.NameStart, test.NameEnd, name)]
            : [(test.NameStart, test.NameEnd, name), (twin.LiteralStart, twin.LiteralEnd, twin.Literal)];
        var piece = file.Text[test.Start..test.End];
        foreach (var (start, end, instead) in edits.OrderByDescending(edit => edit.Start))
        {
            piece = piece[..(start - test.Start)] + instead + piece[(end - test.Start)..];
        }

        return piece;
    }

    /// <summary>Some hold and some do not, at least one of each; which do is nowhere but here.</summary>
    private IEnumerable<string> ComparisonsLike(TestFile file, HiddenTest like)
    {
        for (var i = 0; i < Comparisons; i++)
        {
            var (less, more) = (RandomNumberGenerator.GetInt32(MaxNumber), RandomNumberGenerator.GetInt32(MaxNumber, 2 * MaxNumber));
            var holds = i == 0 || (i > 1 && RandomNumberGenerator.GetInt32(2) == 0);
            var name = NewName(file.Syntax, new Mask(holds ? "a comparison that holds" : "a comparison that does not hold",
                holds ? MaskKind.MustPass : MaskKind.MustFail));
            yield return file.Syntax.Constant(file.Text, like, name, holds ? (less, more) : (more, less));
        }
    }

    private string NewName(ITestSyntax syntax, Mask mask)
    {
        var name = syntax.NameFrom(RandomNumberGenerator.GetString(Letters, NameChars));
        _masks.Add(name, mask);
        return name;
    }

    private static string[] Shuffled(IEnumerable<string> pieces)
    {
        var shuffled = pieces.ToArray();
        RandomNumberGenerator.Shuffle(shuffled.AsSpan());
        return shuffled;
    }
}
