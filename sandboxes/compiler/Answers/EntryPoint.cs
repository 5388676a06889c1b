using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace Eval.Sandboxes.Compiler.Answers;

/// <summary>
/// Tells a worker which method runs a compiled program: its token follows the image, where no loader looks. To find a method by its name
/// takes a worker 1.5 ms of every start.
/// </summary>
internal static class EntryPoint
{
    private const string Type = "EvalDriver";
    private const string Method = "Run";

    /// <summary>Writes the token behind an image; 0 for an image that runs nothing.</summary>
    public static void Append(MemoryStream image)
    {
        image.Position = 0;
        using var reader = new PEReader(image, PEStreamOptions.LeaveOpen);
        var token = Find(reader.GetMetadataReader());
        image.Position = image.Length;
        image.Write(BitConverter.GetBytes(token));
    }

    private static int Find(MetadataReader metadata)
    {
        foreach (var handle in metadata.TypeDefinitions)
        {
            var type = metadata.GetTypeDefinition(handle);
            if (type.Namespace.IsNil && type.GetDeclaringType().IsNil && metadata.StringComparer.Equals(type.Name, Type))
            {
                return type.GetMethods().Where(method => metadata.StringComparer.Equals(metadata.GetMethodDefinition(method).Name, Method))
                    .Select(method => MetadataTokens.GetToken(method)).FirstOrDefault();
            }
        }

        return 0;
    }
}
