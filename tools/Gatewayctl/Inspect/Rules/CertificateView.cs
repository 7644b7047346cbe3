using System;
using System.Formats.Asn1;
using System.Linq;
using Gateway.LabCa;
using Org.BouncyCastle.Asn1.X509;

namespace Gateway.Ctl.Inspect.Rules;

/// <summary>Parts of a certificate that was walked by the schema without a fault.</summary>
internal sealed class CertificateView
{
    private readonly DerNode[] _fields;

    public CertificateView(DerNode node)
    {
        Node = node;
        _fields = [.. node.Children[0].Children.Where(field => !field.IsContext(0))];
    }

    public DerNode Node { get; }

    public DerNode SerialNumber => _fields[0];

    public DerNode Issuer => _fields[2];

    public DerNode Subject => _fields[4];

    public DerNode PublicKeyInfo => _fields[5];

    public DerNode SignatureAlgorithm => Node.Children[1];

    /// <summary>The subject key identifier, or null without the extension.</summary>
    public ReadOnlyMemory<byte>? SubjectKeyIdentifier() =>
        Extension(Oids.SubjectKeyIdentifier)?.Content;

    /// <summary>Whether the key usage, when there is one, allows signatures.</summary>
    public bool MaySign()
    {
        DerNode? usage = Extension(Oids.KeyUsage);
        if (usage is null)
            return true;
        byte[] bits = DerValue.BitString(usage, out _);
        return bits.Length > 0 && (bits[0] & 0x80) != 0;
    }

    /// <summary>Whether two names are equal: byte for byte, or as RFC 5280 7.1 compares.</summary>
    public static bool NamesMatch(DerNode one, DerNode other)
    {
        if (one.Encoded.Span.SequenceEqual(other.Encoded.Span))
            return true;
        try
        {
            return X509Name.GetInstance(one.Encoded.ToArray())
                .Equivalent(X509Name.GetInstance(other.Encoded.ToArray()), inOrder: true);
        }
        catch (Exception fault) when (fault is ArgumentException or InvalidOperationException
            or System.IO.IOException or FormatException)
        {
            return false;
        }
    }

    private DerNode? Extension(string oid)
    {
        DerNode? list = _fields.Skip(6).FirstOrDefault(field => field.IsContext(3));
        DerNode? extension = list?.Children[0].Children
            .FirstOrDefault(one => MessageView.LeadingOid(one) == oid);
        if (extension is null)
            return null;
        DerNode value = extension.Children[^1];
        return DerTree.Parse(value.Content, value.ContentOffset, out DerNode? root) is null
            ? root : null;
    }
}
