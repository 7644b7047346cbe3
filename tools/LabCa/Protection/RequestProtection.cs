using System;
using System.Security.Cryptography;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.X509;

namespace Gateway.LabCa;

/// <summary>Who sent a request, proved by its protection.</summary>
/// <param name="Owner">Text that tells senders apart: a transaction has one.</param>
/// <param name="Reply">How the answer is protected.</param>
/// <param name="Signer">The protection certificate, null under a MAC.</param>
/// <param name="Salt">Salt of the answers' MAC, empty under a signature.</param>
internal sealed record RequestOrigin(
    string Owner, ReplyProtection Reply, X509Certificate? Signer, byte[] Salt);

/// <summary>A protection that does not hold; the answer may yet be protected.</summary>
internal sealed class ProtectionRefusedException(CmpRefusedException why, ReplyProtection? reply,
    bool wrongMac) : Exception(why.Message)
{
    public CmpFailInfo FailInfo { get; } = why.FailInfo;

    public ReplyProtection? Reply { get; } = reply;

    public bool WrongMac { get; } = wrongMac;
}

/// <summary>Verifies the protection of requests: MAC by reference, or signature by
/// certificate.</summary>
internal sealed class RequestProtection(LabCaOptions options, CmpTransactions transactions,
    CmpSigners signers, ClientCertificateCheck certificates, SecureRandom random)
{
    private const int SaltLength = 16;

    /// <summary>The origin; throws <see cref="CmpRefusedException"/> or <see
    /// cref="ProtectionRefusedException"/>.</summary>
    public RequestOrigin Check(CmpRequest request)
    {
        if (request.Header.ProtectionAlg is null || request.Protection is null)
            throw new CmpRefusedException(CmpFailInfo.NotAuthorized,
                "the message is not protected");
        return MessageMac.IsMac(request.Header.ProtectionAlg.Algorithm) ? CheckMac(request)
            : CheckSignature(request);
    }

    private RequestOrigin CheckMac(CmpRequest request)
    {
        MessageMac mac = MessageMac.FromRequest(request.Header.ProtectionAlg, options);
        if (request.SenderKid is null)
            throw new CmpRefusedException(CmpFailInfo.BadMessageCheck,
                "senderKID, the reference, is missing");
        if (!options.References.TryGetValue(request.Reference, out byte[]? secret))
            throw new CmpRefusedException(CmpFailInfo.NotAuthorized, "unknown reference "
                + SafeText.OneLine(request.Reference, 40));

        byte[] salt = transactions.Find(request)?.Salt is { Length: > 0 } known ? known
            : SecureRandom.GetNextBytes(random, SaltLength);
        var reply = new MacReplyProtection(mac.With(salt), secret, request.Reference);
        byte[] expected = mac.Compute(secret, request.ProtectedPart());
        if (!CryptographicOperations.FixedTimeEquals(expected, request.Protection))
            throw new ProtectionRefusedException(
                new CmpRefusedException(CmpFailInfo.BadMessageCheck, "wrong MAC"), reply,
                wrongMac: true);
        return new RequestOrigin("reference " + request.Reference, reply, null, salt);
    }

    private RequestOrigin CheckSignature(CmpRequest request)
    {
        try
        {
            AlgorithmIdentifier algorithm = request.Header.ProtectionAlg;
            SignatureCheck.Require(algorithm, "the protection");
            X509Certificate? signer = request.ExtraCerts.Length > 0 ? request.ExtraCerts[0]
                : transactions.Find(request)?.Signer; // Later messages may leave it out.
            if (signer is null)
                throw new CmpRefusedException(CmpFailInfo.BadMessageCheck,
                    "extraCerts does not start with the protection certificate");
            if (!SignatureCheck.Verify(algorithm, signer.GetPublicKey(), request.ProtectedPart(),
                request.Protection!))
                throw new CmpRefusedException(CmpFailInfo.BadMessageCheck,
                    "the signature is not by the first certificate of extraCerts");
            certificates.Check(request, signer);
            string owner = "certificate "
                + Convert.ToHexStringLower(SHA256.HashData(signer.GetEncoded()));
            return new RequestOrigin(owner, signers.Regular, signer, []);
        }
        catch (CmpRefusedException refused)
        {
            throw new ProtectionRefusedException(refused, signers.Regular, wrongMac: false);
        }
    }
}
