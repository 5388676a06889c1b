using Strata;
using Xunit;

namespace Strata.Tests;

public class ReaderTests
{
    private static Configuration Ini(string text) => new ConfigurationBuilder().AddIni("a.ini", text).Build();

    private static Configuration Json(string text) => new ConfigurationBuilder().AddJson("a.json", text).Build();

    private static Configuration Env(params (string Name, string Text)[] variables) =>
        new ConfigurationBuilder().AddEnvironment("APP", variables.ToDictionary(v => v.Name, v => v.Text)).Build();

    [Fact]
    public void Ini_sections_and_dotted_keys()
    {
        var config = Ini("top = 1\n[server.tls]\ncert.file = \"a b \"\n; comment\n");
        Assert.Equal("1", config["top"]);
        Assert.Equal("a b ", config["server:tls:cert:file"]);
    }

    [Fact]
    public void Ini_lists()
    {
        var config = Ini("m[] = x\nm[] = y\nm[0] = z\n");
        Assert.Equal(["z", "y"], config.GetList("m"));
        Assert.Equal(["0", "1"], config.Keys("m"));
    }

    [Fact]
    public void Ini_errors_name_the_line()
    {
        var error = Assert.Throws<ConfigFormatException>(() => Ini("a = 1\nb\n"));
        Assert.Equal("2", error.Location);
        Assert.Throws<ConfigFormatException>(() => Ini("a[x] = 1"));
        Assert.Throws<ConfigFormatException>(() => Ini("a = 1\na[] = 2"));
    }

    [Fact]
    public void Json_objects_arrays_and_scalars()
    {
        var config = Json("""{ "server": { "port": 80, "on": true }, "m": [1, "x",], /* c */ "n": null }""");
        Assert.Equal(80, config.GetInt32("server:port"));
        Assert.True(config.GetBoolean("server:on"));
        Assert.Equal(["1", "x"], config.GetList("m"));
        Assert.Equal("", config["n"]);
    }

    [Fact]
    public void Json_errors()
    {
        Assert.Throws<ConfigFormatException>(() => Json("[1]"));
        Assert.Throws<ConfigFormatException>(() => Json("{"));
        Assert.Throws<ConfigFormatException>(() => Json("""{ "a": 1, "A": 2 }"""));
    }

    [Fact]
    public void Environment_nesting_and_lists()
    {
        var config = Env(("APP__SERVER__PORT", "1"), ("APP__M__1", "y"), ("APP__M__0", "x"), ("OTHER__A", "2"));
        Assert.Equal("1", config["server:port"]);
        Assert.Equal(["x", "y"], config.GetList("m"));
        Assert.Equal(["m", "server"], config.Keys(""));
    }

    [Fact]
    public void Environment_conflict()
    {
        Assert.Throws<ConfigFormatException>(() => Env(("APP__A", "1"), ("APP__A__B", "2")));
    }

    [Fact]
    public void Arguments_use_ini_keys()
    {
        var config = new ConfigurationBuilder().AddArguments(["--a.b=1", "--m[]=x", "--m[]=y", "--v", "--", "rest"]).Build();
        Assert.Equal("1", config["a:b"]);
        Assert.Equal(["x", "y"], config.GetList("m"));
        Assert.True(config.GetBoolean("v"));
    }
}
