using ScottPlot;
using SkiaSharp;

namespace Eval.Reports.Charts;

/// <summary>Gives the charts their own fonts, so that they look the same on a machine that has none.</summary>
internal sealed class ChartFonts : IFontResolver
{
    public const string Family = "DejaVu Sans";

    // Registering is process-wide in the plotting library; a lazy value does it once, from whatever thread comes first.
    private static readonly Lazy<ChartFonts> Registered = new(Register);

    private readonly SKTypeface _regular = Load("DejaVuSans.ttf");
    private readonly SKTypeface _bold = Load("DejaVuSans-Bold.ttf");

    /// <summary>Makes sure the fonts are known before anything is drawn.</summary>
    public static void EnsureRegistered() => _ = Registered.Value;

    public SKTypeface? CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing spacing) =>
        CreateTypeface(fontName, weight >= FontWeight.SemiBold, slant != FontSlant.Upright);

    public SKTypeface? CreateTypeface(string fontName, bool bold, bool italic) => fontName == Family ? bold ? _bold : _regular : null;

    private static ChartFonts Register()
    {
        var fonts = new ChartFonts();
        Fonts.FontResolvers.Insert(0, fonts);
        Fonts.Default = Fonts.Sans = Family;
        return fonts;
    }

    private static SKTypeface Load(string file)
    {
        using var stream = typeof(ChartFonts).Assembly.GetManifestResourceStream("Eval.Reports.Fonts." + file)
            ?? throw new InvalidOperationException($"The font {file} is missing from the program.");
        using var data = SKData.Create(stream);
        return SKTypeface.FromData(data) ?? throw new InvalidOperationException($"The font {file} cannot be read.");
    }
}
