using Eval.Testing.Structure;

namespace Eval.Benchmarks.Structure;

/// <summary>Prints how the sources hang together: for each project its folders, what each depends on, and the cycles among them.</summary>
internal static class StructureCommand
{
    public static int Run(string[] args)
    {
        var cycles = 0;
        foreach (var project in SourceProject.All(Root()).Where(project => args.Length == 0 || args.Contains(project.Name)))
        {
            var graph = FolderGraph.Read(project);
            Console.WriteLine($"{project.Name}: {graph.Files.Count} files, {graph.Folders.Count} folders");
            foreach (var (folder, others) in graph.Folders.OrderBy(folder => folder.Key, StringComparer.Ordinal))
            {
                Console.WriteLine(
                    $"  {folder} -> {(others.Count == 0 ? "nothing" : string.Join(", ", others.Order(StringComparer.Ordinal)))}");
            }

            foreach (var cycle in graph.Cycles())
            {
                cycles++;
                Console.WriteLine($"  cycle of {cycle.Count}: {string.Join(", ", cycle)}");
                foreach (var (from, to) in cycle.SelectMany(from => cycle.Where(to => to != from).SelectMany(to => graph.Arrows(from, to))))
                {
                    Console.WriteLine($"    {from} -> {to}");
                }
            }

            foreach (var (file, others) in graph.Files.Where(file => file.Value.Count > 25).OrderByDescending(file => file.Value.Count))
            {
                Console.WriteLine($"  {file} names {others.Count} others");
            }
        }

        Console.WriteLine(cycles == 0 ? "no cycle" : $"{cycles} cycles");
        return cycles == 0 ? 0 : 1;
    }

    private static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Eval.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("Eval.sln is not above this program's folder.");
    }
}
