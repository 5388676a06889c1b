using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Eval.Datasets;
using Eval.Harness.Mutations;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Eval.Benchmarks.Mutation;

/// <summary>
/// Changes the statistics in hundreds of small ways and tells which changes no test notices. Each mutant is compiled in memory and put in
/// place of the assembly beside a copy of the built tests.
/// <c>--build DIR</c> artifacts of a build of <c>reports/tests</c>, see <c>scripts/mutation-test</c>;
/// <c>[--files Wilson*.cs] [--every N] [--workers N] [--least 90]</c>; <c>--every 3</c> takes every third mutant.
/// </summary>
internal static class StatisticsMutation
{
    private const string Project = "Eval.Results";
    private const string TestProject = "Eval.Reports.Tests";
    private const string Mutated = "Statistics";

    private const int ProgressEvery = 100;

    /// <summary>A mutant that takes so many times longer than no change at all has an endless loop, which is noticed.</summary>
    private const int Timeout = 4;

    public static async Task<int> RunAsync(string[] args)
    {
        var build = Path.GetFullPath(Arguments.Value(args, "--build") ?? throw new ArgumentException("--build is missing."));
        var pattern = Arguments.Value(args, "--files") ?? "*.cs";
        var workers = int.Parse(Arguments.Value(args, "--workers") ?? $"{Environment.ProcessorCount}", CultureInfo.InvariantCulture);
        var every = int.Parse(Arguments.Value(args, "--every") ?? "1", CultureInfo.InvariantCulture);
        var least = double.Parse(Arguments.Value(args, "--least") ?? "90", CultureInfo.InvariantCulture);
        var results = Path.GetFullPath(Path.Combine("reports", "results"));
        var tests = Directory.GetDirectories(Path.Combine(build, "bin", TestProject)).Single();
        var compilation = Compilation(results, build, tests);
        var targets = compilation.SyntaxTrees
            .Where(tree => Path.GetDirectoryName(tree.FilePath) == Path.Combine(results, Mutated)
                && System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(pattern, Path.GetFileName(tree.FilePath)))
            .OrderBy(tree => tree.FilePath, StringComparer.Ordinal).ToList();
        var mutants = targets.SelectMany(tree => CSharpMutator.Mutate(tree.ToString()).Select(mutant => (Tree: tree, Mutant: mutant)))
            .Where((_, index) => index % every == 0).ToList();
        var copies = new ConcurrentBag<DirectoryInfo>(Enumerable.Range(0, workers).Select(_ => Copy(tests)));
        try
        {
            var whole = copies.First();
            var unchanged = Stopwatch.StartNew();
            if (await IsNoticedAsync(compilation, whole, null, TimeSpan.FromMinutes(5)) != false)
            {
                throw new InvalidOperationException("The tests fail without any change.");
            }

            var timeout = Timeout * unchanged.Elapsed;

            var found = new ConcurrentBag<(string File, Mutant Mutant, Fate Fate)>();
            var watch = Stopwatch.StartNew();
            Console.WriteLine($"{mutants.Count} mutants in {targets.Count} files");
            await Parallel.ForEachAsync(mutants, new ParallelOptions { MaxDegreeOfParallelism = workers }, async (one, _) =>
            {
                copies.TryTake(out var copy);
                var changed = compilation.ReplaceSyntaxTree(one.Tree,
                    one.Tree.WithChangedText(Microsoft.CodeAnalysis.Text.SourceText.From(one.Mutant.Source, System.Text.Encoding.UTF8)));
                var fate = await IsNoticedAsync(changed, copy!, $"{Path.GetFileNameWithoutExtension(one.Tree.FilePath)}Tests",
                    timeout) switch { null => Fate.DoesNotCompile, true => Fate.Noticed, false => Fate.Survived };
                copies.Add(copy!);
                found.Add((Path.GetFileName(one.Tree.FilePath), one.Mutant, fate));
                if (found.Count % ProgressEvery == 0)
                {
                    Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                        $"{found.Count} of {mutants.Count} after {watch.Elapsed.TotalMinutes:0} min"));
                }

                if (fate == Fate.Survived)
                {
                    Console.WriteLine($"survived: {Path.GetFileName(one.Tree.FilePath)}:{one.Mutant.Line} {one.Mutant.Operator}: "
                        + $"{Line(one.Mutant.Before)}  →  {Line(one.Mutant.After)}");
                }
            });
            return Tell(found, watch.Elapsed, least);
        }
        finally
        {
            foreach (var copy in copies)
            {
                copy.Delete(recursive: true);
            }
        }
    }

    private static int Tell(IReadOnlyCollection<(string File, Mutant Mutant, Fate Fate)> found, TimeSpan time, double least)
    {
        static string Share(int noticed, int all) =>
            string.Create(CultureInfo.InvariantCulture, $"{noticed} of {all} noticed ({(all == 0 ? 100 : 100.0 * noticed / all):0.0} %)");
        foreach (var file in found.GroupBy(one => one.File).OrderBy(file => file.Key, StringComparer.Ordinal))
        {
            Console.WriteLine(
                $"{file.Key,-28} {Share(file.Count(one => one.Fate == Fate.Noticed), file.Count(one => one.Fate != Fate.DoesNotCompile))}");
        }

        var (noticed, all) = (found.Count(one => one.Fate == Fate.Noticed), found.Count(one => one.Fate != Fate.DoesNotCompile));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"all: {Share(noticed, all)}; {found.Count - all} more do not compile; {time.TotalMinutes:0} min"));
        return all > 0 && 100.0 * noticed / all >= least ? 0 : 1;
    }

    /// <summary>
    /// Compiles and runs the tests, those of the changed class first since they are quick and notice most; null when it does not compile.
    /// </summary>
    private static async Task<bool?> IsNoticedAsync(CSharpCompilation compilation, DirectoryInfo copy, string? ownTests, TimeSpan timeout)
    {
        await using (var file = File.Create(Path.Combine(copy.FullName, Project + ".dll")))
        {
            if (!compilation.Emit(file).Success)
            {
                return null;
            }
        }

        return (ownTests is not null && await FailAsync(copy, timeout, "-class", $"*.{ownTests}")) || await FailAsync(copy, timeout);
    }

    private static async Task<bool> FailAsync(DirectoryInfo copy, TimeSpan timeout, params string[] which)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(copy.FullName, TestProject + ".dll"), "-stopOnFail", "-noColor", .. which])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["DOTNET_TieredPGO"] = "0" },
        };
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using var endless = new CancellationTokenSource(timeout);
        try
        {
            await process.WaitForExitAsync(endless.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            return true;
        }

        await Task.WhenAll(output, error);
        return process.ExitCode != 0;
    }

    /// <summary>The part of the assembly that these tests use, without storage: less is compiled sooner.</summary>
    private static CSharpCompilation Compilation(string results, string build, string tests)
    {
        var options = new CSharpParseOptions(LanguageVersion.Preview);
        var sources = new[] { "Records", "Formatting", Mutated,
            "" }.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(results, folder), "*.cs"))
            .Where(file => Path.GetFileName(file) != "RunLoader.cs")
            .Concat(new[] { ".AssemblyInfo.cs",
                ".GlobalUsings.g.cs" }.SelectMany(made =>
                Directory.EnumerateFiles(Path.Combine(build, "obj", Project), Project + made, SearchOption.AllDirectories)));
        var platform = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(file => file.Contains("/shared/", StringComparison.Ordinal));
        var packages = Directory.EnumerateFiles(tests, "*.dll")
            .Where(file => IsManaged(file) && !Path.GetFileName(file).StartsWith("Eval.", StringComparison.Ordinal));
        var compilation = CSharpCompilation.Create(
            Project,
            sources.Select(file => CSharpSyntaxTree.ParseText(File.ReadAllText(file), options, file, System.Text.Encoding.UTF8)),
            platform.Concat(packages).GroupBy(Path.GetFileName).Select(file => MetadataReference.CreateFromFile(file.First())),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable,
                allowUnsafe: true));
        return compilation.GetDiagnostics().FirstOrDefault(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error) is { } mistake
            ? throw new InvalidOperationException($"The sources do not compile: {mistake}")
            : compilation;
    }

    private static bool IsManaged(string file)
    {
        try
        {
            System.Reflection.AssemblyName.GetAssemblyName(file);
            return true;
        }
        catch (BadImageFormatException)
        {
            return false;
        }
    }

    private static DirectoryInfo Copy(string folder)
    {
        var copy = Directory.CreateTempSubdirectory("eval-mutation");
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            var place = Path.Combine(copy.FullName, Path.GetRelativePath(folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(place)!);
            File.Copy(file, place);
        }

        return copy;
    }

    private static string Line(string text) =>
        TextLines.OnOneLine(text) is { Length: > 90 } longer ? longer[..90] + "…" : TextLines.OnOneLine(text);

    private enum Fate
    {
        Noticed,
        Survived,
        DoesNotCompile,
    }
}
