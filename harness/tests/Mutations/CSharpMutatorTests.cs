using Eval.Harness.Mutations;
using Microsoft.CodeAnalysis.CSharp;

namespace Eval.Harness.Tests.Mutations;

public sealed class CSharpMutatorTests
{
    private const string Program = """
        using System;
        using System.Collections.Generic;

        public static class Solution
        {
            public static List<int> Positive(int[] values, int limit)
            {
                var kept = new List<int>(values.Length);
                for (var i = 0; i < values.Length && kept.Count < limit; i++)
                {
                    if (values[i] is > 0 and not 7)
                    {
                        kept.Add(values[i]);
                    }
                    else if (!int.TryParse("12", out var parsed) || parsed == -1)
                    {
                        throw new ArgumentException($"bad {values[i] + 1} value", nameof(values));
                    }
                }

                return kept;
            }

            public static string Sign(double x) => x < 0.5 ? "low" : $"high {x}";
        }
        """;

    public static TheoryData<string, string, string, string> Changes => new()
    {
        { "int F(int a, int b) => a + b;", "operator", "+", "-" },
        { "int F(int a, int b) => a - b;", "operator", "-", "+" },
        { "int F(int a, int b) => a * b;", "operator", "*", "/" },
        { "int F(int a, int b) => a / b;", "operator", "/", "*" },
        { "int F(int a, int b) => a % b;", "operator", "%", "*" },
        { "bool F(bool a, bool b) => a && b;", "operator", "&&", "||" },
        { "bool F(bool a, bool b) => a || b;", "operator", "||", "&&" },
        { "int F(int a, int b) => a & b;", "operator", "&", "|" },
        { "int F(int a, int b) => a | b;", "operator", "|", "&" },
        { "int F(int a, int b) => a ^ b;", "operator", "^", "|" },
        { "int F(int a, int b) => a << b;", "operator", "<<", ">>" },
        { "int F(int a, int b) => a >> b;", "operator", ">>", "<<" },
        { "int F(int a) => -a;", "operator", "-a", "a" },
        { "int F(int a) => ~a;", "operator", "~a", "a" },
        { "void F(int a) { a++; }", "operator", "++", "--" },
        { "void F(int a) { --a; }", "operator", "--", "++" },
        { "void F(int a) { a += 2; }", "operator", "+=", "-=" },
        { "void F(int a) { a <<= 2; }", "operator", "<<=", ">>=" },
        { "bool F(int a) => a is 1 or 2;", "operator", "or", "and" },
        { "bool F(object a) => a is null;", "operator", "null", "not null" },
        { "bool F(object a) => a is not null;", "operator", "not ", "" },
        { "bool F(int a, int b) => a < b;", "boundary", "<", "<=" },
        { "bool F(int a, int b) => a <= b;", "boundary", "<=", "<" },
        { "bool F(int a, int b) => a > b;", "boundary", ">", ">=" },
        { "bool F(int a, int b) => a >= b;", "boundary", ">=", ">" },
        { "bool F(int a, int b) => a == b;", "boundary", "==", "!=" },
        { "bool F(int a, int b) => a != b;", "boundary", "!=", "==" },
        { "bool F(int a) => a is >= 3;", "boundary", ">=", ">" },
        { "int F() => 5;", "constant", "5", "6" },
        { "int F() => 5;", "constant", "5", "4" },
        { "int F() => 5;", "constant", "5", "0" },
        { "int F() => -5;", "constant", "-5", "-6" },
        { "long F() => 5L;", "constant", "5L", "6L" },
        { "int F() => 0x10;", "constant", "0x10", "17" },
        { "double F() => 0.5;", "constant", "0.5", "1.5" },
        { "decimal F() => 2.5m;", "constant", "2.5m", "1.5m" },
        { "int F(int a) => a -1;", "constant", "1", "2" },
        { "bool F() => true;", "constant", "true", "false" },
        { "bool F() => false;", "constant", "false", "true" },
        { "char F() => 'a';", "constant", "'a'", "'b'" },
        { "string F() => \"ab\";", "constant", "\"ab\"", "\"\"" },
        { "string F() => \"ab\";", "constant", "\"ab\"", "\"a\"" },
        { "string F() => \"\";", "constant", "\"\"", "\"?\"" },
        { "string F(int a) => $\"n={a}\";", "constant", "n=", "" },
        { "void F(bool a) { if (a) G(); }", "condition", "a", "!a" },
        { "void F(bool a) { if (a) G(); }", "condition", "a", "true" },
        { "void F(bool a) { while (a) G(); }", "condition", "a", "false" },
        { "void F(bool a) { do G(); while (a); }", "condition", "a", "!a" },
        { "void F(int a) { for (; a < 3;) G(); }", "condition", "a < 3", "!(a < 3)" },
        { "int F(bool a) => a ? 1 : 2;", "condition", "a", "false" },
        { "bool F(bool a, bool b) => a && b;", "condition", "b", "true" },
        { "bool F(bool a, bool b) => a || b;", "condition", "a", "false" },
        { "int F(string s) { if (int.TryParse(s, out var n)) return n; return 1; }", "condition", "int.TryParse(s, out var n)",
            "((int.TryParse(s, out var n)) || true)" },
        { "bool F(int a) { return G(a); }", "return", "G(a)", "!G(a)" },
        { "int F(int a) { return a; }", "return", "a", "0" },
        { "string F(string a) => a;", "return", "a", "\"\"" },
        { "int[] F(int[] a) => a;", "return", "a", "[]" },
        { "List<int> F() => [];", "return", "[]", "default!" },
        { "Version F(Version a) => a;", "return", "a", "default!" },
        { "async Task<int> F(Task<int> a) { return await a; }", "return", "await a", "0" },
        { "int P { get { return _p; } }", "return", "_p", "0" },
        { "void F(int a) { a = 1; }", "statement", "a = 1;", ";" },
        { "void F() { G(); }", "statement", "G();", ";" },
        { "void F() { while (G()) { break; } }", "statement", "break;", ";" },
        { "void F() { while (G()) { if (H()) continue; G(); } }", "statement", "continue;", ";" },
        { "IEnumerable<int> F() { yield return 1; }", "statement", "yield return 1;", ";" },
    };

    public static TheoryData<string> Untouched => new()
    {
        "void F() { throw new InvalidOperationException(\"no \" + 3); }",
        "int F(int? a) => a ?? throw new ArgumentException($\"no {1 + 2}\");",
        "Exception E = new FormatException(\"no\");",
        "[Obsolete(\"old\", true)] void F() { }",
        "// 1 + 2",
        "public override int GetHashCode() => 17 * 31;",
        "List<int> F = new List<int>(16);",
        "void F() { Debug.Assert(1 < 2); }",
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void Every_operator_makes_its_change(string member, string kind, string before, string after)
    {
        Assert.Contains(CSharpMutator.Mutate(Wrapped(member)), mutant =>
            mutant.Operator == kind && mutant.Before == before && mutant.After == after && mutant.Line == 3);
    }

    [Theory]
    [MemberData(nameof(Untouched))]
    public void What_no_test_can_notice_is_left_alone(string member)
    {
        Assert.DoesNotContain(CSharpMutator.Mutate(Wrapped(member)), mutant => mutant.Operator != "return");
    }

    [Theory]
    [InlineData("int F(int a, int b) => a < b ? a : b;")]
    [InlineData("void F(int a) { if (a > best) best = a; }")]
    [InlineData("void F(int a) { if ((best <= a)) { best = a; } }")]
    public void A_boundary_between_equal_choices_is_no_mutant(string member)
    {
        Assert.DoesNotContain(CSharpMutator.Mutate(Wrapped(member)), mutant => mutant.Operator == "boundary");
    }

    [Fact]
    public void A_jump_that_changes_nothing_or_must_stay_is_no_mutant()
    {
        var mutants = CSharpMutator.Mutate(Wrapped(
            "void F(int a) { while (G()) { switch (a) { case 1: break; } if (H()) { continue; } } }"));

        Assert.DoesNotContain(mutants, mutant => mutant.Operator == "statement");
    }

    [Fact]
    public void Text_is_never_subtracted()
    {
        Assert.DoesNotContain(CSharpMutator.Mutate(Wrapped("string F(int a) => \"n\" + a;")), mutant => mutant.After == "-");
    }

    [Fact]
    public void Every_mutant_parses_and_differs_from_the_source_and_from_every_other()
    {
        var mutants = CSharpMutator.Mutate(Program);

        Assert.True(mutants.Count > 30, $"only {mutants.Count} mutants");
        Assert.All(mutants,
            mutant => Assert.Empty(CSharpSyntaxTree.ParseText(mutant.Source, cancellationToken: TestContext.Current.CancellationToken)
            .GetDiagnostics(TestContext.Current.CancellationToken)));
        Assert.DoesNotContain(mutants, mutant => mutant.Source == Program);
        Assert.Equal(mutants.Count, mutants.Select(mutant => mutant.Source).Distinct().Count());
    }

    [Fact]
    public void A_mutant_is_the_source_with_its_one_place_changed()
    {
        Assert.All(CSharpMutator.Mutate(Program), mutant =>
        {
            var line = Program.Split('\n')[mutant.Line - 1];
            Assert.Contains(mutant.Before.Split('\n')[0], line, StringComparison.Ordinal);
            Assert.Equal(Program.Length - mutant.Before.Length + mutant.After.Length, mutant.Source.Length);
        });
    }

    [Fact]
    public void Ids_are_unique_and_the_same_every_time()
    {
        var ids = CSharpMutator.Mutate(Program).Select(mutant => mutant.Id).ToList();

        Assert.Equal(ids.Count, ids.Distinct().Count());
        Assert.Equal(ids, CSharpMutator.Mutate(Program).Select(mutant => mutant.Id));
        Assert.Equal("boundary-3-", CSharpMutator.Mutate(Wrapped("bool F(int a) => a < G;")).First(mutant => mutant.Operator == "boundary")
            .Id[..11]);
    }

    [Fact]
    public void A_source_that_does_not_parse_is_refused()
    {
        Assert.Throws<FormatException>(() => CSharpMutator.Mutate("class {"));
    }

    private static string Wrapped(string member) => $"class C\n{{\n{member}\n}}\n";
}
