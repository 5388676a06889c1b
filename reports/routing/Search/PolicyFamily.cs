namespace Eval.Routing.Search;

/// <summary>What kind of decision a policy makes.</summary>
[Flags]
public enum PolicyFamily
{
    /// <summary>No family.</summary>
    None = 0,

    /// <summary>One model, with or without another one behind it for failures.</summary>
    OneModel = 1,

    /// <summary>What is known when the request is made decides.</summary>
    Rules = 2,

    /// <summary>A verdict on the first answer decides.</summary>
    Cascade = 4,

    /// <summary>A second model is asked when the first takes long.</summary>
    Hedge = 8,

    /// <summary>All of them.</summary>
    All = OneModel | Rules | Cascade | Hedge,
}
