namespace Eval.Judging;

/// <summary>Stands for an object of the other side.</summary>
public interface IRemote
{
    /// <summary>Gets or sets the object; null for one that is not there yet.</summary>
    Handle? Handle { get; set; }
}
