using Gateway.Core;

namespace Gateway.App;

/// <summary>What one session did since the start.</summary>
internal sealed class SessionStatistics
{
    private static readonly string[] Labels =
    {
        "Initial requests     : ", "Certificate requests : ", "Key update requests  : ",
        "PKCS#10 requests     : ", "Revocation requests  : ",
    };

    private readonly int[] _requests = new int[TransactionKinds.Count];
    private int _succeeded;
    private int _failed;
    private int _waited;
    private string _result;
    private long _resultUtc = UtcTime.Unknown;

    public SessionStatistics(string name) => Name = name;

    /// <summary>The session's name.</summary>
    public string Name { get; }

    /// <summary>How often the CA was asked whether it has decided.</summary>
    public int Polls { get; set; }

    /// <summary>How often a message was sent again.</summary>
    public int Retries { get; set; }

    /// <summary>HTTP exchanges without an answer, or with another status than 200.</summary>
    public int HttpErrors { get; set; }

    /// <summary>How the last request ended, with its time; "-" before the first end.</summary>
    public string LastResult => _result == null ? "-"
        : (_resultUtc == UtcTime.Unknown ? "" : UtcTime.ToText(_resultUtc) + " UTC ") + _result;

    /// <summary>Counts a request.</summary>
    public void Request(TransactionKind kind) => _requests[(int)kind]++;

    /// <summary>Counts an end.</summary>
    public void End(bool isSuccess, string result, long utcSeconds)
    {
        if (isSuccess) _succeeded++;
        else _failed++;
        Note(result, utcSeconds);
    }

    /// <summary>Counts that the CA is to be asked again later; a reason, or "".</summary>
    public void Wait(string reason, long utcSeconds)
    {
        _waited++;
        Note("waiting, the CA is asked again" + reason, utcSeconds);
    }

    /// <summary>Prints all of it.</summary>
    public void Print(ITextSink output)
    {
        output.Line(" CMP Statistics:");
        output.Line("   Session name         : " + Name);
        int general = 0;
        for (int i = 0; i < TransactionKinds.Count; i++)
        {
            if (i < Labels.Length) output.Line("   " + Labels[i] + _requests[i].ToString());
            else general += _requests[i];
        }

        output.Line("   General messages     : " + general.ToString());
        output.Line("   Succeeded            : " + _succeeded.ToString());
        output.Line("   Failed               : " + _failed.ToString());
        output.Line("   Told to wait         : " + _waited.ToString());
        output.Line("   Polls                : " + Polls.ToString());
        output.Line("   Sent again           : " + Retries.ToString());
        output.Line("   HTTP errors          : " + HttpErrors.ToString());
        output.Line("   Last result          : " + LastResult);
    }

    private void Note(string result, long utcSeconds)
    {
        _result = result;
        _resultUtc = utcSeconds;
    }
}
