namespace Siltstone.Transactions;

/// <summary>What has to be done to take changes back, in the order the changes were made.</summary>
internal sealed class UndoLog
{
    private readonly List<Action> _steps = [];

    /// <summary>A mark to which the log can be rolled back.</summary>
    public int Mark => _steps.Count;

    public void Add(Action undo) => _steps.Add(undo);

    /// <summary>Takes back everything that was done after the mark, the latest change first.</summary>
    public void RollBackTo(int mark)
    {
        for (int i = _steps.Count - 1; i >= mark; i--)
        {
            _steps[i]();
        }

        _steps.RemoveRange(mark, _steps.Count - mark);
    }

    public void Clear() => _steps.Clear();
}

/// <summary>
/// Runs statements so that each takes effect wholly or not at all, and groups them into transactions. There is one
/// connection, so there is nothing to isolate.
/// </summary>
internal sealed class TransactionManager
{
    private readonly UndoLog _log = new();
    private readonly List<(string Name, int Mark)> _savepoints = [];

    public bool IsActive { get; private set; }

    public void Begin()
    {
        if (IsActive)
        {
            throw new SqlException(SqlErrorKind.Transaction, "A transaction is already under way.");
        }

        IsActive = true;
    }

    public void Commit()
    {
        RequireActive();
        End();
    }

    public void RollBack()
    {
        RequireActive();
        _log.RollBackTo(0);
        End();
    }

    public void SetSavepoint(string name)
    {
        RequireActive();
        _savepoints.Add((name, _log.Mark));
    }

    /// <summary>Takes back what was done since the savepoint, which itself stays; later ones are forgotten.</summary>
    public void RollBackTo(string name)
    {
        RequireActive();
        int at = _savepoints.FindLastIndex(s => string.Equals(s.Name, name, StringComparison.OrdinalIgnoreCase));
        if (at < 0)
        {
            throw new SqlException(SqlErrorKind.Transaction, $"There is no savepoint {name}.");
        }

        _log.RollBackTo(_savepoints[at].Mark);
        _savepoints.RemoveRange(at + 1, _savepoints.Count - at - 1);
    }

    /// <summary>Runs a change of data; when it fails, whatever part of it was done is taken back.</summary>
    public T Run<T>(Func<UndoLog, T> change)
    {
        int mark = _log.Mark;
        try
        {
            return change(_log);
        }
        catch
        {
            _log.RollBackTo(mark);
            throw;
        }
        finally
        {
            if (!IsActive)
            {
                _log.Clear();
            }
        }
    }

    private void End()
    {
        IsActive = false;
        _log.Clear();
        _savepoints.Clear();
    }

    private void RequireActive()
    {
        if (!IsActive)
        {
            throw new SqlException(SqlErrorKind.Transaction, "No transaction is under way.");
        }
    }
}
