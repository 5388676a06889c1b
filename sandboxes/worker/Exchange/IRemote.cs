// Stand-ins are generated code that names this by its full name: the namespace is part of what they agree on.
namespace Eval.Checking;

/// <summary>Stands for an object of the other side.</summary>
public interface IRemote
{
    /// <summary>Gets or sets the object; null for one that is not there yet.</summary>
    Handle? Handle { get; set; }
}
