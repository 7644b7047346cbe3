namespace Gateway.Pki;

/// <summary>Why a text is no distinguished name: a reason and where in the text.</summary>
public sealed class NameError
{
    /// <summary>Lower-case reason, or null when there was no error.</summary>
    public string Reason { get; private set; }

    /// <summary>Index of the character that the reason is about.</summary>
    public int Position { get; private set; }

    /// <summary>Sets the error unless there is one; always false.</summary>
    internal bool Set(string reason, int position)
    {
        if (Reason == null)
        {
            Reason = reason;
            Position = position;
        }

        return false;
    }
}
