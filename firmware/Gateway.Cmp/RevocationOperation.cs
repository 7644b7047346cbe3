using System;
using Gateway.Asn1;
using Gateway.Core;
using Gateway.Pki;

namespace Gateway.Cmp;

/// <summary>
/// Asks for the revocation of a certificate: rr (RFC 9483 4.2, RFC 9810 5.3.9 and 5.3.10).
/// <code>
/// RevReqContent ::= SEQUENCE OF RevDetails
/// RevDetails ::= SEQUENCE { certDetails CertTemplate, crlEntryDetails Extensions OPTIONAL }
/// RevRepContent ::= SEQUENCE { status SEQUENCE OF PKIStatusInfo,
///     revCerts [0] SEQUENCE OF CertId OPTIONAL, crls [1] SEQUENCE OF CertificateList OPTIONAL }
/// </code>
/// </summary>
public sealed class RevocationOperation : CmpOperation
{
    /// <summary>Highest CRLReason (RFC 5280 5.3.1).</summary>
    public const int ReasonMax = 10;

    private const int TagSerialNumber = 1;
    private const int TagIssuer = 3;
    private const int TagRevokedCertificates = 0;
    private const int TagCrls = 1;
    private readonly byte[] _issuer;
    private readonly byte[] _serial;
    private readonly int _reason;

    /// <summary>An operation that has not started.</summary>
    /// <param name="certificate">DER of the certificate to be revoked.</param>
    /// <param name="reason">CRLReason, RFC 5280 5.3.1: 0 to 10.</param>
    public RevocationOperation(byte[] certificate, int reason)
    {
        Certificate parsed = Certificate.Parse(certificate, new CertificateError());
        if (parsed == null) throw new ArgumentException("certificate");
        if (reason < 0 || reason > ReasonMax) throw new ArgumentException("reason");
        _issuer = parsed.Issuer();
        _serial = parsed.SerialNumber();
        _reason = reason;
    }

    private RevocationOperation(byte[] issuer, byte[] serial, int reason)
    {
        _issuer = issuer;
        _serial = serial;
        _reason = reason;
    }

    /// <inheritdoc/>
    public override int RequestBody => BodyType.Rr;

    /// <inheritdoc/>
    public override int AnswerBody => BodyType.Rp;

    internal override string Success => "The certificate is revoked.";

    internal override byte[] Build(CmpSettings settings)
    {
        DerWriter writer = new DerWriter(256);
        writer.Begin(Tag.ContextConstructed(BodyType.Rr));
        writer.Begin(Tag.Sequence);
        writer.Begin(Tag.Sequence);
        writer.Begin(Tag.Sequence);
        writer.Element(Tag.Context(TagSerialNumber), _serial, 0, _serial.Length);
        writer.Begin(Tag.ContextConstructed(TagIssuer));
        writer.Raw(_issuer);
        writer.End();
        writer.End();
        WriteReason(writer);
        writer.End();
        writer.End();
        writer.End();
        return writer.ToArray();
    }

    internal override AnswerKind Examine(AnswerContext context)
    {
        PkiMessage message = context.Message;
        DerReader reader = new DerReader(message.Buffer, message.BodyOffset, message.BodyLength);
        PkiStatusInfo status = new PkiStatusInfo();
        reader.Enter(Tag.Sequence);
        reader.Enter(Tag.Sequence);
        status.Read(reader);

        // One request, one status; a second one is an error of the encoding here.
        reader.Leave();
        bool isOurs = ReadRevokedCertificates(reader);
        reader.TryRead(Tag.ContextConstructed(TagCrls));
        reader.Leave();
        if (!reader.End()) return Malformed(message, reader.Error);

        // RFC 9810 5.2.3: the last but one two say that a revocation is near or has happened.
        bool isDone = status.Status == PkiStatus.Accepted
            || status.Status == PkiStatus.GrantedWithMods
            || status.Status == PkiStatus.RevocationWarning
            || status.Status == PkiStatus.RevocationNotification;
        if (!isDone) return Refuse(status);
        return isOurs ? AnswerKind.Done : Violate(FailInfo.BadCertId,
            "The CA says that it revoked another certificate (serial number).");
    }

    /// <summary>The status in an rp, or null when it is malformed.</summary>
    internal static PkiStatusInfo StatusOf(PkiMessage message)
    {
        DerReader reader = new DerReader(message.Buffer, message.BodyOffset, message.BodyLength);
        PkiStatusInfo status = new PkiStatusInfo();
        reader.Enter(Tag.Sequence);
        reader.Enter(Tag.Sequence);
        status.Read(reader);
        return reader.IsOk ? status : null;
    }

    internal override void SaveFields(DerWriter writer)
    {
        writer.OctetString(_issuer);
        writer.OctetString(_serial);
        writer.Integer(_reason);
    }

    internal static RevocationOperation RestoreFields(DerReader reader)
    {
        reader.ReadOctetString(Tag.OctetString);
        byte[] issuer = reader.ValueBytes();
        reader.ReadOctetString(Tag.OctetString);
        byte[] serial = reader.ValueBytes();
        return new RevocationOperation(issuer, serial, reader.ReadInt32(Tag.Integer));
    }

    // RFC 5280 5.3.1, RFC 9483 4.2: reasonCode is always there.
    private void WriteReason(DerWriter writer)
    {
        writer.Begin(Tag.Sequence);
        writer.Begin(Tag.Sequence);
        writer.Oid(Oids.Extension(ExtensionId.ReasonCode));
        writer.BeginOctetString();
        writer.Integer(Tag.Enumerated, _reason);
        writer.End();
        writer.End();
        writer.End();
    }

    // CertId ::= SEQUENCE { issuer GeneralName, serialNumber INTEGER }. Some CAs write the name in
    // another order: the serial number tells.
    private bool ReadRevokedCertificates(DerReader reader)
    {
        if (!reader.TryEnter(Tag.ContextConstructed(TagRevokedCertificates))) return true;
        bool isOurs = false;
        reader.Enter(Tag.Sequence);
        for (int count = 0; !reader.AtEnd; count++)
        {
            if (count == CmpLimits.ElementsMax) reader.FailAt(DerError.TooMany, reader.Position);
            reader.Enter(Tag.Sequence);
            reader.ReadAny();
            reader.ReadInteger(Tag.Integer);
            if (reader.IsOk && reader.ValueEquals(_serial)) isOurs = true;
            reader.Leave();
        }

        reader.Leave();
        reader.Leave();
        return isOurs;
    }
}
