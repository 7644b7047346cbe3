using Gateway.Asn1;
using Gateway.Config;
using Gateway.Core;
using Gateway.Pki;
using Gateway.Store;

namespace Gateway.App;

/// <summary>The table of imported certificates, one line each.</summary>
internal sealed class CertificateTable
{
    private const int KindWidth = 7;
    private const int StateWidth = 11;
    private const int DaysWidth = 11;
    private const int EndWidth = 21;
    private const int NameWidth = 17;
    private const int SubjectLengthMax = 64;

    // id-at-commonName, RFC 5280 A.1: 2.5.4.3.
    private const int CommonNameArc = 3;

    private readonly CertificateStore _certificates;
    private readonly long _utcSeconds;

    /// <summary>A table as of a time, UTC seconds or <see cref="UtcTime.Unknown"/>.</summary>
    public CertificateTable(CertificateStore certificates, long utcSeconds)
    {
        _certificates = certificates;
        _utcSeconds = utcSeconds;
    }

    /// <summary>Prints head line and certificates.</summary>
    public void Print(Configuration configuration, ITextSink output)
    {
        Row(output, "Kind", "State", "Days left", "Not after (UTC)", "File name", "Subject CN");
        foreach (ImportedCertificate import in configuration.Imports)
        {
            string kind = ImportedCertificate.Word(import.Kind);
            Certificate certificate =
                CertificateFiles.Parse(_certificates.Read(import.Kind, import.FileName));
            if (certificate == null)
            {
                Row(output, kind, "missing", "-", "-", import.FileName, "-");
                continue;
            }

            CertificateAge age =
                new CertificateAge(certificate, _utcSeconds, configuration.PrewarningDays);
            Row(output, kind, age.State, age.IsTimeKnown ? age.DaysLeft.ToString() : "-",
                UtcTime.ToText(certificate.NotAfter), import.FileName, CommonName(certificate));
        }
    }

    private static string CommonName(Certificate certificate)
    {
        string name = DistinguishedName.Attribute(certificate.Der, certificate.SubjectOffset,
            certificate.SubjectLength, Oids.Attribute(CommonNameArc));
        if (name == null) return "-";
        return name.Length > SubjectLengthMax ? name.Substring(0, SubjectLengthMax) : name;
    }

    private static void Row(ITextSink output, string kind, string state, string days, string end,
        string name, string subject) =>
        output.Line(Text.Pad(kind, KindWidth) + Text.Pad(state, StateWidth)
            + Text.Pad(days, DaysWidth) + Text.Pad(end, EndWidth) + Text.Pad(name, NameWidth)
            + subject);
}
