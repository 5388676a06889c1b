namespace Eval.Reports.Charts;

/// <summary>A label wanted beside a point.</summary>
internal sealed record PointLabel(double X, double Y, string Text, bool IsBold);
