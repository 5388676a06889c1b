namespace Eval.Sandboxes.Worker.Exchange;

/// <summary>What a call asks for, up to its arguments.</summary>
/// <param name="Target">The number of the object; 0 for a static member.</param>
/// <param name="Declaring">The name of the type that declares the member; empty where the object's own decides.</param>
/// <param name="Name">The member's name; one with # is of the exchange itself.</param>
/// <param name="IsOnCopy">Whether the object is copied first: a struct's.</param>
/// <param name="Culture">The culture that the caller has.</param>
/// <param name="Generics">The names of the type arguments.</param>
/// <param name="Parameters">What it is called with.</param>
/// <param name="Result">The name of the result's type.</param>
internal sealed record CallHead(
    long Target, string Declaring, string Name, bool IsOnCopy, string Culture, string[] Generics, CallParameter[] Parameters, string Result)
{
    private const int MaxParameters = 64;

    public static CallHead Read(WireReader reader)
    {
        var (target, declaring, name, isOnCopy, culture) = (reader.Id(), reader.Text(), reader.Text(), reader.Byte() == 1, reader.Text());
        var generics = new string[reader.Count(MaxParameters)];
        for (var i = 0; i < generics.Length; i++)
        {
            generics[i] = reader.Text();
        }

        var parameters = new CallParameter[reader.Count(MaxParameters)];
        for (var i = 0; i < parameters.Length; i++)
        {
            parameters[i] = new CallParameter(reader.Text(), reader.Byte());
        }

        return new CallHead(target, declaring, name, isOnCopy, culture, generics, parameters, reader.Text());
    }

    public void Write(WireWriter writer)
    {
        writer.Id(Target);
        writer.Text(Declaring);
        writer.Text(Name);
        writer.Byte(IsOnCopy ? (byte)1 : (byte)0);
        writer.Text(Culture);
        writer.Number(Generics.Length);
        foreach (var type in Generics)
        {
            writer.Text(type);
        }

        writer.Number(Parameters.Length);
        foreach (var parameter in Parameters)
        {
            writer.Text(parameter.Type);
            writer.Byte(parameter.Mode);
        }

        writer.Text(Result);
    }
}
