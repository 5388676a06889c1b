using System.Globalization;
using System.Text;
using System.Xml;

namespace Eval.Reports.Gates;

/// <summary>Writes gates as the XML of JUnit, which every CI service shows as tests.</summary>
public static class JUnitXml
{
    private const string Suite = "eval gates";

    /// <summary>Writes the file.</summary>
    public static void Write(string path, string runId, DateTimeOffset at, IReadOnlyList<GateResult> results)
    {
        using var xml = XmlWriter.Create(path,
            new XmlWriterSettings { Indent = true, Encoding = new UTF8Encoding(false), CheckCharacters = true });
        xml.WriteStartElement("testsuites");
        xml.WriteStartElement("testsuite");
        xml.WriteAttributeString("name", Suite);
        xml.WriteAttributeString("tests", Text(results.Count));
        xml.WriteAttributeString("failures", Text(results.Count(result => !result.IsPassed)));
        xml.WriteAttributeString("errors", Text(0));
        xml.WriteAttributeString("skipped", Text(0));
        xml.WriteAttributeString("timestamp", at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture));
        foreach (var result in results)
        {
            xml.WriteStartElement("testcase");
            xml.WriteAttributeString("classname", Valid(result.Model.Length > 0 ? result.Model : runId));
            xml.WriteAttributeString("name", Valid(result.Gate.ToString()));
            if (!result.IsPassed)
            {
                xml.WriteStartElement("failure");
                xml.WriteAttributeString("message", Valid(result.Reason));
                xml.WriteEndElement();
            }

            xml.WriteElementString("system-out", Valid(result.Reason));
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    /// <summary>Names of models come from anywhere; XML cannot hold every character.</summary>
    private static string Valid(string text) => string.Concat(text.Select(letter => XmlConvert.IsXmlChar(letter) ? letter : '\uFFFD'));

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
