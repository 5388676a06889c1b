using ScottPlot;

namespace Eval.Reports.Charts;

/// <summary>The colours of all charts.</summary>
internal sealed record ChartTheme
{
    // Okabe and Ito's palette, told apart with every common colour-blindness; its black and yellow are replaced because they vanish on one
    // of the themes.
    private static readonly Color[] Palette =
    [
        Color.FromHex("#0072B2"), Color.FromHex("#D55E00"), Color.FromHex("#009E73"), Color.FromHex("#CC79A7"),
        Color.FromHex("#E69F00"), Color.FromHex("#56B4E9"), Color.FromHex("#7F7F7F"), Color.FromHex("#8C6BB1"),
    ];

    private static readonly MarkerShape[] Shapes =
        [MarkerShape.FilledCircle, MarkerShape.FilledSquare, MarkerShape.FilledTriangleUp, MarkerShape.FilledDiamond];

    private ChartTheme(string background, string text, string muted, string grid, string bad)
    {
        Background = Color.FromHex(background);
        Text = Color.FromHex(text);
        Muted = Color.FromHex(muted);
        Grid = Color.FromHex(grid);
        Bad = Color.FromHex(bad);
    }

    public static ChartTheme Light { get; } = new("#FFFFFF", "#1B1F24", "#57606A", "#E3E6EA", "#B3261E");

    public static ChartTheme Dark { get; } = new("#161A20", "#E6EAF0", "#A3ADBA", "#2C333D", "#FF9D94");

    public Color Background { get; }

    public Color Text { get; }

    public Color Muted { get; }

    public Color Grid { get; }

    /// <summary>Gets the colour of alarms, never without a word beside it.</summary>
    public Color Bad { get; }

    /// <summary>Returns the colour of the model at a position of the run; the same in every chart.</summary>
    public static Color Series(int model) => Palette[model % Palette.Length];

    /// <summary>Returns the marker of the model at a position; it changes when the colours start over.</summary>
    public static MarkerShape Shape(int model) => Shapes[model / Palette.Length % Shapes.Length];

    /// <summary>Returns an empty plot in these colours.</summary>
    public Plot NewPlot(string title, string xLabel)
    {
        ChartFonts.EnsureRegistered();
        var plot = new Plot();
        plot.Font.Set(ChartFonts.Family);
        plot.FigureBackground.Color = Background;
        plot.DataBackground.Color = Background;
        plot.Axes.Title.Label.Text = title;
        plot.Axes.Title.Label.FontSize = 17;
        plot.Axes.Title.Label.Bold = true;
        plot.Axes.Bottom.Label.Text = xLabel;
        plot.Axes.Bottom.Label.FontSize = 13;
        plot.Axes.Bottom.Label.Bold = false;
        plot.Axes.Color(Muted);
        plot.Axes.Title.Label.ForeColor = Text;
        plot.Axes.Top.FrameLineStyle.IsVisible = false;
        plot.Axes.Right.FrameLineStyle.IsVisible = false;
        plot.Axes.Left.FrameLineStyle.IsVisible = false;
        plot.Grid.MajorLineColor = Grid;
        plot.Axes.Bottom.TickLabelStyle.FontSize = 12;
        plot.Axes.Bottom.MajorTickStyle.Length = 4;
        plot.Axes.Bottom.MinorTickStyle.Length = 0;
        return plot;
    }

    /// <summary>Gives a plot of <see cref="NewPlot"/> a named axis of numbers at the left.</summary>
    public static void NameLeftAxis(Plot plot, string label)
    {
        plot.Axes.Left.Label.Text = label;
        plot.Axes.Left.Label.FontSize = 13;
        plot.Axes.Left.Label.Bold = false;
        plot.Axes.Left.TickLabelStyle.FontSize = 12;
        plot.Axes.Left.MinorTickStyle.Length = 0;
        plot.Axes.Left.MajorTickStyle.Length = 0;
    }
}
