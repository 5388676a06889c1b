using Siltstone.Values;

namespace Siltstone.Expressions;

/// <summary>
/// An expression whose names are resolved: columns are slots of the row it is evaluated over. The text of an
/// expression identifies it, so that equal expressions have equal texts.
/// </summary>
internal abstract class Expression
{
    public abstract SqlType Type { get; }

    public abstract IReadOnlyList<Expression> Children { get; }

    public abstract SqlValue Evaluate(SqlValue[] row);

    /// <summary>The same expression over other operands.</summary>
    public abstract Expression WithChildren(IReadOnlyList<Expression> children);

    public abstract override string ToString();

    /// <summary>Evaluates a condition.</summary>
    public Truth Test(SqlValue[] row) => TruthLogic.FromValue(Evaluate(row));

    /// <summary>The slots that the expression reads.</summary>
    public IEnumerable<int> Slots() =>
        this is SlotExpression slot ? [slot.Slot] : Children.SelectMany(c => c.Slots()).Distinct();

    /// <summary>The same expression over a row whose slots are arranged differently.</summary>
    public Expression MapSlots(Func<int, int> map)
    {
        if (this is SlotExpression slot)
        {
            return new SlotExpression(map(slot.Slot), slot.Type, slot.Name);
        }

        return Children.Count == 0 ? this : WithChildren([.. Children.Select(c => c.MapSlots(map))]);
    }
}

/// <summary>A slot of the row.</summary>
internal sealed class SlotExpression(int slot, SqlType type, string name) : Expression
{
    public int Slot { get; } = slot;

    /// <summary>The name of the column, for titles and plans.</summary>
    public string Name { get; } = name;

    public override SqlType Type { get; } = type;

    public override IReadOnlyList<Expression> Children => [];

    public override SqlValue Evaluate(SqlValue[] row) => row[Slot];

    public override Expression WithChildren(IReadOnlyList<Expression> children) => this;

    public override string ToString() => $"{Name}#{Slot}";
}

/// <summary>A constant.</summary>
internal sealed class ConstantExpression(SqlValue value) : Expression
{
    public SqlValue Value { get; } = value;

    public override SqlType Type => Value.Type;

    public override IReadOnlyList<Expression> Children => [];

    public override SqlValue Evaluate(SqlValue[] row) => Value;

    public override Expression WithChildren(IReadOnlyList<Expression> children) => this;

    public override string ToString() => Value.ToLiteral();
}
