using System.Text;
using Gateway.Asn1;
using Gateway.Crypto;
using Gateway.Pki;
using Gateway.Tests.Crypto;

namespace Gateway.Tests.Pki;

/// <summary>PKCS #12 files of any contents under the right MAC, RFC 7292 4.</summary>
internal static class Pfx
{
    private static readonly byte[] Salt = [1, 2, 3, 4, 5, 6, 7, 8];

    private static byte[] Password => Encoding.ASCII.GetBytes(KeyFiles.Password);

    internal static byte[] KeyBag(byte[] privateKeyInfo) => Bag(1, privateKeyInfo);

    internal static byte[] Bag(int number, byte[] value)
    {
        DerWriter writer = new();
        writer.Begin(Tag.Sequence);
        writer.Oid(Oids.Pkcs12Bag(number));
        writer.Begin(Tag.ContextConstructed(0));
        writer.Raw(value);
        writer.End();
        writer.End();
        return writer.ToArray();
    }

    internal static byte[] Data(params byte[][] bags) => Data(Sequence(bags));

    internal static byte[] Encrypted(params byte[][] bags)
    {
        Pbes2 scheme = Pbes2.Fresh(new SeededRandom(8));
        IKeyDerivation derivation = scheme.Start(Password);
        derivation.Step(int.MaxValue);
        byte[] cipherText = scheme.Encrypt(derivation.TakeKey(), Sequence(bags));
        DerWriter writer = new();
        writer.Begin(Tag.Sequence);
        writer.Oid(Oids.Pkcs(7, 6));
        writer.Begin(Tag.ContextConstructed(0));
        writer.Begin(Tag.Sequence);
        writer.Integer(0);
        writer.Begin(Tag.Sequence);
        writer.Oid(Oids.Pkcs(7, 1));
        scheme.Write(writer);
        writer.OctetString(Tag.Context(0), cipherText, 0, cipherText.Length);
        for (int i = 0; i < 4; i++) writer.End();
        return writer.ToArray();
    }

    internal static byte[] Seal(params byte[][] contents)
    {
        byte[] safe = Sequence(contents);
        Pkcs12Derivation derivation =
            Pkcs12Derivation.Start(HashAlgorithm.Sha256, Password, Salt, 1);
        byte[] mac = Hmac.Compute(
            HashAlgorithm.Sha256, derivation.TakeKey(), safe, 0, safe.Length);
        DerWriter writer = new();
        writer.Begin(Tag.Sequence);
        writer.Integer(3);
        writer.Raw(Data(safe));
        writer.Begin(Tag.Sequence);
        writer.Begin(Tag.Sequence);
        AlgorithmIdentifiers.WriteHash(writer, HashAlgorithm.Sha256);
        writer.OctetString(mac);
        writer.End();
        writer.OctetString(Salt);
        writer.End();
        writer.End();
        return writer.ToArray();
    }

    private static byte[] Data(byte[] content)
    {
        DerWriter writer = new();
        writer.Begin(Tag.Sequence);
        writer.Oid(Oids.Pkcs(7, 1));
        writer.Begin(Tag.ContextConstructed(0));
        writer.OctetString(content);
        writer.End();
        writer.End();
        return writer.ToArray();
    }

    private static byte[] Sequence(byte[][] elements)
    {
        DerWriter writer = new();
        writer.Begin(Tag.Sequence);
        foreach (byte[] element in elements) writer.Raw(element);
        writer.End();
        return writer.ToArray();
    }
}
