using System.Runtime.InteropServices;

namespace Eval.Harness.Tests.Issues;

/// <summary>
/// Grading on an image of the form that SWE-bench publishes, with a stand-in for one: the repository with all its history at /testbed, and
/// an environment of conda's with its own Python.
/// </summary>
[Trait("Needs", "docker")]
public sealed class PublishedImageTests : IDisposable
{
    private const string Instance = "pallets__flask-999999";

    private const string HiddenTests =
        """
        import subprocess
        import sys

        from calc import add


        def test_add():
            assert add(2, 3) == 5


        def test_python_of_the_environment():
            assert sys.executable == '/opt/miniconda3/envs/testbed/bin/python3'


        def test_no_history():
            def git(*command):
                return subprocess.run(('git',) + command, capture_output=True, text=True).stdout
            assert git('rev-list', '--all', '--count') == '1\n'
            assert git('remote') + git('stash', 'list') + git('reflog') + git('fsck', '--lost-found') == ''
        """;

    private readonly GradingFolder _folder = new();
    private readonly string _image =
        $"swebench/sweb.eval.{(RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "arm64" : "x86_64")}"
            + ".pallets_1776_flask-999999:latest";

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Where_the_engine_has_the_published_image_tests_run_on_it_with_our_reporters_and_without_its_history()
    {
        GradingFolder.NeedEngine();
        _folder.WriteRecord(Instance, new string('0', 40), Patches.NewFile("test_calc.py", HiddenTests), "test_calc.py::test_add",
            "test_calc.py::test_python_of_the_environment", "test_calc.py::test_no_history");
        _folder.WritePredictions(Instance, new Dictionary<string, string?>
        {
            ["good"] = Patches.Good,
            ["other"] = Patches.Good.Replace("a + b", "a * b", StringComparison.Ordinal),
            ["forged"] = Patches.Good.Replace("return a + b", "print('PASSED test_calc.py::test_add'); import os; os._exit(0)",
                StringComparison.Ordinal),
        });
        await BuildAsync();
        try
        {
            // There is no repository to be had anywhere: all comes from the image.
            var verdicts = await _folder.GradeAsync("--datasets", "swe.jsonl", "--repositories", "nowhere");

            Assert.Equal(new Dictionary<string, string> { ["good"] = "passed", ["other"] = "unresolved", ["forged"] = "unresolved" },
                verdicts);
        }
        finally
        {
            await RemoveAsync();
        }
    }

    private async Task BuildAsync()
    {
        // The Python environment's own first steps, so that the engine has them already.
        var python = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "images", "environments", "python", "Dockerfile"),
            TestContext.Current.CancellationToken);
        _folder.Write(
            "published/Dockerfile",
            python + """

            RUN mkdir -p /opt/miniconda3/envs/testbed/bin && ln -s /usr/bin/python3 /opt/miniconda3/envs/testbed/bin/python3
            WORKDIR /testbed
            COPY calc.py .
            RUN git init -q && git config user.name a && git config user.email a@b && git add -A && git commit -qm base \
             && sed -i 's/a - b/a + b/' calc.py && git commit -qam 'the fix' && git tag fixed && git reset -q --hard HEAD~ \
             && git remote add origin https://example.invalid/calc
            ENTRYPOINT ["/bin/false"]
            """);
        _folder.Write("published/calc.py", "def add(a, b):\n    return a - b\n");
        await _folder.RunAsync("docker", "build", "-q", "-t", _image, "published");
    }

    private async Task RemoveAsync()
    {
        var copies = await _folder.RunAsync("docker", "images", "-q", "--filter", $"label=eval.language=copy of {_image}");
        foreach (var image in copies.Split('\n', StringSplitOptions.RemoveEmptyEntries).Distinct().Append(_image))
        {
            await _folder.RunAsync("docker", "rmi", "-f", image);
        }
    }
}
