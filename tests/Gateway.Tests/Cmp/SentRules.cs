using System;
using System.Collections.Generic;
using System.Linq;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Cmp;
using Org.BouncyCastle.Asn1.Crmf;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Crmf;
using Org.BouncyCastle.Crypto.Operators;
using Org.BouncyCastle.Security;
using BcHeader = Org.BouncyCastle.Asn1.Cmp.PkiHeader;
using BcMessage = Org.BouncyCastle.Asn1.Cmp.PkiMessage;

namespace Gateway.Tests.Cmp;

/// <summary>
/// Judges what an end entity sent in one transaction by the rules for sending (1 to 16, 31, 32),
/// over BouncyCastle's classes alone.
/// </summary>
internal sealed class SentRules
{
    private const int NonceBytes = 16;
    private const int OldCertIdControl = 5;

    /// <summary>Whether version 3 is configured throughout.</summary>
    internal bool IsVersion3 { get; set; }

    /// <summary>Whether the client knows the time; null: not judged.</summary>
    internal bool? HasClock { get; set; }

    internal bool OffersImplicitConfirm { get; set; }

    /// <summary>Whether a restart may have changed the salt of the MAC.</summary>
    internal bool MayRestart { get; set; }

    /// <summary>The certificate that was issued last, or null.</summary>
    internal byte[]? Issued { get; set; }

    /// <summary>
    /// Numbers of the rules that are broken in the last transaction, lowest first.
    /// </summary>
    internal int[] BrokenBy(IReadOnlyList<byte[]> received, IReadOnlyList<byte[]> answers)
    {
        // What was repeated for want of an answer is one message.
        List<BcMessage> messages = [];
        List<byte[]?> nonces = [];
        for (int i = 0; i < received.Count; i++)
        {
            if (i > 0 && received[i].AsSpan().SequenceEqual(received[i - 1])) continue;
            BcMessage message = Decode(received[i]);
            if (IsRequest(message.Body.Type))
            {
                messages.Clear();
                nonces.Clear();
            }

            bool isAnswer = messages.Count > 0 && i <= answers.Count;
            nonces.Add(isAnswer ? NonceOf(answers[i - 1]) : null);
            messages.Add(message);
        }

        return BrokenBy(messages, nonces);
    }

    /// <summary>The same for messages and, for each, the senderNonce before it.</summary>
    internal int[] BrokenBy(IReadOnlyList<BcMessage> messages, IReadOnlyList<byte[]?> nonces)
    {
        SortedSet<int> broken = [];
        BcMessage first = messages[0];
        bool isPkcs10 = first.Body.Type == PkiBody.TYPE_P10_CERT_REQ;
        for (int i = 0; i < messages.Count; i++)
        {
            BcMessage message = messages[i];
            JudgeHeader(message, first, nonces[i], i == 0, broken);
            if (PeerCheck.IsSigned(message)) JudgeSigner(message, broken);
            else JudgeReference(message, broken);
            if (message.Header.ProtectionAlg != null || message.Protection != null)
            {
                if (!Same(message, first)) broken.Add(9);
            }

            JudgeBody(message, isPkcs10, broken);
        }

        bool isRepeated = messages.Select(m => Hex(m.Header.SenderNonce)).Distinct().Count()
            != messages.Count;
        if (isRepeated) broken.Add(7);
        return broken.ToArray();
    }

    internal static BcMessage Decode(byte[] der) =>
        BcMessage.GetInstance(Asn1Object.FromByteArray(der));

    private static byte[]? NonceOf(byte[] answer) =>
        BcHeader.GetInstance(Asn1Sequence.GetInstance(answer)[0]).SenderNonce?.GetOctets();

    private static bool IsRequest(int type) => PeerBodies.IsCertificateRequest(type)
        || type is PkiBody.TYPE_REVOCATION_REQ or PkiBody.TYPE_GEN_MSG;

    private static string Hex(Asn1OctetString? value) =>
        value == null ? "" : Convert.ToHexString(value.GetOctets());

    private void JudgeHeader(BcMessage message, BcMessage first, byte[]? peerNonce, bool isFirst,
        SortedSet<int> broken)
    {
        BcHeader header = message.Header;
        bool needs3 = IsVersion3 || NamesHash(message);
        if (header.Pvno.IntValueExact != (needs3 ? 3 : 2)) broken.Add(1);
        if (HasClock is { } hasClock && hasClock != (header.MessageTime != null)) broken.Add(5);
        string id = Hex(header.TransactionID);
        bool isId = id.Length == 2 * NonceBytes && id == Hex(first.Header.TransactionID);
        if (!isId) broken.Add(6);
        if (Hex(header.SenderNonce).Length != 2 * NonceBytes) broken.Add(7);
        if (isFirst && header.RecipNonce != null) broken.Add(7);
        if (peerNonce != null && Hex(header.RecipNonce) != Convert.ToHexString(peerNonce))
        {
            broken.Add(7);
        }

        if (message.Header.ProtectionAlg == null || message.Protection == null) broken.Add(8);
        InfoTypeAndValue? offer = message.Header.GetGeneralInfo()?.FirstOrDefault(
            i => i.InfoType.Equals(CmpObjectIdentifiers.it_implicitConfirm));
        if ((offer != null) != (OffersImplicitConfirm && isFirst)) broken.Add(11);
        if (offer != null && !DerNull.Instance.Equals(offer.InfoValue)) broken.Add(11);
    }

    private static bool NamesHash(BcMessage message) =>
        message.Body.Type == PkiBody.TYPE_CERT_CONFIRM
        && CertConfirmContent.GetInstance(message.Body.Content).ToCertStatusArray()
            .Any(s => s.HashAlg != null);

    private bool Same(BcMessage message, BcMessage first) =>
        (MayRestart ? Equals(message.Header.ProtectionAlg?.Algorithm,
            first.Header.ProtectionAlg?.Algorithm)
            : Equals(message.Header.ProtectionAlg, first.Header.ProtectionAlg))
        && Equals(message.Header.Sender, first.Header.Sender)
        && Equals(message.Header.SenderKID, first.Header.SenderKID)
        && Equals(PeerCheck.Signer(message)?.ToAsn1Object(),
            PeerCheck.Signer(first)?.ToAsn1Object());

    private static void JudgeReference(BcMessage message, SortedSet<int> broken)
    {
        string? name = message.Header.Sender.TagNo == GeneralName.DirectoryName
            ? message.Header.Sender.Name.ToString() : null;
        byte[] reference = message.Header.SenderKID?.GetOctets() ?? [];
        if (name != "CN=" + System.Text.Encoding.UTF8.GetString(reference)) broken.Add(3);
    }

    private static void JudgeSigner(BcMessage message, SortedSet<int> broken)
    {
        X509CertificateStructure? signer = PeerCheck.Signer(message);
        if (signer == null)
        {
            broken.Add(10);
            return;
        }

        bool isSender = message.Header.Sender.TagNo == GeneralName.DirectoryName
            && message.Header.Sender.Name.ToAsn1Object().Equals(signer.Subject.ToAsn1Object());
        if (!isSender) broken.Add(2);
        Asn1OctetString? keyId = KeyIdOf(signer);
        if (!Equals(keyId, message.Header.SenderKID)) broken.Add(4);
        X509CertificateStructure[] chain = message.GetExtraCerts()
            .Select(c => c.X509v3PKCert).ToArray();
        for (int i = 1; i < chain.Length; i++)
        {
            if (!chain[i - 1].Issuer.Equivalent(chain[i].Subject)) broken.Add(10);
        }
    }

    private static Asn1OctetString? KeyIdOf(X509CertificateStructure certificate)
    {
        X509Extension? extension = certificate.TbsCertificate.Extensions?.GetExtension(
            X509Extensions.SubjectKeyIdentifier);
        return extension == null ? null : Asn1OctetString.GetInstance(
            Asn1Object.FromByteArray(extension.Value.GetOctets()));
    }

    private void JudgeBody(BcMessage message, bool isPkcs10, SortedSet<int> broken)
    {
        switch (message.Body.Type)
        {
            case PkiBody.TYPE_INIT_REQ:
            case PkiBody.TYPE_CERT_REQ:
            case PkiBody.TYPE_KEY_UPDATE_REQ:
                JudgeRequests(message, broken);
                break;
            case PkiBody.TYPE_CERT_CONFIRM:
                JudgeConfirmation(message, isPkcs10 ? -1 : 0, broken);
                break;
        }
    }

    private static void JudgeRequests(BcMessage message, SortedSet<int> broken)
    {
        CertReqMsg[] requests =
            CertReqMessages.GetInstance(message.Body.Content).ToCertReqMsgArray();
        if (requests.Length != 1 || requests[0].CertReq.CertReqID.IntValueExact != 0)
        {
            broken.Add(12);
        }

        CertTemplate template = requests[0].CertReq.CertTemplate;
        bool isTemplate = template.Subject != null && template.PublicKey != null
            && (VersionOf(template) ?? 2) == 2;
        if (!isTemplate) broken.Add(13);
        else if (!IsProven(requests[0], template)) broken.Add(14);
        bool isUpdate = message.Body.Type == PkiBody.TYPE_KEY_UPDATE_REQ;
        if (isUpdate != NamesSigner(requests[0], message)) broken.Add(15);
    }

    private static int? VersionOf(CertTemplate template)
    {
        Asn1TaggedObject? first = Asn1Sequence.GetInstance(template.GetDerEncoded())
            .Select(field => Asn1TaggedObject.GetInstance(field))
            .FirstOrDefault(field => field.TagNo == 0);
        return first == null ? null : DerInteger.GetInstance(first, false).IntValueExact;
    }

    private static bool IsProven(CertReqMsg request, CertTemplate template) =>
        request.Pop?.Type == ProofOfPossession.TYPE_SIGNING_KEY
        && PopoSigningKey.GetInstance(request.Pop.Object).PoposkInput == null
        && new CertificateRequestMessage(request).IsValidSigningKeyPop(
            new Asn1VerifierFactoryProvider(PublicKeyFactory.CreateKey(template.PublicKey)));

    // Whether oldCertID names the certificate whose key protects the message.
    private static bool NamesSigner(CertReqMsg request, BcMessage message)
    {
        AttributeTypeAndValue? control = request.CertReq.Controls?.ToAttributeTypeAndValueArray()
            .FirstOrDefault(c => c.Type.Id == "1.3.6.1.5.5.7.5.1." + OldCertIdControl);
        if (control == null) return false;
        X509CertificateStructure? signer = PeerCheck.Signer(message);
        CertId id = CertId.GetInstance(control.Value);
        return signer != null && id.SerialNumber.Equals(signer.SerialNumber)
            && id.Issuer.TagNo == GeneralName.DirectoryName
            && id.Issuer.Name.ToAsn1Object().Equals(signer.Issuer.ToAsn1Object());
    }

    private void JudgeConfirmation(BcMessage message, int certReqId, SortedSet<int> broken)
    {
        CertStatus[] all =
            CertConfirmContent.GetInstance(message.Body.Content).ToCertStatusArray();
        if (all.Length != 1)
        {
            broken.Add(32);
            return;
        }

        if (all[0].CertReqID.IntValueExact != certReqId) broken.Add(certReqId < 0 ? 16 : 12);
        if (Issued != null && !IsHashOf(all[0], Issued)) broken.Add(31);
        PkiStatusInfo? info = all[0].StatusInfo;
        bool isAccepted = info == null || info.Status.IntValueExact == 0;
        if (isAccepted && info?.FailInfo != null) broken.Add(32);
    }

    // The hash is that of the certificate's signature, or the one that is named.
    private static bool IsHashOf(CertStatus status, byte[] certificate)
    {
        AlgorithmIdentifier signature =
            X509CertificateStructure.GetInstance(certificate).SignatureAlgorithm;
        string? name = status.HashAlg?.Algorithm.Id ?? signature.Algorithm.Id switch
        {
            "1.2.840.113549.1.1.10" => RsassaPssParameters.GetInstance(signature.Parameters)
                .HashAlgorithm.Algorithm.Id,
            "1.2.840.113549.1.1.5" => "SHA-1",
            "1.2.840.113549.1.1.11" or "1.2.840.10045.4.3.2" => "SHA-256",
            "1.2.840.113549.1.1.12" or "1.2.840.10045.4.3.3" => "SHA-384",
            "1.2.840.113549.1.1.13" or "1.2.840.10045.4.3.4" => "SHA-512",
            _ => null,
        };
        return name != null && DigestUtilities.CalculateDigest(name, certificate).AsSpan()
            .SequenceEqual(status.CertHash.GetOctets());
    }
}
