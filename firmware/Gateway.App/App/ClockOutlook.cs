using System.Collections;
using Gateway.Config;
using Gateway.Core;
using Gateway.Pki;
using Gateway.Store;

namespace Gateway.App;

/// <summary>
/// What becomes of the gateway's own certificates when the operator sets the clock forward.
/// </summary>
internal sealed class ClockOutlook
{
    private readonly CmpParts _parts;

    /// <summary>Looks at the running configuration of these parts.</summary>
    public ClockOutlook(CmpParts parts) => _parts = parts;

    /// <summary>
    /// Sentences about what happens at a time (UTC seconds) and has not happened yet; none when
    /// that is nothing.
    /// </summary>
    public string[] Warnings(long utcSeconds)
    {
        ArrayList lines = new ArrayList();
        Configuration running = _parts.Configurations.Running;
        foreach (ImportedCertificate import in running.Imports)
        {
            if (import.Kind == CertificateKind.Local) Look(import.FileName, utcSeconds, lines);
        }

        if (lines.Count > 0) lines.Add("Nobody but the operator sets the clock back then.");
        string[] all = new string[lines.Count];
        for (int i = 0; i < all.Length; i++) all[i] = (string)lines[i];
        return all;
    }

    private void Look(string name, long utcSeconds, ArrayList lines)
    {
        Certificate certificate = CertificateFiles.Parse(
            _parts.Certificates.Read(CertificateKind.Local, name));
        if (certificate == null) return;
        long dueUtc = DueUtc(name, certificate);
        if (IsPassed(certificate.NotAfter, utcSeconds))
        {
            lines.Add(name + " has expired then, on " + UtcTime.ToText(certificate.NotAfter)
                + " UTC.");
        }
        else if (dueUtc != UtcTime.Unknown && IsPassed(dueUtc, utcSeconds))
        {
            lines.Add(name + " is renewed at once, due since " + UtcTime.ToText(dueUtc) + " UTC.");
        }
    }

    private bool IsPassed(long atUtc, long utcSeconds) =>
        utcSeconds > atUtc && _parts.Clock.AtLeast() <= atUtc;

    private long DueUtc(string name, Certificate certificate)
    {
        foreach (SessionSettings session in _parts.Configurations.Running.Sessions)
        {
            bool isIts = session.IsAutoUpdateEnabled
                && RecordName.IsSame(session.AuthenticationCertificate, name);
            if (!isIts) continue;
            return RenewalSchedule.DueUtc(certificate.NotBefore, certificate.NotAfter,
                session.ExpirePercent);
        }

        return UtcTime.Unknown;
    }
}
