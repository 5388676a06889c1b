using System.Reflection;
using Eval.Harness.Options;
using Microsoft.Extensions.AI;

namespace Eval.Harness.Providers;

/// <summary>
/// Loads the user's own chat client, written as <c>path/to/assembly.dll:Namespace.Type</c>; the type has a method
/// <c>public static IChatClient Create(string model)</c>. It is trusted code, as the rest of the configuration is.
/// </summary>
internal static class ChatClientLoader
{
    /// <exception cref="UsageException">There is no such assembly, type or method.</exception>
    public static Func<string, IChatClient> Find(string provider, string client)
    {
        var colon = client.LastIndexOf(':');
        if (colon <= 0)
        {
            throw new UsageException(
                $"provider {provider}, 'chatClient': '{client}' is no assembly and type; write path/to/assembly.dll:Namespace.Type.");
        }

        var file = Path.GetFullPath(client[..colon]);
        var create = Load(provider, file).GetType(client[(colon + 1)..])?.GetMethod("Create", BindingFlags.Public | BindingFlags.Static,
            [typeof(string)]);
        return create is null || !create.ReturnType.IsAssignableTo(typeof(IChatClient))
            ? throw new UsageException($"provider {provider}, 'chatClient': {file} has no type {client[(colon + 1)..]} with a method "
            + "'public static IChatClient Create(string model)'.")
            : create.CreateDelegate<Func<string, IChatClient>>();
    }

    private static Assembly Load(string provider, string file)
    {
        try
        {
            return Assembly.LoadFrom(file);
        }
        catch (Exception e) when (e is IOException or BadImageFormatException)
        {
            throw new UsageException($"provider {provider}, 'chatClient': {file} cannot be loaded: {e.Message}");
        }
    }
}
