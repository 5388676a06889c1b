using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Eval.Datasets;

/// <summary>One row of a data set: something a model is asked to do and that can be checked by running it.</summary>
public abstract record EvalTask
{
    /// <summary>Gets the identifier, unique within the data set.</summary>
    public required string Id { get; init; }

    /// <summary>Gets the name of the data set the task came from.</summary>
    public required string Dataset { get; init; }

    /// <summary>Gets the language of the expected answer in lower case, for instance <c>csharp</c> or <c>python</c>.</summary>
    public required string Language { get; init; }

    /// <summary>Gets the kind of request, for instance <c>completion</c>, <c>multi-constraint</c> or <c>library-api</c>.</summary>
    public required string Class { get; init; }

    /// <summary>Gets <c>simple</c>, <c>medium</c> or <c>complex</c>; <see langword="null"/> when nobody has said.</summary>
    public string? Difficulty { get; init; }

    /// <summary>Gets free labels.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Gets the text of the task as the data set gives it.</summary>
    public required string Prompt { get; init; }

    /// <summary>Gets the SHA-256 of everything that decides a verdict, in hex; guards comparisons across edits of a data set.</summary>
    public string ContentHash => Hashes.GetValue(this, task => task.ComputeContentHash());

    /// <summary>Kept beside the tasks: a copy made by <c>with</c> has other content.</summary>
    private static readonly ConditionalWeakTable<EvalTask, string> Hashes = [];

    /// <summary>Returns the parts beside id and prompt that decide a verdict.</summary>
    protected abstract object HashedContent();

    private string ComputeContentHash()
    {
        var json = JsonSerializer.Serialize(new { Id, Language, Prompt, Content = HashedContent() });
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json)));
    }
}
