using System;
using System.IO;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Asn1.X9;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Utilities;

namespace Gateway.LabCa;

/// <summary>Lets BouncyCastle's builders sign with <see cref="P256Ecdsa"/>.</summary>
internal sealed class P256SignatureFactory(ECPrivateKeyParameters key) : ISignatureFactory
{
    private static readonly AlgorithmIdentifier s_algorithm =
        new(X9ObjectIdentifiers.ECDsaWithSha256);

    private readonly byte[] _scalar =
        BigIntegers.AsUnsignedByteArray(P256Ecdsa.SizeBytes, key.D);

    public object AlgorithmDetails => s_algorithm;

    public IStreamCalculator<IBlockResult> CreateCalculator() => new Calculator(_scalar);

    private sealed class Calculator(byte[] scalar) : IStreamCalculator<IBlockResult>
    {
        private readonly MemoryStream _data = new();

        public Stream Stream => _data;

        public IBlockResult GetResult() =>
            new Result(P256Ecdsa.Sign(scalar, _data.ToArray())); // Closed by now.
    }

    private sealed class Result(byte[] signature) : IBlockResult
    {
        public byte[] Collect() => signature;

        public int Collect(byte[] buf, int off)
        {
            signature.CopyTo(buf, off);
            return signature.Length;
        }

        public int Collect(Span<byte> output)
        {
            signature.CopyTo(output);
            return signature.Length;
        }

        public int GetMaxResultLength() => signature.Length;
    }
}
