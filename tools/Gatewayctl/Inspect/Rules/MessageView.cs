using System;
using System.Collections.Generic;
using System.Formats.Asn1;
using System.Linq;
using System.Numerics;
using Gateway.LabCa;

namespace Gateway.Ctl.Inspect.Rules;

/// <summary>Who sent a message.</summary>
internal enum Role
{
    /// <summary>Neither can be told: a nested message, or a body of its own.</summary>
    Other,

    /// <summary>The end entity.</summary>
    Request,

    /// <summary>The CA or RA.</summary>
    Answer,
}

/// <summary>How a message is protected.</summary>
internal enum ProtectionKind
{
    /// <summary>Not at all, or half of it is missing.</summary>
    None,

    /// <summary>By a shared secret.</summary>
    Mac,

    /// <summary>By the key of a certificate.</summary>
    Signature,
}

/// <summary>Parts of a PKIMessage that was walked by the schema without a fault.</summary>
internal sealed class MessageView
{
    private const int OutOfRange = int.MinValue;

    private static readonly HashSet<string> s_macs =
    [
        Oids.PasswordBasedMac, Oids.Pbmac1, "1.2.840.113533.7.66.30", "1.2.840.113533.7.66.16",
    ];

    public MessageView(string file, DerNode root)
    {
        File = file;
        Root = root;
        foreach (DerNode part in root.Children.Skip(2))
        {
            if (part.IsContext(0))
                Protection = part.Children[0];
            else
                ExtraCerts = [.. part.Children[0].Children.Select(one => new CertificateView(one))];
        }

        Role = RoleOf(Tag);
    }

    public string File { get; }

    public DerNode Root { get; }

    /// <summary>Place in the transaction.</summary>
    public int Index { get; set; }

    public Role Role { get; set; }

    public DerNode? Protection { get; }

    public IReadOnlyList<CertificateView> ExtraCerts { get; } = [];

    public DerNode Header => Root.Children[0];

    public DerNode PvnoNode => Header.Children[0];

    public int Pvno => Number(PvnoNode);

    public DerNode Sender => Header.Children[1];

    public DerNode Recipient => Header.Children[2];

    public DerNode? MessageTime => HeaderField(0);

    public DerNode? ProtectionAlg => HeaderField(1);

    public DerNode? SenderKid => HeaderField(2);

    public DerNode? TransactionId => HeaderField(4);

    public DerNode? SenderNonce => HeaderField(5);

    public DerNode? RecipNonce => HeaderField(6);

    public DerNode Body => Root.Children[1];

    public int Tag => Body.Tag.TagValue;

    public string Name => CmpBodies.Name(Tag);

    /// <summary>What the tag of the body holds.</summary>
    public DerNode Content => Body.Children[0];

    public ProtectionKind Kind => ProtectionAlg is null || Protection is null ? ProtectionKind.None
        : s_macs.Contains(LeadingOid(ProtectionAlg)) ? ProtectionKind.Mac
        : ProtectionKind.Signature;

    /// <summary>The bytes that the protection covers, as they were received.</summary>
    public byte[] ProtectedPart()
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteEncodedValue(Header.Encoded.Span);
            writer.WriteEncodedValue(Body.Encoded.Span);
        }

        return writer.Encode();
    }

    /// <summary>An InfoTypeAndValue of generalInfo, or null.</summary>
    public DerNode? Info(string oid) =>
        HeaderField(8)?.Children.FirstOrDefault(one => LeadingOid(one) == oid);

    /// <summary>A small INTEGER; any other is a number that no message uses.</summary>
    public static int Number(DerNode node)
    {
        BigInteger value = DerValue.Integer(node);
        return value > int.MinValue && value <= int.MaxValue ? (int)value : OutOfRange;
    }

    /// <summary>The OID with which an AlgorithmIdentifier or a typed value begins.</summary>
    public static string LeadingOid(DerNode node) => DerValue.Oid(node.Children[0]);

    public static bool Same(DerNode? one, DerNode? other) =>
        one is null || other is null ? one is null && other is null
        : one.Content.Span.SequenceEqual(other.Content.Span);

    private static Role RoleOf(int tag) => tag switch
    {
        Bodies.Ir or Bodies.Cr or Bodies.P10cr or Bodies.Kur or Bodies.Rr or Bodies.Genm
            or Bodies.CertConf or Bodies.PollReq => Role.Request,
        Bodies.Ip or Bodies.Cp or Bodies.Kup or Bodies.Rp or Bodies.PkiConf or Bodies.Genp
            or Bodies.PollRep or Bodies.Error => Role.Answer,
        _ => Role.Other,
    };

    private DerNode? HeaderField(int tag) =>
        Header.Children.Skip(3).FirstOrDefault(field => field.IsContext(tag))?.Children[0];
}
