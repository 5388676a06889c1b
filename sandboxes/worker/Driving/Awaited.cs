namespace Eval.Sandboxes.Worker.Driving;

/// <summary>Waits for tasks that a call returned.</summary>
internal static class Awaited
{
    /// <summary>Returns what a task ends with, and anything else as it is.</summary>
    /// <remarks>Most answers return plain values, for which nothing of tasks need be loaded.</remarks>
    public static object? Value(object? value) => value is null or string || value.GetType().IsPrimitive ? value : ValueOfTask(value);

    private static object? ValueOfTask(object value)
    {
        switch (value)
        {
            case Task task:
                task.GetAwaiter().GetResult();
                var type = task.GetType();
                while (type is not null && !(type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Task<>)))
                {
                    type = type.BaseType;
                }

                return type?.GetGenericArguments()[0].Name is null or "VoidTaskResult" ? null : type.GetProperty("Result")!.GetValue(task);
            case ValueTask valueTask:
                valueTask.AsTask().GetAwaiter().GetResult();
                return null;
            case not null when value.GetType() is { IsGenericType: true } generic
                && generic.GetGenericTypeDefinition() == typeof(ValueTask<>):
                return Value(generic.GetMethod("AsTask")!.Invoke(value, null));
            default:
                return value;
        }
    }
}
