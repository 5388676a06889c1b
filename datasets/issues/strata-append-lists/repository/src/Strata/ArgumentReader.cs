using System.Globalization;

namespace Strata;

/// <summary>Reads command line arguments such as <c>--server.port=1</c>.</summary>
internal static class ArgumentReader
{
    private const string SourceName = "argument";

    public static ConfigSection Read(IReadOnlyList<string> arguments)
    {
        var builder = new TreeBuilder(new Origin(SourceName, "0"));
        for (var i = 0; i < arguments.Count; i++)
        {
            var argument = arguments[i];
            var origin = new Origin(SourceName, (i + 1).ToString(CultureInfo.InvariantCulture));
            if (argument == "--")
            {
                break;
            }

            if (!argument.StartsWith("--", StringComparison.Ordinal))
            {
                throw new ConfigFormatException(origin, $"'{argument}' does not start with '--'.");
            }

            var equals = argument.IndexOf('=');
            var key = KeySyntax.Parse(equals < 0 ? argument[2..] : argument[2..equals], origin);
            builder.Set([], key, equals < 0 ? "true" : argument[(equals + 1)..], origin);
        }

        return builder.Root;
    }
}
