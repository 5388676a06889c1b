using Eval.Reports.Exports;
using Eval.Routing.Policies;

namespace Eval.Reports.Tests.Routing.Exports;

public sealed class JsonExporterTests
{
    public static TheoryData<string> Kinds => new(SomePolicy.Kinds.Keys);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_policy_is_read_back_as_it_was_written(string kind)
    {
        foreach (var file in new[] { SomePolicy.File(SomePolicy.Kinds[kind]),
            HostileNames.In(SomePolicy.Kinds[kind]) with { Name = "recommended" } })
        {
            var text = Assert.Single(new JsonExporter().Export(file, new ExportOptions()).Files).Text;

            Assert.Equal(file.ToJson(), PolicyFile.Parse(text, "policy.json").ToJson());
        }
    }
}
