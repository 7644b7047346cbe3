using System;
using System.Collections;
using Gateway.Asn1;
using Gateway.Core;
using Gateway.Pki;

namespace Gateway.Cmp;

/// <summary>What a general message asks for, RFC 9483 4.3.</summary>
public enum GeneralRequest
{
    /// <summary>caCerts: the CA certificates in use, RFC 9483 4.3.1.</summary>
    CaCertificates = 0,

    /// <summary>rootCaCert: the update of a root CA's key, RFC 9483 4.3.2.</summary>
    RootCaUpdate = 1,

    /// <summary>certReqTemplate: what a request should contain, RFC 9483 4.3.3.</summary>
    CertificateTemplate = 2,

    /// <summary>crlStatusList: the CRL of an issuer, RFC 9483 4.3.4.</summary>
    Crls = 3,
}

/// <summary>
/// Asks the CA for information: genm and genp (RFC 9483 4.3, RFC 9810 5.3.19 and 5.3.20).
/// <code>
/// GenMsgContent ::= SEQUENCE OF InfoTypeAndValue
/// InfoTypeAndValue ::= SEQUENCE { infoType OBJECT IDENTIFIER, infoValue ANY OPTIONAL }
/// </code>
/// An answer without value means that there is nothing (new): the results stay empty.
/// </summary>
public sealed class GeneralOperation : CmpOperation
{
    // Numbers of id-it, RFC 9810 5.1.1 and 5.3.19.
    private const int InfoCaCerts = 17;
    private const int InfoRootCaKeyUpdate = 18;
    private const int InfoCertReqTemplate = 19;
    private const int InfoRootCaCert = 20;
    private const int InfoCrlStatusList = 22;
    private const int InfoCrls = 23;
    private const int TagNewWithOld = 0;
    private const int TagOldWithNew = 1;
    private const int TagIssuer = 1;
    private const int DirectoryName = 4;
    private const long FirstSecondOf2050 = 2524608000;
    private readonly GeneralRequest _what;
    private readonly byte[] _subject;
    private readonly long _lastUpdate;

    /// <summary>An operation that has not started.</summary>
    /// <param name="what">What to ask for.</param>
    /// <param name="subject">
    /// Of RootCaUpdate: DER of the old root certificate. Of Crls: DER of the CRL issuer's Name.
    /// Otherwise null.
    /// </param>
    /// <param name="lastUpdate">
    /// Of Crls: thisUpdate of the CRL that is there, in UTC seconds, or UtcTime.Unknown.
    /// </param>
    public GeneralOperation(GeneralRequest what, byte[] subject, long lastUpdate)
    {
        bool needsSubject = what == GeneralRequest.RootCaUpdate || what == GeneralRequest.Crls;
        if (needsSubject != (subject != null)) throw new ArgumentException("subject");
        _what = what;
        _subject = subject;
        _lastUpdate = lastUpdate;
    }

    /// <summary>What is asked for.</summary>
    public GeneralRequest What => _what;

    /// <summary>What was given to the constructor.</summary>
    public byte[] Subject => _subject;

    /// <summary>The CA certificates or CRLs, DER; empty when there are none.</summary>
    public byte[][] Elements { get; private set; } = new byte[0][];

    /// <summary>The new root certificate, DER, or null.</summary>
    public byte[] NewWithNew { get; private set; }

    /// <summary>The new root's key certified by the old one, DER, or null.</summary>
    public byte[] NewWithOld { get; private set; }

    /// <summary>The old root's key certified by the new one, DER, or null.</summary>
    public byte[] OldWithNew { get; private set; }

    /// <summary>What a request should contain, a line each; empty when anything goes.</summary>
    public string[] Template { get; private set; } = new string[0];

    /// <inheritdoc/>
    public override int RequestBody => BodyType.Genm;

    /// <inheritdoc/>
    public override int AnswerBody => BodyType.Genp;

    internal override string Success => "The CA has answered.";

    internal override byte[] Build(CmpSettings settings)
    {
        DerWriter writer = new DerWriter(128);
        writer.Begin(Tag.ContextConstructed(BodyType.Genm));
        writer.Begin(Tag.Sequence);
        writer.Begin(Tag.Sequence);
        writer.Oid(Oids.InfoType(RequestType()));
        if (_what == GeneralRequest.RootCaUpdate) writer.Raw(_subject);
        if (_what == GeneralRequest.Crls) WriteCrlStatus(writer);
        writer.End();
        writer.End();
        writer.End();
        return writer.ToArray();
    }

    internal override AnswerKind Examine(AnswerContext context)
    {
        PkiMessage message = context.Message;
        DerReader reader = new DerReader(message.Buffer, message.BodyOffset, message.BodyLength);
        reader.Enter(Tag.Sequence);
        reader.Enter(Tag.Sequence);
        reader.ReadOid();
        int type = Oids.InfoTypeNumber(reader.Buffer, reader.ValueOffset, reader.ValueLength);
        if (reader.IsOk && type != AnswerType())
        {
            return Violate(FailInfo.BadRequest,
                "The CA's genp is about something else than what was asked for.");
        }

        if (!reader.AtEnd) ReadValue(reader);
        reader.Leave();
        reader.Leave();
        if (reader.End()) return AnswerKind.Done;
        Forget();
        return Malformed(message, reader.Error);
    }

    internal override void SaveFields(DerWriter writer)
    {
        writer.Integer((int)_what);
        writer.OctetString(_subject ?? new byte[0]);
        if (_lastUpdate != UtcTime.Unknown) writer.GeneralizedTime(_lastUpdate);
    }

    internal static GeneralOperation RestoreFields(DerReader reader)
    {
        int what = reader.ReadInt32(Tag.Integer);
        reader.ReadOctetString(Tag.OctetString);
        byte[] subject = reader.ValueLength == 0 ? null : reader.ValueBytes();
        long lastUpdate = reader.AtEnd ? UtcTime.Unknown : reader.ReadTime();
        bool needsSubject = what == (int)GeneralRequest.RootCaUpdate
            || what == (int)GeneralRequest.Crls;
        bool isPossible = what >= 0 && what <= (int)GeneralRequest.Crls
            && needsSubject == (subject != null);
        if (!isPossible) reader.Fail(DerError.BadValue);
        return isPossible ? new GeneralOperation((GeneralRequest)what, subject, lastUpdate) : null;
    }

    private int RequestType()
    {
        switch (_what)
        {
            case GeneralRequest.CaCertificates: return InfoCaCerts;
            case GeneralRequest.RootCaUpdate: return InfoRootCaCert;
            case GeneralRequest.CertificateTemplate: return InfoCertReqTemplate;
            default: return InfoCrlStatusList;
        }
    }

    private int AnswerType() => _what == GeneralRequest.RootCaUpdate ? InfoRootCaKeyUpdate
        : _what == GeneralRequest.Crls ? InfoCrls : RequestType();

    // RFC 9810 5.3.19.13: CRLStatus ::= SEQUENCE { source CHOICE { dpn [0] DistributionPointName,
    // issuer [1] GeneralNames }, thisUpdate Time OPTIONAL }.
    private void WriteCrlStatus(DerWriter writer)
    {
        writer.Begin(Tag.Sequence);
        writer.Begin(Tag.Sequence);
        writer.Begin(Tag.ContextConstructed(TagIssuer));
        writer.Begin(Tag.Sequence);
        writer.Begin(Tag.ContextConstructed(DirectoryName));
        writer.Raw(_subject);
        writer.End();
        writer.End();
        writer.End();
        WriteLastUpdate(writer);
        writer.End();
        writer.End();
    }

    // RFC 5280 4.1.2.5: UTCTime through the year 2049.
    private void WriteLastUpdate(DerWriter writer)
    {
        if (_lastUpdate == UtcTime.Unknown) return;
        if (_lastUpdate < FirstSecondOf2050) writer.UtcTime(_lastUpdate);
        else writer.GeneralizedTime(_lastUpdate);
    }

    // Nothing of an answer that is malformed further on.
    private void Forget()
    {
        Elements = new byte[0][];
        NewWithNew = null;
        NewWithOld = null;
        OldWithNew = null;
        Template = new string[0];
    }

    private void ReadValue(DerReader reader)
    {
        switch (_what)
        {
            case GeneralRequest.RootCaUpdate:
                ReadRootUpdate(reader);
                break;
            case GeneralRequest.CertificateTemplate:
                Template = CertificateTemplate.Read(reader);
                break;
            default:
                Elements = ReadElements(reader);
                break;
        }
    }

    private static byte[][] ReadElements(DerReader reader)
    {
        ArrayList elements = new ArrayList();
        reader.Enter(Tag.Sequence);
        while (!reader.AtEnd)
        {
            if (elements.Count == CmpLimits.CertificatesMax)
            {
                reader.FailAt(DerError.TooMany, reader.Position);
            }

            if (reader.Read(Tag.Sequence)) elements.Add(reader.TlvBytes());
        }

        reader.Leave();
        byte[][] all = new byte[elements.Count][];
        for (int i = 0; i < all.Length; i++) all[i] = (byte[])elements[i];
        return all;
    }

    // RFC 9810 5.3.19.15: RootCaKeyUpdateContent ::= SEQUENCE { newWithNew CMPCertificate,
    // newWithOld [0] CMPCertificate OPTIONAL, oldWithNew [1] CMPCertificate OPTIONAL }.
    private void ReadRootUpdate(DerReader reader)
    {
        reader.Enter(Tag.Sequence);
        if (reader.Read(Tag.Sequence)) NewWithNew = reader.TlvBytes();
        NewWithOld = ReadTagged(reader, TagNewWithOld);
        OldWithNew = ReadTagged(reader, TagOldWithNew);
        reader.Leave();
    }

    private static byte[] ReadTagged(DerReader reader, int number)
    {
        if (!reader.TryEnter(Tag.ContextConstructed(number))) return null;
        byte[] der = reader.Read(Tag.Sequence) ? reader.TlvBytes() : null;
        reader.Leave();
        return der;
    }
}
