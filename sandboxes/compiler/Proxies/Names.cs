using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Eval.Sandboxes.Compiler.Proxies;

/// <summary>Writes types, names and constants as they stand in source.</summary>
internal static class Names
{
    public static string Type(ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);

    /// <summary>The type as an operand of typeof, of what is passed: the elements of a span go in an array.</summary>
    public static string TypeOf(ITypeSymbol type) => type.TypeKind == TypeKind.Dynamic ? "typeof(object)" : $"typeof({Passed(type)})";

    /// <summary>The type of what is passed for a parameter or comes for a result.</summary>
    public static string Passed(ITypeSymbol type) => SpanOf(type) is { } item ? $"{Type(item)}[]" : Type(type);

    public static ITypeSymbol? SpanOf(ITypeSymbol type) =>
        type is INamedTypeSymbol { IsRefLikeType: true, Name: "Span" or "ReadOnlySpan", Arity: 1,
            ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } } span
            ? span.TypeArguments[0] : null;

    public static string Id(string name) => SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None ? "@" + name : name;

    public static string Text(string text) => SymbolDisplay.FormatLiteral(text, quote: true);

    public static string Access(Accessibility access) => access switch
    {
        Accessibility.Public => "public",
        _ => "internal",
    };

    /// <summary>Whether tests in the same assembly reach it.</summary>
    public static bool IsReachable(ISymbol symbol) =>
        symbol.DeclaredAccessibility is Accessibility.Public or Accessibility.Internal or Accessibility.ProtectedOrInternal;

    /// <summary>Whether a type can stand in a stand-in's signature.</summary>
    public static bool IsWritable(ITypeSymbol type) => type switch
    {
        IPointerTypeSymbol or IFunctionPointerTypeSymbol or IErrorTypeSymbol => false,
        IArrayTypeSymbol array => IsWritable(array.ElementType),
        ITypeParameterSymbol => true,
        INamedTypeSymbol named => (!named.IsRefLikeType || SpanOf(named) is not null)
            && (named.DeclaringSyntaxReferences.Length == 0 || IsReachable(named)) && named.TypeArguments.All(IsWritable)
            && (named.ContainingType is null || IsWritable(named.ContainingType)),
        _ => true,
    };

    public static string Constant(object? value, ITypeSymbol type)
    {
        if (value is null)
        {
            return "default";
        }

        var text = value switch
        {
            string or char or bool => SymbolDisplay.FormatPrimitive(value, quoteStrings: true, useHexadecimalNumbers: false)!,
            double number when double.IsNaN(number) => "double.NaN",
            double number when double.IsInfinity(number) => number > 0 ? "double.PositiveInfinity" : "double.NegativeInfinity",
            double number => number.ToString("R", CultureInfo.InvariantCulture) + "D",
            float number when float.IsNaN(number) => "float.NaN",
            float number when float.IsInfinity(number) => number > 0 ? "float.PositiveInfinity" : "float.NegativeInfinity",
            float number => number.ToString("R", CultureInfo.InvariantCulture) + "F",
            decimal number => number.ToString(CultureInfo.InvariantCulture) + "M",
            long number => number.ToString(CultureInfo.InvariantCulture) + "L",
            ulong number => number.ToString(CultureInfo.InvariantCulture) + "UL",
            _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        };
        return type.TypeKind == TypeKind.Enum || value is byte or sbyte or short or ushort ? $"({Type(type)})({text})" : text;
    }

    /// <summary>The type parameters with their variance, and what constrains them.</summary>
    public static (string List, string Constraints) TypeParameters(IReadOnlyList<ITypeParameterSymbol> parameters,
        bool withVariance = false) => parameters.Count == 0 ? ("", "")
        : ($"<{string.Join(", ", parameters.Select(parameter => (withVariance ? Variance(parameter) : "") + Id(parameter.Name)))}>",
            string.Concat(parameters.Select(Constraint)));

    private static string Variance(ITypeParameterSymbol parameter) => parameter.Variance switch
    {
        VarianceKind.In => "in ",
        VarianceKind.Out => "out ",
        _ => "",
    };

    private static string Constraint(ITypeParameterSymbol parameter)
    {
        var parts = new List<string>();
        if (parameter.HasUnmanagedTypeConstraint)
        {
            parts.Add("unmanaged");
        }
        else if (parameter.HasValueTypeConstraint)
        {
            parts.Add("struct");
        }
        else if (parameter.HasReferenceTypeConstraint)
        {
            parts.Add("class");
        }
        else if (parameter.HasNotNullConstraint)
        {
            parts.Add("notnull");
        }

        parts.AddRange(parameter.ConstraintTypes.Select(Type));
        if (parameter.HasConstructorConstraint && !parameter.HasValueTypeConstraint)
        {
            parts.Add("new()");
        }

        return parts.Count == 0 ? "" : $" where {Id(parameter.Name)} : {string.Join(", ", parts)}";
    }
}
