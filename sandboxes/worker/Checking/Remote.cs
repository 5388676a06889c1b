using Eval.Sandboxes.Worker.Exchange;

// Stand-ins are generated code that names this by its full name: the namespace is part of what they agree on.
namespace Eval.Checking;

/// <summary>What stand-ins call the answer by.</summary>
public static class Remote
{
    private static bool isEqualityByAnswer;

    /// <summary>Gets whether some equality or order was decided by code that the answer wrote for it.</summary>
    internal static bool IsEqualityByAnswer => Volatile.Read(ref isEqualityByAnswer);

    internal static Peer? Peer { get; private set; }

    /// <summary>Begins with the tests of another answer.</summary>
    internal static void Begin(Peer peer)
    {
        Peer = peer;
        Volatile.Write(ref isEqualityByAnswer, false);
    }

    /// <summary>Makes the answer's object for a stand-in.</summary>
    public static void New(IRemote self, Type type, Type[] types, object?[] arguments, string modes = "")
    {
        self.Handle = Make(type, types, arguments, modes);
        Peer!.Adopt(self.Handle.Id, self);
    }

    /// <summary>Makes the answer's struct.</summary>
    public static Handle Make(Type type, Type[] types, object?[] arguments, string modes = "") =>
        new(Peer!, (long)Caller.Call(Peer!, 0, type, ".ctor", [], types, arguments, typeof(long), modes).Result!);

    /// <summary>Calls a member of an object.</summary>
    public static T Call<T>(IRemote self, Type declaring, string name, Type[] generics, Type[] types, object?[] arguments,
        string modes = "") =>
        As<T>(Caller.Call(Peer!, self.Handle!.Id, declaring, name, generics, types, arguments, typeof(T), modes).Result);

    /// <summary>Calls a member of an object that returns nothing.</summary>
    public static void Do(IRemote self, Type declaring, string name, Type[] generics, Type[] types, object?[] arguments,
        string modes = "") =>
        Caller.Call(Peer!, self.Handle!.Id, declaring, name, generics, types, arguments, typeof(void), modes);

    /// <summary>Calls a static member.</summary>
    public static T CallStatic<T>(Type declaring, string name, Type[] generics, Type[] types, object?[] arguments, string modes = "") =>
        As<T>(Caller.Call(Peer!, 0, declaring, name, generics, types, arguments, typeof(T), modes).Result);

    /// <summary>Calls a static member that returns nothing.</summary>
    public static void DoStatic(Type declaring, string name, Type[] generics, Type[] types, object?[] arguments, string modes = "") =>
        Caller.Call(Peer!, 0, declaring, name, generics, types, arguments, typeof(void), modes);

    /// <summary>Calls a member of a struct; where it may change the struct, on a copy that takes its place.</summary>
    public static T CallStruct<T>(ref Handle? handle, Type type, Type declaring, string name, Type[] generics, Type[] types,
        object?[] arguments, string modes = "", bool changes = false)
    {
        handle ??= Make(type, [], []);
        var (result, copy) = Caller.Call(Peer!, handle.Id, declaring, name, generics, types, arguments, typeof(T), modes, changes);
        handle = changes ? new Handle(Peer!, copy) : handle;
        return As<T>(result);
    }

    /// <summary>Copies an object.</summary>
    public static Handle Clone(IRemote original) =>
        new(Peer!, Caller.Call(Peer!, original.Handle!.Id, null, "<clone>", [], [], [], typeof(object)).Copy);

    /// <summary>Notes that code that the answer wrote for it decides on equality or order.</summary>
    public static void ByAnswer() => Volatile.Write(ref isEqualityByAnswer, true);

    /// <summary>Whether two members are equal, which is decided here.</summary>
    public static bool Same<T>(T left, T right) => EqualityComparer<T>.Default.Equals(left, right);

    /// <summary>Returns the hash code of members.</summary>
    public static int Hash(params object?[] members)
    {
        var hash = default(HashCode);
        foreach (var member in members)
        {
            hash.Add(member);
        }

        return hash.ToHashCode();
    }

    /// <summary>Returns a value as what is declared of it.</summary>
    public static T As<T>(object? value) => value is null ? default! : (T)value;
}
