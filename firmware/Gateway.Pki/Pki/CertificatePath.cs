using Gateway.Core;

namespace Gateway.Pki;

/// <summary>
/// Builds and validates the certification path from a target to a trust anchor, one signature a
/// step. Of RFC 5280 6.1: signatures, names, validity, basicConstraints, keyUsage, critical
/// extensions; the same is asked of the anchor but its own signature. Name constraints and policies
/// are not processed: where they are critical, the path is refused. Revocation is not looked at.
/// </summary>
public sealed class CertificatePath
{
    /// <summary>Most certificates above the target, the anchor included.</summary>
    public const int DepthMax = 6;

    /// <summary>Most certificates of the pool that are looked at.</summary>
    public const int PoolMax = 32;

    /// <summary>Most signatures that are verified before the search is given up.</summary>
    public const int SignaturesMax = 24;

    private readonly IKeyEngine _engine;
    private readonly byte[] _target;
    private readonly PathCandidates _candidates;
    private readonly long _utcSeconds;
    private readonly bool _allowsSha1;
    private readonly Certificate[] _path = new Certificate[DepthMax + 1];
    private readonly int[] _cursors = new int[DepthMax + 1];
    private int _depth = -1;
    private int _signatures;
    private PathResult _fault = PathResult.NoPath;
    private Certificate _faulty;

    /// <summary>
    /// A search from the target over a pool that nobody trusts to the anchors, all DER, which
    /// nobody may change meanwhile. Without a time (<see cref="UtcTime.Unknown"/>) validity periods
    /// are not checked. Where SHA-1 is allowed, RSA keys from 1024 bits are, else from 2048.
    /// </summary>
    public CertificatePath(
        IKeyEngine engine, byte[] target, byte[][] pool, byte[][] anchors, long utcSeconds,
        bool allowsSha1)
    {
        _engine = engine;
        _target = target;
        _candidates = new PathCandidates(anchors, pool, PoolMax);
        _utcSeconds = utcSeconds;
        _allowsSha1 = allowsSha1;
        Text = "";
    }

    /// <summary>How it ended; of several faults the one that tells most.</summary>
    public PathResult Result { get; private set; }

    /// <summary>
    /// The fault as a sentence without its full stop, which names the certificate; printable and
    /// bounded. Empty while it is pending and when there is a path.
    /// </summary>
    public string Text { get; private set; }

    /// <summary>
    /// When there is a path: the certificates above the target, its issuer first, the anchor last;
    /// none when the target is an anchor. Else null.
    /// </summary>
    public byte[][] Chain { get; private set; }

    /// <summary>Goes on with at most one signature; true while there is more to do.</summary>
    public bool Step()
    {
        if (Result != PathResult.Pending) return false;
        if (_depth < 0)
        {
            Begin();
            return Result == PathResult.Pending;
        }

        while (!StepToCandidate())
        {
            Note(PathResult.NoPath, _path[_depth]);
            if (_depth-- == 0) return Fail();
        }

        if (_signatures == SignaturesMax) return Fail();
        int cursor = _cursors[_depth] - 1;
        Try(_candidates.At(cursor, _path[_depth]), _candidates.IsAnchor(cursor));
        return Result == PathResult.Pending;
    }

    /// <summary>Whether the key of an issuer signed a certificate; names do not count.</summary>
    public static bool IsSigned(IKeyEngine engine, Certificate below, Certificate issuer) =>
        engine.Verify(below.SignatureAlgorithm, issuer.PublicKeyInfo(), below.Der,
            below.TbsOffset, below.TbsLength, below.Der, below.SignatureOffset,
            below.SignatureLength);

    /// <summary>
    /// Why a certificate cannot be that of an authority, as the end of a sentence about it: no CA
    /// by basicConstraints, keyUsage without keyCertSign (RFC 5280 4.2.1.3), an unknown critical
    /// extension (4.2). Null when it can.
    /// </summary>
    public static string WhyNoAuthority(Certificate certificate)
    {
        PathResult fault = PathRules.AuthorityFault(certificate);
        return fault == PathResult.Trusted ? null : PathRules.Phrase(fault, certificate);
    }

    private void Begin()
    {
        CertificateError error = new CertificateError();
        Certificate target = Certificate.Parse(_target, error);
        if (target == null)
        {
            Result = PathResult.Malformed;
            Text = "the certificate is malformed: " + error.Text();
            return;
        }

        _path[0] = target;
        _depth = 0;
        PathResult fault = PathRules.ValidityFault(target, _utcSeconds);
        if (fault == PathResult.Trusted) fault = PathRules.CriticalFault(target);
        if (fault == PathResult.Trusted) fault = PathRules.KeyFault(target, _allowsSha1);
        if (fault == PathResult.Trusted)
        {
            if (_candidates.HasAnchor(target))
            {
                Succeed();
                return;
            }

            fault = PathRules.SignatureFault(target, _engine, _allowsSha1);
        }

        if (fault == PathResult.Trusted) return;
        Note(fault, target);
        Fail();
    }

    // Whether there is one more for the issuer of the last certificate; the cursor is behind it.
    private bool StepToCandidate()
    {
        Certificate below = _path[_depth];
        while (_cursors[_depth] < _candidates.End)
        {
            Certificate candidate = _candidates.At(_cursors[_depth]++, below);
            if (candidate == null || IsInPath(candidate)) continue;
            if (_depth < DepthMax) return true;
            Note(PathResult.PathTooLong, candidate);
        }

        return false;
    }

    private void Try(Certificate candidate, bool isAnchor)
    {
        Certificate below = _path[_depth];
        PathResult fault = PathRules.IssuerKeyFault(candidate, _allowsSha1);
        if (fault == PathResult.Trusted)
        {
            _signatures++;
            if (!IsSigned(_engine, below, candidate))
            {
                Note(PathResult.BadSignature, below);
                return;
            }

            // Another certificate with the issuer's name did not fit; this one does.
            if (_faulty == below && _fault == PathResult.BadSignature) Forget();
            fault = IssuerFault(candidate, isAnchor);
        }

        if (fault != PathResult.Trusted)
        {
            Note(fault, candidate);
            return;
        }

        _path[++_depth] = candidate;
        _cursors[_depth] = 0;
        if (isAnchor) Succeed();
    }

    private PathResult IssuerFault(Certificate issuer, bool isAnchor)
    {
        PathResult fault = PathRules.AuthorityFault(issuer);
        if (fault == PathResult.Trusted) fault = PathRules.ValidityFault(issuer, _utcSeconds);
        if (fault != PathResult.Trusted) return fault;

        // 6.1.4 (l), (m): self-issued certificates do not count.
        int between = 0;
        for (int i = 1; i <= _depth; i++)
        {
            if (!_path[i].IsSelfIssued) between++;
        }

        int allowed = issuer.Extensions.PathLength;
        if (allowed >= 0 && between > allowed) return PathResult.PathTooLong;
        return isAnchor
            ? PathResult.Trusted
            : PathRules.SignatureFault(issuer, _engine, _allowsSha1);
    }

    private bool IsInPath(Certificate candidate)
    {
        for (int i = 0; i <= _depth; i++)
        {
            if (PathCandidates.AreSame(_path[i], candidate)) return true;
        }

        return false;
    }

    // A certificate that is there and wrong tells more than one that is missing.
    private void Note(PathResult fault, Certificate certificate)
    {
        if (_faulty != null && Rank(fault) <= Rank(_fault)) return;
        _fault = fault;
        _faulty = certificate;
    }

    private static int Rank(PathResult fault) =>
        fault == PathResult.NoPath ? 0 : fault == PathResult.BadSignature ? 1 : 2;

    private void Forget()
    {
        _fault = PathResult.NoPath;
        _faulty = null;
    }

    private void Succeed()
    {
        Chain = new byte[_depth][];
        for (int i = 0; i < _depth; i++) Chain[i] = _path[i + 1].Der;
        Result = PathResult.Trusted;
    }

    private bool Fail()
    {
        Result = _fault;
        Text = PathRules.Text(_fault, _faulty ?? _path[0]);
        return false;
    }
}
