using Eval.Harness.Replies;

namespace Eval.Harness.Scoring.TestCode;

/// <summary>Writes the using directives by which tests find an answer's types wherever it declares them.</summary>
internal static class AnswerNames
{
    /// <summary>Returns one directive for each name; generic types can be named only by the namespace they stand in.</summary>
    public static IEnumerable<string> Directives(IEnumerable<AnswerType> types) => types.DistinctBy(type => (type.Name, type.IsGeneric))
        .Select(type => type.IsGeneric ? $"using global::{type.Namespace};"
            : type.Namespace.Length == 0 ? $"using {type.Name} = global::{type.Name};"
            : $"using {type.Name} = global::{type.Namespace}.{type.Name};")
        .Distinct();
}
