namespace Eval.Sandboxes.Roslyn;

/// <summary>A compiler's answer.</summary>
internal sealed record Compilation
{
    /// <summary>The assembly; null when there is none.</summary>
    public byte[]? Assembly { get; private init; }

    public IReadOnlyList<CompilerDiagnostic> Diagnostics { get; private init; } = [];

    /// <summary>What is used although the request forbids it.</summary>
    public string? Forbidden { get; private init; }

    public static Compilation Read(byte[] answer)
    {
        using var reader = new BinaryReader(new MemoryStream(answer));
        switch (reader.ReadByte())
        {
            case 0:
                return new Compilation { Assembly = reader.ReadBytes(reader.ReadInt32()) };
            case 1:
                var diagnostics = new CompilerDiagnostic[reader.ReadInt32()];
                for (var i = 0; i < diagnostics.Length; i++)
                {
                    diagnostics[i] = new CompilerDiagnostic(reader.ReadString(), reader.ReadString(), reader.ReadString(),
                        reader.ReadInt32(), reader.ReadInt32());
                }

                return new Compilation { Diagnostics = diagnostics };
            default:
                return new Compilation { Forbidden = reader.ReadString() };
        }
    }

    public static SyntaxOutline ReadOutline(byte[] answer)
    {
        using var reader = new BinaryReader(new MemoryStream(answer));
        var errors = reader.ReadInt32();
        var usingsEnd = reader.ReadInt32();
        var cleanEnd = reader.ReadInt32();
        var names = ReadTexts(reader);
        return new SyntaxOutline(errors, ReadMembers(reader)) { UsingsEnd = usingsEnd, CleanEnd = cleanEnd, Names = names };
    }

    private static string[] ReadTexts(BinaryReader reader)
    {
        var texts = new string[reader.ReadInt32()];
        for (var i = 0; i < texts.Length; i++)
        {
            texts[i] = reader.ReadString();
        }

        return texts;
    }

    private static OutlineMember[] ReadMembers(BinaryReader reader)
    {
        var members = new OutlineMember[reader.ReadInt32()];
        for (var i = 0; i < members.Length; i++)
        {
            var member = new OutlineMember((OutlineMemberKind)reader.ReadByte(), reader.ReadString(), reader.ReadInt32(),
                reader.ReadInt32());
            var keyword = reader.ReadInt32();
            members[i] = member with
            {
                Keyword = keyword < 0 ? null : keyword,
                Modifiers = reader.ReadString(),
                Namespace = reader.ReadString(),
                Attributes = ReadTexts(reader),
                Arity = reader.ReadInt32(),
                IsStub = reader.ReadBoolean(),
                Members = ReadMembers(reader),
            };
        }

        return members;
    }
}
