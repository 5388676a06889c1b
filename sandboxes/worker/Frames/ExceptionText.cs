namespace Eval.Sandboxes.Worker.Frames;

/// <summary>What is told of an exception. Its members may be the answer's own code and throw themselves.</summary>
internal static class ExceptionText
{
    private const int MaxChars = 500;

    /// <summary>
    /// Returns the type names from the thrown type up to Exception, joined by &lt;. What does not belong to the runtime has its assembly in
    /// brackets before it: an answer may call an exception of its own as it likes.
    /// </summary>
    public static string Types(Exception exception)
    {
        var names = new List<string>();
        for (var type = exception.GetType(); type is not null && type != typeof(object); type = type.BaseType)
        {
            names.Add((IsOfRuntime(type) ? "" : $"[{type.Assembly.GetName().Name}]") + (type.FullName ?? type.Name));
        }

        return string.Join('<', names);
    }

    /// <summary>What an answer brings along is loaded from memory, not from a file.</summary>
    private static bool IsOfRuntime(Type type) => type.Assembly.Location.Length > 0;

    public static string Message(Exception exception)
    {
        try
        {
            var message = exception.Message;
            return message.Length > MaxChars ? message[..MaxChars] : message;
        }
        catch (Exception)
        {
            return "";
        }
    }
}
