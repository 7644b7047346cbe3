using System;
using System.Collections.Generic;
using System.Formats.Asn1;
using System.Linq;
using System.Security.Cryptography;
using Gateway.LabCa;

namespace Gateway.Ctl.Inspect.Rules;

/// <summary>Password-based MACs over received bytes: PBM (RFC 9810 5.1.3.1) and PBMAC1 (RFC 8018
/// 7.1).</summary>
internal static class MacCheck
{
    /// <summary>More iterations are not computed.</summary>
    public const int IterationsMax = 1_000_000;

    private const int KeyLengthMax = 1024;

    /// <summary>Verifies a value; unknown without the secret or for another algorithm.</summary>
    public static Verification Verify(
        DerNode algorithm, byte[]? secret, byte[] data, byte[] value)
    {
        if (secret is null || algorithm.Children.Count < 2
            || !algorithm.Children[1].Is(UniversalTagNumber.Sequence))
            return Verification.Unknown;
        DerNode parameters = algorithm.Children[1];
        return MessageView.LeadingOid(algorithm) switch
        {
            Oids.PasswordBasedMac => VerifyPbm(parameters, secret, data, value),
            Oids.Pbmac1 => VerifyPbmac1(parameters, secret, data, value),
            _ => Verification.Unknown,
        };
    }

    private static Verification VerifyPbm(
        DerNode parameters, byte[] secret, byte[] data, byte[] value)
    {
        HashAlgorithmName? owf = SignatureHash.OfHash(parameters.Children[1]);
        HashAlgorithmName? mac = SignatureHash.OfMac(parameters.Children[3]);
        if (owf is null || mac is null)
            return Verification.Unknown;
        int iterations = MessageView.Number(parameters.Children[2]);
        if (iterations is < 1 or > IterationsMax)
            return TooMany();
        byte[] start = [.. secret, .. parameters.Children[0].Content.Span];
        byte[] key = CryptographicOperations.HashData(owf.Value, start);
        CryptographicOperations.ZeroMemory(start);
        for (int i = 1; i < iterations; i++)
            CryptographicOperations.HashData(owf.Value, key, key);
        return Compare(mac.Value, key, data, value);
    }

    private static Verification VerifyPbmac1(
        DerNode parameters, byte[] secret, byte[] data, byte[] value)
    {
        DerNode derivation = parameters.Children[0];
        HashAlgorithmName? mac = SignatureHash.OfMac(parameters.Children[1]);
        if (mac is null || MessageView.LeadingOid(derivation) != Oids.Pbkdf2
            || derivation.Children.Count < 2
            || !derivation.Children[1].Is(UniversalTagNumber.Sequence))
            return Verification.Unknown;
        List<DerNode> fields = derivation.Children[1].Children;
        DerNode? prfNode = fields.Find(field => field.Is(UniversalTagNumber.Sequence));
        HashAlgorithmName? prf = prfNode is null ? HashAlgorithmName.SHA1
            : SignatureHash.OfMac(prfNode);
        DerNode? length = fields.Skip(2)
            .FirstOrDefault(field => field.Is(UniversalTagNumber.Integer));
        if (prf is null || !fields[0].Is(UniversalTagNumber.OctetString))
            return Verification.Unknown;
        int iterations = MessageView.Number(fields[1]);
        if (iterations is < 1 or > IterationsMax)
            return TooMany();
        int keyLength = length is null
            ? CryptographicOperations.HashData(mac.Value, []).Length : MessageView.Number(length);
        if (keyLength is < 1 or > KeyLengthMax)
            return Verification.Invalid($"the key is not 1 to {KeyLengthMax} bytes long");
        byte[] key = Rfc2898DeriveBytes.Pbkdf2(
            secret, fields[0].Content.Span, iterations, prf.Value, keyLength);
        return Compare(mac.Value, key, data, value);
    }

    private static Verification TooMany() =>
        Verification.Invalid($"iterationCount is not 1 to {IterationsMax}");

    private static Verification Compare(
        HashAlgorithmName mac, byte[] key, byte[] data, byte[] value)
    {
        byte[] computed = CryptographicOperations.HmacData(mac, key, data);
        CryptographicOperations.ZeroMemory(key);
        return CryptographicOperations.FixedTimeEquals(computed, value)
            ? Verification.Valid(-1)
            : Verification.Invalid("the MAC does not verify with this secret");
    }
}
