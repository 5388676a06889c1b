using Eval.Reports.Exports;
using Eval.Routing.Policies;

namespace Eval.Reports.Tests.Routing.Exports;

/// <summary>What holds for every format.</summary>
public sealed class PolicyExporterTests
{
    private static readonly ExportOptions Options = new() { StrongShare = 0.3, VerifierUrl = new Uri("https://verifier.example/verify") };

    /// <summary>What each format can say.</summary>
    private static readonly Dictionary<string, string[]> Expressible = new()
    {
        ["litellm"] = ["single", "by_class", "failover", "mix"],
        ["portkey"] = ["single", "by_class", "threshold", "cascade", "failover", "mix"],
        ["routellm"] = ["by_class", "threshold"],
        ["csharp"] = ["single", "by_class", "threshold", "cascade", "failover", "hedge", "mix"],
        ["json"] = ["single", "by_class", "threshold", "cascade", "failover", "hedge", "mix"],
        ["complexity-map"] = ["single"],
    };

    public static TheoryData<string> Formats => new(PolicyExporters.All.Select(exporter => exporter.Name));

    public static TheoryData<string, string> FormatsAndKinds
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var exporter in PolicyExporters.All)
            {
                foreach (var kind in SomePolicy.Kinds.Keys)
                {
                    data.Add(exporter.Name, kind);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(FormatsAndKinds))]
    public void A_kind_of_policy_is_written_as_reviewed_or_refused_with_the_reason(string format, string kind)
    {
        var exporter = PolicyExporters.Find(format)!;
        var file = SomePolicy.File(SomePolicy.Kinds[kind]);
        if (!Expressible[format].Contains(kind))
        {
            var refusal = Assert.Throws<PolicyExportException>(() => exporter.Export(file, Options));
            Assert.EndsWith(".", refusal.Message);
            Golden.Match(refusal.Message + "\n", $"{format}.{kind}.refused.txt");
            return;
        }

        var export = exporter.Export(file, Options);
        var parts = export.Files.Select(written => $"==== {written.Name}\n{Reviewed(written.Text)}")
            .Append("==== notes\n" + string.Concat(export.Notes.Select(note => note + "\n")));
        Golden.Match(string.Join('\n', parts), $"{format}.{kind}.txt");
    }

    /// <summary>Of the C# file only what differs between policies.</summary>
    private static string Reviewed(string text) => text.Split("\n/// <summary>A model, where it is asked")[0];

    [Theory]
    [MemberData(nameof(Formats))]
    public void What_needs_an_evaluator_is_refused_everywhere(string format)
    {
        RoutingPolicy[] upperBounds =
        [
            SomePolicy.Classes(("simple", SomePolicy.Alpha)) with { Feature = RequestFeature.Difficulty },
            SomePolicy.CascadeOf(new Verifier(VerifierKind.HiddenTests)),
        ];

        foreach (var policy in upperBounds)
        {
            var refusal = Assert.Throws<PolicyExportException>(() => PolicyExporters.Find(format)!.Export(SomePolicy.File(policy),
                Options));
            Assert.Contains("upper bound", refusal.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void A_threshold_that_is_no_number_is_refused_everywhere(string format) => Assert.All(
        [double.NaN, double.NegativeInfinity, double.PositiveInfinity],
        least => Assert.Throws<PolicyExportException>(() =>
            PolicyExporters.Find(format)!.Export(SomePolicy.File(SomePolicy.Threshold with { AtLeast = least }), Options)));

    [Theory]
    [MemberData(nameof(Formats))]
    public void A_classifier_goes_with_the_policy_or_the_policy_is_refused(string format)
    {
        var file = SomePolicy.File(SomePolicy.ByClass) with
        {
            Classifier = new PromptClassifier
            {
                Feature = RequestFeature.Class, Classes = ["completion", "issue-resolution"], LogPriors = [-0.7, -0.7],
                    Words = new Dictionary<string, IReadOnlyList<double>> { ["bug"] = [-3, -1] },
            },
        };

        if (format == "json")
        {
            Assert.Equal("issue-resolution", PolicyFile.Parse(PolicyExporters.Find(format)!.Export(file, Options).Files[0].Text, "p.json")
                .Classifier!.Classify("a bug"));
        }
        else
        {
            Assert.StartsWith("The policy reads 'class' from the prompt, which this format cannot",
                Assert.Throws<PolicyExportException>(() => PolicyExporters.Find(format)!.Export(file, Options)).Message);
        }
    }

    [Fact]
    public void What_is_shown_of_hostile_names_is_printable()
    {
        var name = HostileNames.Alpha;
        var file = SomePolicy.File(new SinglePolicy(name))
            with { Models = new Dictionary<string, PolicyModelInfo> { [name] = SomePolicy.Model("alpha") with { IsSimulated = true } } };

        var refusal = Assert.Throws<PolicyExportException>(() => new PortkeyExporter().Export(file, Options)).Message;
        var notes = new LiteLlmExporter().Export(SomePolicy.File(SomePolicy.Classes((HostileNames.Class, SomePolicy.Alpha))), Options)
            .Notes;

        Assert.All(notes.Append(refusal).SelectMany(text => text), character => Assert.InRange(character, ' ', '~'));
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Numbers_come_with_their_origin(string format)
    {
        var policy = SomePolicy.Kinds[Expressible[format][0]];

        var text = string.Concat(PolicyExporters.Find(format)!.Export(SomePolicy.File(policy), Options).Files.Select(file => file.Text));

        var origin = format == "json" ? ["20260102-030405-sample", "\"tasks\": 164", "\"low\": 0.68", "\"baseline\": \"beta\"",
            "\"margin\": 0.02", "\"verdict\": \"non_inferior\"", "2026-01-01"]
            : new[] { "Evaluated on 164 tasks (sha256:0f3c) of 20260102-030405-sample", "Quality 75% [68% to 81%, n 164]",
                "savings 40% [35% to 45%, n 164]", "Baseline beta; margin 2%", "non_inferior", "Prices as of 2026-01-01" };
        Assert.All(origin, part => Assert.Contains(part, text, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void A_policy_that_nobody_measured_says_so(string format)
    {
        var file = new PolicyFile { Name = "own", Policy = SomePolicy.Kinds[Expressible[format][0]],
            Models = SomePolicy.File(SomePolicy.Alpha).Models };

        var text = string.Concat(PolicyExporters.Find(format)!.Export(file, Options).Files.Select(written => written.Text));

        Assert.Equal(format != "json", text.Contains("Not measured", StringComparison.Ordinal));
        Assert.DoesNotContain("Quality", text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void The_value_of_a_key_is_in_no_file(string format)
    {
        var before = Environment.GetEnvironmentVariable("ALPHA_KEY");
        Environment.SetEnvironmentVariable("ALPHA_KEY", "value-of-a-key");
        try
        {
            var export = PolicyExporters.Find(format)!.Export(SomePolicy.File(SomePolicy.Kinds[Expressible[format][0]]), Options);
            Assert.DoesNotContain("value-of-a-key", string.Concat(export.Files.Select(file => file.Text).Concat(export.Notes)),
                StringComparison.Ordinal);
        }
        finally
        {
            Environment.SetEnvironmentVariable("ALPHA_KEY", before);
        }
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void A_key_in_place_of_its_variable_is_refused_and_not_repeated(string format)
    {
        foreach (var key in new[] { "sk-proj-abc", "gsk_abc", "KEY\n", "" })
        {
            var file = SomePolicy.File(SomePolicy.Kinds[Expressible[format][0]]).With("alpha", model => model with { ApiKeyEnv = key });
            var refusal = Assert.Throws<PolicyExportException>(() => PolicyExporters.Find(format)!.Export(file, Options));
            Assert.True(key.Length == 0 || !refusal.Message.Contains(key, StringComparison.Ordinal));
        }
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void An_address_that_may_hold_a_secret_is_refused_and_not_repeated(string format)
    {
        foreach (var address in new[] { "https://user:secret@alpha.example/v1", "https://alpha.example/v1?key=secret",
            "ftp://secret.example", "secret" })
        {
            var file = SomePolicy.File(SomePolicy.Kinds[Expressible[format][0]]).With("alpha", model => model with { BaseUrl = address });
            var refusal = Assert.Throws<PolicyExportException>(() => PolicyExporters.Find(format)!.Export(file, Options));
            Assert.DoesNotContain("secret.", refusal.Message, StringComparison.Ordinal);
            Assert.DoesNotContain(address, refusal.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_verifiers_address_that_may_hold_a_secret_is_refused()
    {
        var verifier = new Verifier(VerifierKind.Webhook) { Url = new Uri("https://verifier.example/?token=secret") };

        Assert.Throws<PolicyExportException>(() => new PortkeyExporter()
            .Export(SomePolicy.File(SomePolicy.CascadeOf(verifier)), new ExportOptions()));
        Assert.Throws<PolicyExportException>(() => new PortkeyExporter().Export(
            SomePolicy.File(SomePolicy.CascadeOf(new Verifier(VerifierKind.Build))), new ExportOptions { VerifierUrl = verifier.Url }));
    }

    [Theory]
    [InlineData("litellm")]
    [InlineData("portkey")]
    [InlineData("routellm")]
    [InlineData("csharp")]
    [InlineData("complexity-map")]
    public void A_model_that_cannot_be_asked_is_refused(string format)
    {
        var file = SomePolicy.File(SomePolicy.Kinds[Expressible[format][0]]);
        PolicyFile[] wrong =
        [
            file with { Models = new Dictionary<string, PolicyModelInfo> { ["beta"] = SomePolicy.Model("beta") } },
            file.With("alpha", model => model with { IsSimulated = true }),
            file.With("alpha", model => model with { Provider = "os.environ" }),
            file.With("alpha", model => model with { Model = "a\nb" }),
            file.With("alpha", model => model with { Model = "" }),
        ];

        Assert.All(wrong, file => Assert.Contains("alpha",
            Assert.Throws<PolicyExportException>(() => PolicyExporters.Find(format)!.Export(file, Options)).Message,
            StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(FormatsAndKinds))]
    public void Hostile_names_leave_nothing_but_printable_ASCII(string format, string kind)
    {
        // LiteLLM refuses some of these names; its own tests have the rest.
        if (!Expressible[format].Contains(kind) || format == "litellm")
        {
            return;
        }

        var file = HostileNames.In(SomePolicy.Kinds[kind]);
        var export = PolicyExporters.Find(format)!.Export(file, Options);

        Assert.All(export.Files, written => Assert.All(written.Text,
            character => Assert.True(character is '\n' or (>= ' ' and <= '~'), $"{written.Name} has {(int)character:x4}")));
    }

    [Fact]
    public void A_format_is_found_by_its_name_in_any_case()
    {
        Assert.IsType<LiteLlmExporter>(PolicyExporters.Find("LiteLLM"));
        Assert.Null(PolicyExporters.Find("nginx"));
    }
}
