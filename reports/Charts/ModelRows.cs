using Eval.Results.Formatting;
using ScottPlot;

namespace Eval.Reports.Charts;

/// <summary>The layout of charts with one row per model: names at the left, values at the right, so that nothing can overlap.</summary>
internal static class ModelRows
{
    public const int Width = 960;

    private const int RowHeight = 32;
    private const int Frame = 118;

    public static int Height(int rows) => Frame + RowHeight * Math.Max(rows, 2);

    /// <summary>Returns where the row of a model stands; the first is at the top.</summary>
    public static double Y(int row, int rows) => rows - 1 - row;

    public static Plot Create(ChartTheme theme, string title, string xLabel, IReadOnlyList<string> names, IReadOnlyList<string> values)
    {
        var plot = theme.NewPlot(title, xLabel);
        var positions = Enumerable.Range(0, names.Count).Select(row => Y(row, names.Count)).ToArray();
        plot.Axes.Left.SetTicks(positions, [.. names.Select(name => VisibleText.Name(name, 44))]);
        plot.Axes.Right.SetTicks(positions, [.. values]);
        foreach (var axis in new IAxis[] { plot.Axes.Left, plot.Axes.Right })
        {
            axis.TickLabelStyle.FontSize = 13;
            axis.TickLabelStyle.ForeColor = theme.Text;
            axis.MajorTickStyle.Length = 0;
            axis.MinorTickStyle.Length = 0;
        }

        var room = names.Count == 1 ? 1 : 0.6;
        plot.Axes.SetLimitsY(-room, names.Count - 1 + room);
        plot.Axes.SetLimitsY(-room, names.Count - 1 + room, plot.Axes.Right);
        plot.Grid.YAxisStyle.IsVisible = false;
        plot.Grid.XAxisStyle.MajorLineStyle.Color = theme.Grid;
        return plot;
    }

    /// <summary>A chart that says in words why it is empty.</summary>
    public static Plot Empty(ChartTheme theme, string title, string reason)
    {
        var plot = theme.NewPlot(title, "");
        plot.Axes.SetLimits(0, 1, 0, 1);
        plot.HideGrid();
        plot.Axes.Bottom.IsVisible = false;
        plot.Axes.Left.IsVisible = false;
        var text = plot.Add.Text(reason, 0.5, 0.5);
        text.LabelAlignment = Alignment.MiddleCenter;
        text.LabelFontSize = 14;
        text.LabelFontColor = theme.Muted;
        text.LabelFontName = ChartFonts.Family;
        return plot;
    }
}
