using System.Globalization;

namespace Strata;

/// <summary>Paths such as <c>server:mirrors:0</c>.</summary>
internal static class KeyPath
{
    public static string Join(string path, string name) => path.Length == 0 ? name : $"{path}:{name}";

    public static ConfigNode? Find(ConfigNode root, string path)
    {
        ConfigNode? node = root;
        foreach (var name in path.Split(':'))
        {
            node = node switch
            {
                ConfigSection section => section.Find(name),
                ConfigList list => Element(list, name),
                _ => null,
            };
        }

        return node;
    }

    private static ConfigNode? Element(ConfigList list, string name) =>
        int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < list.Items.Count
            ? list.Items[index]
            : null;
}
