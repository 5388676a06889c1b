using System.Xml.Linq;
using Eval.Testing.Structure;

namespace Eval.Harness.Tests.Structure;

/// <summary>Keeps the arrows between projects and the owner of each package.</summary>
public sealed class ArchitectureTests
{
    private static readonly Dictionary<string, string[]> References = new()
    {
        ["Eval.Datasets"] = [],
        ["Eval.Sandboxes"] = [],
        ["Eval.Sandboxes.Worker"] = [],
        ["Eval.Sandboxes.Compiler"] = [],
        ["Eval.Results"] = [],
        ["Eval.Routing"] = ["Eval.Results"],
        ["Eval.Reports"] = ["Eval.Results", "Eval.Routing"],
        ["Eval.Harness"] = ["Eval.Datasets", "Eval.Reports", "Eval.Sandboxes"],
        ["Eval.Benchmarks"] = ["Eval.Harness"],
        ["Eval.Datasets.Tests"] = ["Eval.Datasets"],
        ["Eval.Sandboxes.Tests"] = ["Eval.Sandboxes"],
        ["Eval.Reports.Tests"] = ["Eval.Reports"],
        ["Eval.Harness.Tests"] = ["Eval.Harness"],
    };

    private static readonly Dictionary<string, string[]> PackageOwners = new()
    {
        ["Basic.Reference.Assemblies.Net100"] = ["Eval.Sandboxes.Compiler"],
        ["BenchmarkDotNet"] = ["Eval.Benchmarks"],
        ["CsCheck"] = ["Eval.Datasets.Tests", "Eval.Harness.Tests", "Eval.Reports.Tests", "Eval.Sandboxes.Tests"],
        ["CsvHelper"] = ["Eval.Datasets", "Eval.Reports", "Eval.Results"],
        ["MathNet.Numerics"] = ["Eval.Results"],
        ["Docker.DotNet"] = ["Eval.Sandboxes"],
        ["Microsoft.CodeAnalysis.CSharp"] = ["Eval.Reports.Tests", "Eval.Sandboxes", "Eval.Sandboxes.Compiler"],
        ["Microsoft.CodeAnalysis.CSharp.Scripting"] = ["Eval.Harness"],
        ["Microsoft.Data.Sqlite"] = ["Eval.Results"],
        ["Microsoft.Extensions.AI.Abstractions"] = ["Eval.Harness", "Eval.Reports.Tests"],
        ["Microsoft.Playwright"] = ["Eval.Reports.Tests"],
        ["OpenAI"] = ["Eval.Harness.Tests"],
        ["Parquet.Net"] = ["Eval.Datasets"],
        ["ScottPlot"] = ["Eval.Reports"],
        ["Spectre.Console"] = ["Eval.Harness"],
        ["System.CommandLine"] = ["Eval.Harness"],
        ["YamlDotNet"] = ["Eval.Reports", "Eval.Reports.Tests"],
        ["ZstdSharp.Port"] = ["Eval.Harness"],
    };

    public static TheoryData<string> Projects => new(References.Keys);

    public static TheoryData<string> Programs => new(SourceProject.All(Require.RepositoryRoot).Select(project => project.Name));

    [Fact]
    public void Every_project_is_known_here()
    {
        Assert.Equal(References.Keys.Order(), ProjectFiles().Keys.Order());
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Projects_refer_only_along_the_arrows(string project)
    {
        var references = ProjectFiles()[project].Descendants("ProjectReference")
            .Where(reference => reference.Attribute("ReferenceOutputAssembly")?.Value != "false")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')));

        Assert.Equal(References[project].Order(), references.Order());
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Packages_stay_with_their_owners(string project)
    {
        foreach (var package in ProjectFiles()[project].Descendants("PackageReference")
            .Select(reference => reference.Attribute("Include")!.Value))
        {
            Assert.True(PackageOwners.TryGetValue(package, out var owners), $"{package} has no owner yet: name one here.");
            Assert.Contains(project, owners);
        }
    }

    [Fact]
    public void Reading_a_reply_knows_neither_who_wrote_it_nor_how_it_is_judged()
    {
        var files = Directory.GetFiles(Path.Combine(Require.RepositoryRoot, "harness", "Replies"), "*.cs");

        Assert.NotEmpty(files);
        Assert.All(files, file => Assert.DoesNotMatch(@"\bEval\.Harness\.(?!Replies\b)|(?<![.\w])(?:Models|Scoring)\.",
            File.ReadAllText(file)));
    }

    [Fact]
    public void What_keeps_runs_is_known_to_storage_alone()
    {
        var files = SourceProject.All(Require.RepositoryRoot).SelectMany(project => project.Files())
            .Where(file => Path.GetFileName(Path.GetDirectoryName(file)) != "Storage").ToList();

        Assert.NotEmpty(files);
        Assert.All(files, file => Assert.DoesNotMatch(@"Sqlite|eval\.db", File.ReadAllText(file)));
    }

    [Fact]
    public void What_reports_on_runs_knows_no_option_of_the_command_line()
    {
        var files = SourceProject.All(Require.RepositoryRoot)
            .Where(project => project.Name is "Eval.Results" or "Eval.Routing" or "Eval.Reports").SelectMany(project => project.Files())
            // What older programs stored has their names; colours of a chart are variables of its style sheet.
            .Where(file => Path.GetFileName(file) is not ("FormatTwoOptions.cs" or "SvgText.cs")).ToList();

        Assert.NotEmpty(files);
        Assert.All(files, file => Assert.DoesNotMatch(@"""--[a-z][a-z-]*""", File.ReadAllText(file)));
    }

    [Fact]
    public void Time_comes_from_a_time_provider_but_for_the_marks_of_a_stream()
    {
        var files = SourceProject.All(Require.RepositoryRoot).SelectMany(project => project.Files())
            .Where(file => Path.GetFileName(file) != "StreamTimer.cs").ToList();

        Assert.NotEmpty(files);
        Assert.All(files, file => Assert.DoesNotMatch(@"\bStopwatch\b|(?<!System\.)\bDateTime(?:Offset)?\.(?:Utc)?Now\b",
            File.ReadAllText(file)));
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public void No_folder_depends_on_itself_through_others(string project)
    {
        var graph = FolderGraph.Read(SourceProject.All(Require.RepositoryRoot).Single(program => program.Name == project));

        Assert.Equal([], graph.Cycles().Select(cycle => string.Join(", ", cycle)));
    }

    private static Dictionary<string, XDocument> ProjectFiles() =>
        new[] { "datasets", "sandboxes", "reports", "harness" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Require.RepositoryRoot, folder), "*.csproj",
                SearchOption.AllDirectories))
            // Repositories of issue tasks, and what an image's packages are named in, are no part of the solution.
            .Where(file => !Path.GetRelativePath(Require.RepositoryRoot, file).StartsWith("datasets/issues", StringComparison.Ordinal)
                && Path.GetFileName(file) != "packages.csproj")
            .ToDictionary(file => Path.GetFileNameWithoutExtension(file), XDocument.Load);
}
