using Gateway.Cmp;
using Gateway.Config;
using Gateway.Core;
using Gateway.Pki;
using Gateway.Store;

namespace Gateway.App;

/// <summary>
/// Judges what came as the successor of an imported CA certificate: nobody compares a fingerprint,
/// so a certificate that is trusted already has to vouch for it.
/// </summary>
internal sealed class AuthorityJudge
{
    private const string SelfMade = "the authority that ends vouches for itself";

    private readonly IKeyEngine _engine;
    private readonly CertificateStore _certificates;
    private readonly Configuration _configuration;
    private readonly long _utcSeconds;

    /// <summary>Judges at a time, UTC seconds or UtcTime.Unknown, by what is imported.</summary>
    public AuthorityJudge(IKeyEngine engine, CertificateStore certificates,
        Configuration configuration, long utcSeconds)
    {
        _engine = engine;
        _certificates = certificates;
        _configuration = configuration;
        _utcSeconds = utcSeconds;
    }

    /// <summary>
    /// What to import, null for nothing; lines say what came of it, without their <c>Info:</c>.
    /// </summary>
    public AuthorityImport Judge(AuthorityPlan plan, GeneralOperation told, ITextSink lines) =>
        told.What == GeneralRequest.RootCaUpdate
            ? JudgeRoot(plan, told.NewWithNew, told.NewWithOld, lines)
            : JudgeAuthorities(plan, told.Elements, lines);

    /// <summary>Judges a root's update: two certificates, DER or null.</summary>
    public AuthorityImport JudgeRoot(AuthorityPlan plan, byte[] newWithNew, byte[] newWithOld,
        ITextSink lines)
    {
        if (newWithNew == null) return TellNone(plan, lines);
        string wrong = new RootUpdate(_engine, _utcSeconds).WhyNot(plan.Certificate, newWithNew,
            newWithOld);
        Certificate old = CertificateFiles.Parse(plan.Certificate);
        if (wrong == null && !IsLater(old, CertificateFiles.Parse(newWithNew)))
        {
            wrong = "it does not last longer than the old one, or has another name";
        }

        if (wrong == null) return Accept(plan, newWithNew, true, lines);
        lines.Line("The new root certificate for " + plan.FileName + " was not taken: " + wrong
            + ".");
        return null;
    }

    /// <summary>
    /// Judges the CA's certificates (DER): the one that lasts longest among those that follow the
    /// one that ends and lead to an imported root.
    /// </summary>
    public AuthorityImport JudgeAuthorities(AuthorityPlan plan, byte[][] told, ITextSink lines)
    {
        Certificate old = CertificateFiles.Parse(plan.Certificate);
        byte[][] roots = Roots();
        Certificate best = null;
        string wrong = null;
        foreach (byte[] der in told)
        {
            Certificate candidate = CertificateFiles.Parse(der);
            if (!IsLater(old, candidate)) continue;
            string reason = WhyNoSuccessor(candidate, told, roots);
            if (reason != null) wrong = reason;
            else if (best == null || candidate.NotAfter > best.NotAfter) best = candidate;
        }

        if (best != null) return Accept(plan, best.Der, false, lines);
        if (wrong == null) return TellNone(plan, lines);
        lines.Line("The new CA certificate for " + plan.FileName + " was not taken: " + wrong
            + ".");
        return null;
    }

    /// <summary>
    /// Whether a certificate, maybe null, has the name of another one and lasts longer.
    /// </summary>
    public static bool IsLater(Certificate old, Certificate other) => other != null
        && other.NotAfter > old.NotAfter
        && DistinguishedName.Matches(old.Subject(), other.Subject());

    /// <summary>All imported CA certificates of a configuration, DER.</summary>
    public static byte[][] Imported(CertificateStore certificates, Configuration configuration)
    {
        byte[][] all = new byte[configuration.Imports.Count][];
        int count = 0;
        foreach (ImportedCertificate import in configuration.Imports)
        {
            byte[] der = import.Kind != CertificateKind.Ca ? null
                : certificates.Read(CertificateKind.Ca, import.FileName);
            if (der != null) all[count++] = der;
        }

        return Shorten(all, count);
    }

    // Only roots vouch here, and none that ends prolongs itself.
    private byte[][] Roots()
    {
        byte[][] roots = Imported(_certificates, _configuration);
        int count = 0;
        foreach (byte[] der in roots)
        {
            Certificate certificate = CertificateFiles.Parse(der);
            if (certificate != null && certificate.IsSelfIssued) roots[count++] = der;
        }

        return Shorten(roots, count);
    }

    private string WhyNoSuccessor(Certificate candidate, byte[][] pool, byte[][] roots)
    {
        string wrong = CertificatePath.WhyNoAuthority(candidate);
        if (wrong != null) return "it " + wrong;
        if (candidate.IsSelfIssued) return SelfMade;
        CertificatePath path = new CertificatePath(_engine, candidate.Der, pool, roots,
            _utcSeconds, false);
        while (path.Step())
        {
        }

        if (path.Result != PathResult.Trusted) return path.Text;
        foreach (byte[] der in path.Chain)
        {
            Certificate above = CertificateFiles.Parse(der);
            if (DistinguishedName.Matches(above.Subject(), candidate.Subject())) return SelfMade;
        }

        return MayHaveAuthorityBelow(path.Chain) ? null
            : "an authority above it may have none below";
    }

    // The path was looked for as that of an end entity; the certificate is one of an authority,
    // which counts in the length of the path (RFC 5280 4.2.1.9).
    private static bool MayHaveAuthorityBelow(byte[][] chain)
    {
        int below = 1;
        foreach (byte[] der in chain)
        {
            Certificate issuer = CertificateFiles.Parse(der);
            int allowed = issuer.Extensions.PathLength;
            if (allowed >= 0 && below > allowed) return false;
            if (!issuer.IsSelfIssued) below++;
        }

        return true;
    }

    private AuthorityImport Accept(AuthorityPlan plan, byte[] der, bool isRoot, ITextSink lines)
    {
        string name = CertificateFiles.SuccessorName(plan.SessionName, isRoot, der, _certificates);
        if (name == null)
        {
            lines.Line("The new CA certificate for " + plan.FileName + " was not taken: no name is"
                + " left for it; delete CA certificates that have ended.");
            return null;
        }

        lines.Line("The CA certificate " + name + " follows " + plan.FileName + "; "
            + (isRoot ? "the old root" : "an imported root") + " vouches for it. SHA256"
            + " fingerprint:" + Fingerprint.Sha256(der));
        return new AuthorityImport(name, der);
    }

    private static AuthorityImport TellNone(AuthorityPlan plan, ITextSink lines)
    {
        lines.Line("The CA has no newer certificate for " + plan.FileName + ".");
        return null;
    }

    private static byte[][] Shorten(byte[][] all, int count)
    {
        byte[][] some = new byte[count][];
        System.Array.Copy(all, some, count);
        return some;
    }
}
