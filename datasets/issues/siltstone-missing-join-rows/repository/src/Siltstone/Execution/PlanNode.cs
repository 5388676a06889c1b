using Siltstone.Values;

namespace Siltstone.Execution;

/// <summary>A step of a plan; it gives rows, which it mostly makes from those of its inputs.</summary>
internal abstract class PlanNode
{
    public abstract IReadOnlyList<PlanNode> Inputs { get; }

    /// <summary>How many slots the rows have.</summary>
    public abstract int Width { get; }

    /// <summary>
    /// The slot by which the rows come in ascending order, when there is one. Other steps rely on it: with an order,
    /// there need be no sort, and joins can merge.
    /// </summary>
    public virtual int? OrderedBy => null;

    public abstract IEnumerable<SqlValue[]> Execute();

    /// <summary>What the step does, in one line.</summary>
    public abstract string Describe();
}

/// <summary>One row without slots, for queries without a table.</summary>
internal sealed class SingleRow : PlanNode
{
    public override IReadOnlyList<PlanNode> Inputs => [];

    public override int Width => 0;

    public override IEnumerable<SqlValue[]> Execute() => [[]];

    public override string Describe() => "Single row";
}
