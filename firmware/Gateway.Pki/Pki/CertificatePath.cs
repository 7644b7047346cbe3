using Gateway.Core;
namespace Gateway.Pki;
/// <summary>s</summary>
public enum PathResult {
    /// <summary>s</summary>
    Pending,
    /// <summary>s</summary>
    Trusted,
    /// <summary>s</summary>
    NoPath,
    /// <summary>s</summary>
    Expired,
    /// <summary>s</summary>
    NotYetValid,
    /// <summary>s</summary>
    BadSignature }
/// <summary>stub</summary>
public sealed class CertificatePath
{
    private readonly IKeyEngine _e; private readonly byte[] _t; private readonly byte[][] _p; private readonly byte[][] _a; private readonly long _u;
    /// <summary>s</summary>
    public CertificatePath(IKeyEngine engine, byte[] target, byte[][] pool, byte[][] anchors, long utcSeconds, bool allowsSha1)
    { _e = engine; _t = target; _p = pool; _a = anchors; _u = utcSeconds; }
    /// <summary>s</summary>
    public PathResult Result { get; private set; }
    /// <summary>s</summary>
    public string Text { get; private set; } = "";
    /// <summary>s</summary>
    public byte[][] Chain { get; private set; } = new byte[0][];
    /// <summary>s</summary>
    public bool Step()
    {
        Result = PathResult.NoPath; Text = "no path";
        System.Collections.ArrayList chain = new System.Collections.ArrayList();
        Certificate c = Certificate.Parse(_t, new CertificateError());
        for (int depth = 0; depth < 6; depth++)
        {
            if (_u != UtcTime.Unknown && !c.IsValidAt(_u)) { Result = PathResult.Expired; Text = "expired"; return false; }
            for (int i = 0; i < _a.Length; i++)
                if (Bytes.Equal(_a[i], c.ToArray())) { Result = PathResult.Trusted; Chain = new byte[chain.Count][]; for (int k = 0; k < chain.Count; k++) Chain[k] = (byte[])chain[k]; return false; }
            Certificate up = null;
            for (int i = 0; i < _a.Length + _p.Length && up == null; i++)
            {
                byte[] d = i < _a.Length ? _a[i] : _p[i - _a.Length];
                Certificate x = Certificate.Parse(d, new CertificateError());
                if (x == null || !x.IsNamedIssuerOf(c)) continue;
                if (!_e.Verify(c.SignatureAlgorithm, x.PublicKeyInfo(), c.Der, c.TbsOffset, c.TbsLength, c.Der, c.SignatureOffset, c.SignatureLength)) { Result = PathResult.BadSignature; Text = "bad signature"; continue; }
                up = x;
            }
            if (up == null) return false;
            chain.Add(up.ToArray());
            c = up;
        }
        return false;
    }
}
