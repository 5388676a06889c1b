using System.Xml.Linq;

public static class Solution
{
    public static string[] Outline(string xml) => XDocument.Parse(xml).Descendants().Select(Line).ToArray();

    private static string Line(XElement element)
    {
        var attributes = element.Attributes().Where(attribute => !attribute.IsNamespaceDeclaration).Select(attribute => $" {attribute.Name.LocalName}={attribute.Value}");
        var text = element.Value.Trim();
        return new string(' ', 2 * element.Ancestors().Count()) + element.Name.LocalName + string.Concat(attributes)
            + (element.HasElements || text.Length == 0 ? "" : ": " + text);
    }
}
