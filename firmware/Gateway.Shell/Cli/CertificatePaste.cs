namespace Gateway.Cli;

internal delegate void CertificateHandler(byte[] pem);

/// <summary>
/// Takes a pasted certificate in PEM form (RFC 7468), up to its END line. What is none is swallowed
/// up to an END line as well: the rest of it must not be taken for commands.
/// </summary>
internal sealed class CertificatePaste : TextTaker
{
    /// <summary>Most characters of a certificate, line ends included.</summary>
    internal const int LengthMax = 8192;

    private const string FirstLine = "-----BEGIN CERTIFICATE-----";
    private const string LastLine = "-----END CERTIFICATE-----";
    private const string AnyFirstLine = "-----BEGIN ";
    private const string AnyLastLine = "-----END ";

    private readonly CommandContext _context;
    private readonly CertificateHandler _handler;
    private readonly byte[] _pem = new byte[LengthMax];
    private int _length;
    private bool _hasHinted;
    private string _fault;

    /// <summary>The handler gets a text that has the form; what it says is not looked at.</summary>
    internal CertificatePaste(CommandContext context, CertificateHandler handler)
    {
        _context = context;
        _handler = handler;
    }

    internal override bool Take(string line, byte[] secret)
    {
        string text = line.Trim();
        if (text.StartsWith(AnyLastLine))
        {
            TakeLastLine(text);
            return false;
        }

        if (text.StartsWith(AnyFirstLine)) TakeFirstLine(text);
        else if (text.Length == 0) return true;
        else if (_length > 0 && _fault == null) TakeData(text);
        else Hint();
        return true;
    }

    internal override void RefuseLongLine()
    {
        if (_length > 0) Refuse("a line of it is too long");
        else Hint();
    }

    internal override void End(bool isCancelled)
    {
        if (isCancelled)
        {
            _context.Info("Nothing was imported.");
        }
        else if (_fault != null)
        {
            _context.Error("The pasted text is no certificate in PEM form: " + _fault
                + "; enter the command again.");
        }
        else
        {
            _handler(Core.Bytes.Slice(_pem, 0, _length));
        }
    }

    private void TakeFirstLine(string text)
    {
        if (text != FirstLine) Refuse("it does not begin with " + FirstLine);
        else if (_length > 0) Refuse("it begins twice");
        else Append(text);
    }

    private void TakeLastLine(string text)
    {
        if (_length == 0) Refuse("it does not begin with " + FirstLine);
        else if (text != LastLine) Refuse("it does not end with " + LastLine);
        else Append(text);
    }

    private void TakeData(string text)
    {
        foreach (char c in text)
        {
            bool isBase64 = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z')
                || (c >= '0' && c <= '9') || c == '+' || c == '/' || c == '=';
            if (isBase64) continue;
            Refuse("a line of it is not base64");
            return;
        }

        Append(text);
    }

    private void Append(string text)
    {
        if (text.Length >= LengthMax - _length)
        {
            Refuse("it has more than " + LengthMax.ToString() + " characters");
            return;
        }

        foreach (char c in text) _pem[_length++] = (byte)c;
        _pem[_length++] = (byte)'\n';
    }

    // The first fault tells most.
    private void Refuse(string fault)
    {
        if (_fault == null) _fault = fault;
    }

    private void Hint()
    {
        if (_hasHinted || _fault != null) return;
        _hasHinted = true;
        _context.Info("Text before " + FirstLine + " is skipped; Ctrl+C cancels.");
    }
}
