using Strata;
using Xunit;

namespace Strata.Tests;

public class LayerTests
{
    [Fact]
    public void Sections_merge_and_values_replace()
    {
        var config = new ConfigurationBuilder()
            .AddIni("a.ini", "[s]\nx = 1\ny = 1\n")
            .AddJson("b.json", """{ "S": { "Y": 2 } }""")
            .Build();
        Assert.Equal("1", config["s:x"]);
        Assert.Equal("2", config["s:y"]);
        Assert.Equal(["a.ini:1", "b.json#/S"], config.Explain("s"));
        Assert.Equal(["b.json#/S/Y"], config.Explain("s:y"));
    }

    [Fact]
    public void Lists_replace()
    {
        var config = new ConfigurationBuilder()
            .AddIni("a.ini", "m[] = x\nm[] = y\n")
            .AddIni("b.ini", "m[] = z\n")
            .Build();
        Assert.Equal(["z"], config.GetList("m"));
    }

    [Fact]
    public void References_see_the_merged_tree()
    {
        var config = new ConfigurationBuilder()
            .AddIni("a.ini", "url = http://${host}:${port|80}/$${x}\nhost = a\n")
            .AddIni("b.ini", "host = b\n")
            .Build();
        Assert.Equal("http://b:80/${x}", config["url"]);
    }

    [Fact]
    public void Reference_to_a_list_joins_the_elements()
    {
        var config = new ConfigurationBuilder().AddIni("a.ini", "all = ${m}\nm[] = ${n}\nm[] = y\nn = x\n").Build();
        Assert.Equal("x,y", config["all"]);
    }

    [Fact]
    public void Circular_and_missing_references_fail()
    {
        Assert.Throws<ConfigException>(() => new ConfigurationBuilder().AddIni("a", "a = ${b}\nb = ${a}\n").Build());
        Assert.Throws<ConfigException>(() => new ConfigurationBuilder().AddIni("a", "a = ${b}\n").Build());
    }

    [Fact]
    public void Writes_ini()
    {
        var config = new ConfigurationBuilder()
            .AddJson("a.json", """{ "m": ["x", "y"], "s": { "k": "", "t": { "v": "${m}" } } }""")
            .Build();
        Assert.Equal("m[] = x\nm[] = y\n\n[s]\nk = \"\"\n\n[s.t]\nv = x,y\n", config.ToIni());
    }

    [Fact]
    public void Wrong_types_are_reported()
    {
        var config = new ConfigurationBuilder().AddIni("a", "n = x\n[s]\nk = 1\n").Build();
        Assert.Throws<ConfigException>(() => config.GetInt32("n"));
        Assert.Throws<ConfigException>(() => config.GetList("s"));
        Assert.Throws<ConfigException>(() => config.GetString("missing"));
        Assert.Equal(5, config.GetInt32("missing", 5));
    }
}
