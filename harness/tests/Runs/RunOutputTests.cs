using Eval.Harness.Options;
using Eval.Harness.Runs;

namespace Eval.Harness.Tests.Runs;

public sealed class RunOutputTests
{
    [Fact]
    public void Other_commands_need_the_folder_of_runs_only_where_it_is_not_the_usual_one()
    {
        Assert.Equal("a", new RunOutput(new RunOptions().Out, HasPages: true).ArgumentsOf("a"));
        Assert.Equal("a --out /srv/runs", new RunOutput("/srv/runs", HasPages: true).ArgumentsOf("a"));
        Assert.Equal(Path.Combine("/srv/runs", "a"), new RunOutput("/srv/runs", HasPages: true).FolderOf("a"));
    }
}
