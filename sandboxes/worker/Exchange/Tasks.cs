using System.Reflection;

namespace Eval.Sandboxes.Worker.Exchange;

/// <summary>Tasks in all their forms.</summary>
internal static class Tasks
{
    /// <summary>Returns the task that a value is or holds; null for others.</summary>
    public static Task? AsTask(object value) => value switch
    {
        Task task => task,
        ValueTask task => task.AsTask(),
        _ when value.GetType() is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(ValueTask<>) =>
            (Task)type.GetMethod("AsTask")!.Invoke(value, null)!,
        _ => null,
    };

    /// <summary>Whether a declared type is a task's.</summary>
    public static bool IsTask(Type type) => type == typeof(Task) || type == typeof(ValueTask) || ResultType(type) is not null;

    /// <summary>The type of a task's result; null where it has none.</summary>
    public static Type? ResultType(Type type)
    {
        for (var up = type; up is not null; up = up.BaseType)
        {
            if (up.IsGenericType && up.GetGenericTypeDefinition() is var definition
                && (definition == typeof(Task<>) || definition == typeof(ValueTask<>)))
            {
                var result = up.GetGenericArguments()[0];
                return result.Name == "VoidTaskResult" ? null : result;
            }
        }

        return null;
    }

    /// <summary>The result of a task that ended well.</summary>
    public static object? ResultOf(Task task) =>
        ResultType(task.GetType()) is null ? null : task.GetType().GetProperty("Result")!.GetValue(task);

    /// <summary>Makes a task of a declared type, and what ends it.</summary>
    public static (object Value, Action<object?> Succeed, Action<Exception> Fail) Create(Type declared)
    {
        var result = ResultType(declared);
        if (result is null)
        {
            var plain = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return (declared == typeof(ValueTask) ? new ValueTask(plain.Task) : plain.Task, _ => plain.TrySetResult(),
                e => End(plain.TrySetException, plain.TrySetCanceled, e));
        }

        return (ITaskSource)Activator.CreateInstance(typeof(TaskSource<>).MakeGenericType(result))! is var source
            ? (source.Value(declared), source.Succeed, source.Fail) : default;
    }

    private static void End(Func<Exception, bool> fail, Func<bool> cancel, Exception e)
    {
        _ = e is TaskCanceledException ? cancel() : fail(e);
    }

    private interface ITaskSource
    {
        object Value(Type declared);

        void Succeed(object? result);

        void Fail(Exception exception);
    }

    private sealed class TaskSource<T> : ITaskSource
    {
        private readonly TaskCompletionSource<T> _source = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public object Value(Type declared) =>
            declared.IsGenericType && declared.GetGenericTypeDefinition() == typeof(ValueTask<>)
                ? new ValueTask<T>(_source.Task) : _source.Task;

        public void Succeed(object? result) => _source.TrySetResult(result is null ? default! : (T)result);

        public void Fail(Exception exception) => End(_source.TrySetException, _source.TrySetCanceled, exception);
    }
}
