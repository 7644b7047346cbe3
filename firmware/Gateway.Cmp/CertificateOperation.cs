using System;
using Gateway.Asn1;
using Gateway.Core;
using Gateway.Pki;

namespace Gateway.Cmp;

/// <summary>Asks for a certificate: ir, cr, kur or p10cr (RFC 9483 4.1).</summary>
public sealed class CertificateOperation : CmpOperation
{
    // RFC 9483 4.1.1 and 4.1.4: the only request of the message, and that of a p10cr.
    private const int OnlyRequest = 0;
    private const int Pkcs10Request = -1;
    private const int BodySizeHint = 2048;
    private readonly CertificateRequestKind _kind;
    private byte[] _subject;
    private byte[] _subjectAltName;
    private byte[] _oldCertificate;
    private byte[] _publicKey;
    private byte[] _privateKey;
    private SignatureAlgorithm _algorithm;
    private GrantedCertificate _granted;

    /// <summary>An operation that has not started.</summary>
    public CertificateOperation(CertificateRequestKind kind, CertificateRequest request)
    {
        bool isComplete = request.Subject != null && request.PrivateKey != null
            && (request.OldCertificate != null) == (kind == CertificateRequestKind.KeyUpdate);
        if (!isComplete) throw new ArgumentException("request");
        _kind = kind;
        _subject = request.Subject;
        _subjectAltName = request.SubjectAltName;
        _oldCertificate = request.OldCertificate;
        _privateKey = Bytes.Slice(request.PrivateKey, 0, request.PrivateKey.Length);
        _algorithm = request.SignatureAlgorithm;
    }

    private CertificateOperation(CertificateRequestKind kind)
    {
        _kind = kind;
    }

    /// <summary>Which message asks.</summary>
    public CertificateRequestKind Kind => _kind;

    /// <summary>SubjectPublicKeyInfo of the new key, once the request is built.</summary>
    public byte[] PublicKey => _publicKey;

    /// <summary>The new certificate, DER; null unless the transaction succeeded.</summary>
    public byte[] Certificate { get; private set; }

    /// <summary>
    /// CA certificates to offer, DER, none twice; empty unless it succeeded. First the issuers of
    /// the certificate as far as they were not trusted already (issuer, its issuer, ...), then the
    /// other caPubs, and when there were no caPubs the self-signed CA certificates of extraCerts.
    /// extraCerts lie outside the protection: nothing here is trusted until the operator or a
    /// fingerprint says so (RFC 9810 5.3.2).
    /// </summary>
    public byte[][] CaCertificates { get; private set; } = new byte[0][];

    /// <summary>
    /// Whether the issuers of the certificate were found and verified up to a trust anchor, to
    /// caPubs, or, when there is neither, to a self-signed certificate that came with it.
    /// </summary>
    public bool IssuerVerified { get; private set; }

    /// <summary>
    /// Where the certificate differs from the request or from what was expected, a line each; empty
    /// when it is as requested.
    /// </summary>
    public string[] Differences { get; private set; } = new string[0];

    /// <inheritdoc/>
    public override int RequestBody
    {
        get
        {
            switch (_kind)
            {
                case CertificateRequestKind.Initial: return BodyType.Ir;
                case CertificateRequestKind.KeyUpdate: return BodyType.Kur;
                case CertificateRequestKind.Pkcs10: return BodyType.P10cr;
                default: return BodyType.Cr;
            }
        }
    }

    /// <inheritdoc/>
    public override int AnswerBody => _kind == CertificateRequestKind.Initial ? BodyType.Ip
        : _kind == CertificateRequestKind.KeyUpdate ? BodyType.Kup : BodyType.Cp;

    internal override bool AsksForCertificate => true;

    internal override int CertReqId =>
        _kind == CertificateRequestKind.Pkcs10 ? Pkcs10Request : OnlyRequest;

    internal override bool IsConfirmable => _granted != null;

    internal override bool NeedsVersion3 => _granted != null && _granted.HashOid != null;

    internal override string Success => Differences.Length == 0
        ? "The certificate is granted and confirmed."
        : "The certificate is granted and confirmed, with differences: " + Differences[0] + ".";

    internal override byte[] Build(CmpSettings settings)
    {
        IKeyEngine engine = settings.KeyEngine;
        _publicKey = engine.PublicKey(_privateKey);
        byte[] body = null;
        if (_publicKey != null)
        {
            body = _kind == CertificateRequestKind.Pkcs10 ? BuildPkcs10(engine)
                : BuildCertReqMessage(engine);
        }

        Bytes.Wipe(_privateKey);
        if (body != null) return body;
        Fault = new CmpFault(CmpOutcome.KeyUnusable, -1, _publicKey == null
            ? "The key engine of this board cannot use the key pair: apply with an RSA key pair."
            : "The private key cannot sign the request: create the key pair again.");
        return null;
    }

    internal override AnswerKind Examine(AnswerContext context)
    {
        PkiMessage message = context.Message;
        CertRepMessage response = CertRepMessage.Parse(message.Buffer, message.BodyOffset,
            message.BodyLength);
        if (response.Error != DerError.None) return Malformed(message, response.Error);

        if (response.ResponseCount != 1 || response.CertReqId != CertReqId)
        {
            return Violate(FailInfo.BadDataFormat,
                "The CA did not answer exactly the one request (certReqId).");
        }

        // RFC 9483 4.1.2, 4.1.3: only the answer to the first request carries trust anchors.
        if (response.HasCaPubs && _kind != CertificateRequestKind.Initial)
        {
            return Violate(FailInfo.BadDataFormat, "The CA's " + BodyType.Name(message.Body)
                + " carries caPubs, which only an ip may.");
        }

        int status = response.Status.Status;
        bool isGranted = status == PkiStatus.Accepted || status == PkiStatus.GrantedWithMods;
        return isGranted ? CheckCertificate(context, response) : Refuse(response.Status);
    }

    internal override AnswerKind StepExamine(AnswerContext context) =>
        _granted.StepPath() ? AnswerKind.Working : AnswerKind.Granted;

    internal override byte[] Confirmation(CmpFault fault)
    {
        DerWriter writer = new DerWriter(128);
        if (fault == null)
        {
            CertConfWriter.WriteAcceptance(writer, _granted.Hash, CertReqId, _granted.HashOid);
        }
        else
        {
            CertConfWriter.WriteRejection(writer, _granted.Hash, CertReqId, _granted.HashOid,
                fault.Reason, fault.FailBit);
        }

        return writer.ToArray();
    }

    internal override void Complete()
    {
        Certificate = _granted.Der;
        CaCertificates = _granted.CaCertificates;
        IssuerVerified = _granted.IssuerVerified;
        Differences = _granted.Differences;
    }

    internal override void Wipe()
    {
        Bytes.Wipe(_privateKey);
        if (Certificate == null) _granted = null;
    }

    internal override void SaveFields(DerWriter writer)
    {
        writer.Integer((int)_kind);
        writer.OctetString(_subject);
        writer.OctetString(_subjectAltName ?? new byte[0]);
        writer.OctetString(_publicKey);
        if (_granted != null) _granted.Save(writer);
    }

    internal static CertificateOperation RestoreFields(DerReader reader)
    {
        int kind = reader.ReadInt32(Tag.Integer);
        if (kind < 0 || kind > (int)CertificateRequestKind.Pkcs10) reader.Fail(DerError.OutOfRange);
        CertificateOperation operation = new CertificateOperation((CertificateRequestKind)kind);
        reader.ReadOctetString(Tag.OctetString);
        operation._subject = reader.ValueBytes();
        reader.ReadOctetString(Tag.OctetString);
        operation._subjectAltName = reader.ValueLength == 0 ? null : reader.ValueBytes();
        reader.ReadOctetString(Tag.OctetString);
        operation._publicKey = reader.ValueBytes();
        if (!reader.AtEnd) operation._granted = GrantedCertificate.Restore(reader);
        return operation;
    }

    private byte[] BuildPkcs10(IKeyEngine engine)
    {
        byte[] info = CertificationRequest.Info(_subject, _publicKey, _subjectAltName);
        byte[] signature = Sign(engine, info);
        if (signature == null) return null;
        DerWriter writer = new DerWriter(BodySizeHint);
        writer.Begin(Tag.ContextConstructed(BodyType.P10cr));
        writer.Raw(CertificationRequest.Write(info, _algorithm, signature));
        writer.End();
        return writer.ToArray();
    }

    private byte[] BuildCertReqMessage(IKeyEngine engine)
    {
        byte[] request = CertRequestWriter.Request(OnlyRequest, _subject, _publicKey,
            _subjectAltName, _oldCertificate);
        byte[] signature = Sign(engine, request);
        if (signature == null) return null;
        DerWriter writer = new DerWriter(BodySizeHint);
        CertRequestWriter.Write(writer, RequestBody, request, _algorithm, signature);
        return writer.ToArray();
    }

    // RFC 4211 4.1, RFC 2986 4.2: the new key signs the request.
    private byte[] Sign(IKeyEngine engine, byte[] data) =>
        engine.Sign(_algorithm, _privateKey, data, 0, data.Length);

    private AnswerKind CheckCertificate(AnswerContext context, CertRepMessage response)
    {
        if (response.CertificateLength == 0)
        {
            return Violate(FailInfo.BadDataFormat, response.IsEncrypted
                ? "The CA sent an encrypted certificate, which is not supported."
                : "The CA granted a certificate but sent none.");
        }

        GrantedCertificate granted = new GrantedCertificate();
        Fault = granted.Read(context, response);
        if (Fault != null) return AnswerKind.Violation;
        _granted = granted;
        if (!granted.IsFor(_publicKey))
        {
            Fault = new CmpFault(CmpOutcome.WrongKey, FailInfo.IncorrectData,
                "The CA's certificate is for another public key; it was refused.");
            return AnswerKind.OtherKey;
        }

        bool isModified = response.Status.Status == PkiStatus.GrantedWithMods;
        granted.Compare(_subject, _subjectAltName, isModified, response.Status.Text);
        granted.BeginPath(context);
        return AnswerKind.Working;
    }
}
