using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.Scripting;

namespace Eval.Harness.Expressions;

/// <summary>Compiles expressions of the user's own configuration, once each: every compilation stays in memory for good.</summary>
internal static class TrustedScript
{
    public static ScriptRunner<T> Compile<T>(string expression, Type globals, string field)
    {
        var options = ScriptOptions.Default
            .WithImports("System", "System.Linq", "System.Collections.Generic")
            .WithReferences(typeof(Enumerable).Assembly, globals.Assembly);
        try
        {
            return CSharpScript.Create<T>(expression, options, globals).CreateDelegate();
        }
        catch (CompilationErrorException e)
        {
            throw new FormatException($"field '{field}': the expression does not compile: {e.Diagnostics[0].GetMessage()}", e);
        }
    }
}
