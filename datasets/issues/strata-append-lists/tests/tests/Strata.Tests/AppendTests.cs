using Strata;
using Xunit;

namespace Strata.Tests;

public class AppendTests
{
    private const string Defaults = "mirrors[] = a\nmirrors[] = b\n";

    private static ConfigurationBuilder Base(string text = Defaults) => new ConfigurationBuilder().AddIni("defaults.ini", text);

    private static Dictionary<string, string> Variables(params (string Name, string Text)[] variables) =>
        variables.ToDictionary(v => v.Name, v => v.Text);

    [Fact]
    public void Ini_appends()
    {
        var config = Base().AddIni("site.ini", "mirrors[+] = c\nmirrors[+] = d\n").Build();
        Assert.Equal(["a", "b", "c", "d"], config.GetList("mirrors"));
    }

    [Fact]
    public void Arguments_append()
    {
        var config = Base().AddArguments(["--mirrors[+]=c", "--mirrors[+]=d"]).Build();
        Assert.Equal(["a", "b", "c", "d"], config.GetList("mirrors"));
    }

    [Fact]
    public void Json_appends_arrays_and_single_values()
    {
        Assert.Equal(["a", "b", "c", "4"], Base().AddJson("s.json", """{ "mirrors+": ["c", 4] }""").Build().GetList("mirrors"));
        var single = Base().AddJson("s.json", """{ "Mirrors+": "c" }""").Build();
        Assert.Equal(["a", "b", "c"], single.GetList("mirrors"));
        Assert.Equal(["mirrors"], single.Keys(""));
    }

    [Fact]
    public void Environment_appends_a_single_value()
    {
        var config = Base().AddEnvironment("APP", Variables(("APP__MIRRORS__APPEND", "c"))).Build();
        Assert.Equal(["a", "b", "c"], config.GetList("mirrors"));
    }

    [Fact]
    public void Environment_appends_numbered_values()
    {
        var variables = Variables(
            ("APP__NET__MIRRORS__APPEND__1", "d"),
            ("APP__NET__MIRRORS__APPEND__0", "c"));
        var config = Base("[net]\n" + Defaults).AddEnvironment("APP", variables).Build();
        Assert.Equal(["a", "b", "c", "d"], config.GetList("net:mirrors"));
    }

    [Fact]
    public void Environment_append_directly_below_the_prefix_is_an_ordinary_name()
    {
        var config = new ConfigurationBuilder().AddEnvironment("APP", Variables(("APP__APPEND", "x"))).Build();
        Assert.Equal("x", config["append"]);
    }

    [Fact]
    public void Layers_append_one_after_the_other()
    {
        var config = Base()
            .AddIni("site.ini", "mirrors[+] = c\n")
            .AddJson("host.json", """{ "mirrors+": ["d"] }""")
            .AddEnvironment("APP", Variables(("APP__MIRRORS__APPEND", "e")))
            .AddArguments(["--mirrors[+]=f"])
            .Build();
        Assert.Equal(["a", "b", "c", "d", "e", "f"], config.GetList("mirrors"));
    }

    [Fact]
    public void Appending_to_nothing_makes_a_list()
    {
        var config = new ConfigurationBuilder()
            .AddIni("only.ini", "[net]\nmirrors[+] = a\n")
            .Build();
        Assert.Equal(["a"], config.GetList("net:mirrors"));
        Assert.Equal("[net]\nmirrors[] = a\n", config.ToIni());
    }

    [Fact]
    public void Appending_inside_a_new_section_and_a_json_array()
    {
        var config = Base()
            .AddJson("s.json", """{ "net": { "deep": { "m+": ["x"] } }, "sites": [ { "m+": "y" } ] }""")
            .AddJson("t.json", """{ "net": { "deep": { "m+": ["z"] } } }""")
            .Build();
        Assert.Equal(["x", "z"], config.GetList("net:deep:m"));
        Assert.Equal(["y"], config.GetList("sites:0:m"));
        Assert.Equal("y", config["sites:0:m:0"]);
    }

    [Fact]
    public void Single_value_becomes_the_first_element()
    {
        var config = Base("mirrors = a\n").AddIni("site.ini", "mirrors[+] = b\n").Build();
        Assert.Equal(["a", "b"], config.GetList("mirrors"));
        Assert.Equal(["defaults.ini:1", "site.ini:1"], config.Explain("mirrors"));
        Assert.Equal(["defaults.ini:1"], config.Explain("mirrors:0"));
    }

    [Fact]
    public void Appending_to_a_section_fails()
    {
        var builder = Base("[server.mirrors]\nx = 1\n").AddIni("site.ini", "[server]\nmirrors[+] = b\n");
        var error = Assert.Throws<ConfigException>(() => builder.Build());
        Assert.Contains("server:mirrors", error.Message);
    }

    [Fact]
    public void Later_plain_list_or_value_replaces_what_was_appended()
    {
        var appended = Base().AddIni("site.ini", "mirrors[+] = c\n");
        Assert.Equal(["z"], appended.AddIni("host.ini", "mirrors[] = z\n").Build().GetList("mirrors"));
        Assert.Equal("y", appended.AddArguments(["--mirrors=y"]).Build()["mirrors"]);
        Assert.Equal(["y", "x"], appended.AddArguments(["--mirrors[+]=x"]).Build().GetList("mirrors"));
    }

    [Fact]
    public void Ini_rejects_both_forms_in_one_source()
    {
        foreach (var text in new[]
        {
            "m[] = a\nm[+] = b\n",
            "m[+] = a\nM[] = b\n",
            "m[0] = a\nm[+] = b\n",
            "m[+] = a\nm[0] = b\n",
            "m = a\nm[+] = b\n",
            "m[+] = a\nm = b\n",
        })
        {
            var error = Assert.Throws<ConfigFormatException>(() => new ConfigurationBuilder().AddIni("x.ini", text).Build());
            Assert.Equal("2", error.Location);
        }
    }

    [Fact]
    public void Json_rejects_both_forms_in_one_object()
    {
        Assert.Throws<ConfigFormatException>(() =>
            new ConfigurationBuilder().AddJson("x.json", """{ "mirrors": ["a"], "Mirrors+": ["b"] }""").Build());
        Assert.Throws<ConfigFormatException>(() =>
            new ConfigurationBuilder().AddJson("x.json", """{ "mirrors+": ["a"], "mirrors": ["b"] }""").Build());
    }

    [Fact]
    public void Json_rejects_a_bare_plus()
    {
        Assert.Throws<ConfigFormatException>(() => new ConfigurationBuilder().AddJson("x.json", """{ "+": ["a"] }""").Build());
    }

    [Fact]
    public void Environment_rejects_append_next_to_other_names()
    {
        Assert.Throws<ConfigFormatException>(() => new ConfigurationBuilder()
            .AddEnvironment("APP", Variables(("APP__MIRRORS__0", "a"), ("APP__MIRRORS__APPEND", "b"))).Build());
        Assert.Throws<ConfigFormatException>(() => new ConfigurationBuilder()
            .AddEnvironment("APP", Variables(("APP__MIRRORS__APPEND", "b"), ("APP__MIRRORS__SIZE", "1"))).Build());
    }

    [Fact]
    public void References_work_in_and_to_appended_elements()
    {
        var config = Base(Defaults + "all = ${mirrors}\nzone = eu\n").AddIni("site.ini", "mirrors[+] = ${zone}-c\n").Build();
        Assert.Equal("a,b,eu-c", config["all"]);
        Assert.Equal("eu-c", config["mirrors:2"]);
    }

    [Fact]
    public void Merged_list_is_written_as_a_plain_list()
    {
        var config = Base().AddIni("site.ini", "mirrors[+] = c\n").Build();
        Assert.Equal("mirrors[] = a\nmirrors[] = b\nmirrors[] = c\n", config.ToIni());
    }

    [Fact]
    public void Explain_names_all_contributing_places()
    {
        var config = Base("; mirrors\n" + Defaults)
            .AddIni("site.ini", "\n\nmirrors[+] = c\nmirrors[+] = d\n")
            .AddJson("host.json", """{ "mirrors+": ["e"] }""")
            .Build();
        Assert.Equal(["defaults.ini:2", "site.ini:3", "host.json#/mirrors+"], config.Explain("mirrors"));
        Assert.Equal(["defaults.ini:3"], config.Explain("mirrors:1"));
        Assert.Equal(["site.ini:4"], config.Explain("mirrors:3"));
        Assert.Equal(["host.json#/mirrors+/0"], config.Explain("mirrors:4"));
    }

    [Fact]
    public void Other_bracket_texts_are_still_rejected()
    {
        Assert.Throws<ConfigFormatException>(() => new ConfigurationBuilder().AddIni("x.ini", "m[++] = a\n"));
        Assert.Throws<ConfigFormatException>(() => new ConfigurationBuilder().AddIni("x.ini", "m[-1] = a\n"));
    }

    [Fact]
    public void Plain_lists_still_replace()
    {
        var config = Base().AddJson("site.json", """{ "mirrors": ["z"] }""").Build();
        Assert.Equal(["z"], config.GetList("mirrors"));
        Assert.Equal(["site.json#/mirrors"], config.Explain("mirrors"));
    }
}
