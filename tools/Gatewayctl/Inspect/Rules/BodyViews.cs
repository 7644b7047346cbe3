using System.Collections.Generic;
using System.Formats.Asn1;
using System.Linq;
using Gateway.LabCa;

namespace Gateway.Ctl.Inspect.Rules;

/// <summary>A CertReqMsg of ir, cr and kur (RFC 4211).</summary>
internal sealed class CertRequestView(DerNode node)
{
    public DerNode Node => node;

    public DerNode CertReq => node.Children[0];

    public DerNode Id => CertReq.Children[0];

    public DerNode Template => CertReq.Children[1];

    /// <summary>The proof of possession, a context-specific tag, or null.</summary>
    public DerNode? Popo => node.Children.Skip(1)
        .FirstOrDefault(part => part.Tag.TagClass == TagClass.ContextSpecific);

    public DerNode? Field(int tag) =>
        Template.Children.FirstOrDefault(field => field.IsContext(tag));

    public DerNode? Subject => Field(5)?.Children[0];

    /// <summary>SubjectPublicKeyInfo under the tag [6], when it holds a key.</summary>
    public DerNode? PublicKey =>
        Field(6) is { } key && key.Children[1].ContentLength > 1 ? key : null;

    /// <summary>Value of a control, or null.</summary>
    public DerNode? Control(string oid) => CertReq.Children.Count < 3 ? null
        : CertReq.Children[2].Children.FirstOrDefault(one => MessageView.LeadingOid(one) == oid);

    public static IEnumerable<CertRequestView> Of(MessageView message) =>
        Bodies.IsCrmf(message.Tag)
            ? message.Content.Children.Select(one => new CertRequestView(one)) : [];
}

/// <summary>The certificate that a request wants: its key and its name.</summary>
/// <param name="PublicKey">SubjectPublicKeyInfo under any tag, or null.</param>
/// <param name="Subject">Name, or null.</param>
internal sealed record Wanted(DerNode? PublicKey, DerNode? Subject)
{
    public static Wanted Of(MessageView request)
    {
        if (request.Tag == Bodies.P10cr)
        {
            List<DerNode> info = request.Content.Children[0].Children;
            return new Wanted(info[2], info[1]);
        }

        CertRequestView? first = CertRequestView.Of(request).FirstOrDefault();
        return new Wanted(first?.PublicKey, first?.Subject);
    }
}

/// <summary>PKIStatusInfo.</summary>
internal sealed class StatusView(DerNode node)
{
    public const int Accepted = 0;
    public const int GrantedWithMods = 1;
    public const int Rejection = 2;
    public const int Waiting = 3;
    private const int IncorrectDataBit = 7;

    public DerNode Node => node;

    public int Status => MessageView.Number(node.Children[0]);

    public bool IsPositive => Status is Accepted or GrantedWithMods;

    public DerNode? FailInfo => node.Children.Skip(1)
        .FirstOrDefault(part => part.Is(UniversalTagNumber.BitString));

    /// <summary>Whether failInfo tells that the data is incorrect.</summary>
    public bool SaysIncorrectData() => FailInfo is { } bits
        && DerValue.BitString(bits, out _) is [var first, ..]
        && (first & (0x80 >> IncorrectDataBit)) != 0;

    /// <summary>All in a message, of whatever body.</summary>
    public static IEnumerable<StatusView> Of(MessageView message) => message.Tag switch
    {
        Bodies.Ip or Bodies.Cp or Bodies.Kup =>
            ResponseView.Of(message).Select(response => response.Status),
        Bodies.Rp => message.Content.Children[0].Children.Select(one => new StatusView(one)),
        Bodies.Error => [new StatusView(message.Content.Children[0])],
        Bodies.CertConf => ConfirmView.Of(message).Where(one => one.Status is not null)
            .Select(one => one.Status!),
        _ => [],
    };
}

/// <summary>A CertResponse of ip, cp and kup.</summary>
internal sealed class ResponseView(DerNode node)
{
    public DerNode Node => node;

    public DerNode Id => node.Children[0];

    public StatusView Status => new(node.Children[1]);

    public DerNode? KeyPair => node.Children.Skip(2)
        .FirstOrDefault(part => part.Is(UniversalTagNumber.Sequence));

    /// <summary>The certificate in the clear, or null.</summary>
    public CertificateView? Certificate => KeyPair?.Children[0] is { } choice
        && choice.IsContext(0) ? new CertificateView(choice.Children[0]) : null;

    public static IEnumerable<ResponseView> Of(MessageView message) =>
        Bodies.IsCertResponse(message.Tag)
            ? message.Content.Children[^1].Children.Select(one => new ResponseView(one)) : [];

    public static DerNode? CaPubs(MessageView message) =>
        message.Content.Children[0] is { } first && first.IsContext(1) ? first : null;
}

/// <summary>A CertStatus of certConf.</summary>
internal sealed class ConfirmView(DerNode node)
{
    public DerNode Node => node;

    public DerNode CertHash => node.Children[0];

    public DerNode Id => node.Children[1];

    public StatusView? Status => node.Children.Skip(2)
        .FirstOrDefault(part => part.Is(UniversalTagNumber.Sequence)) is { } info
            ? new StatusView(info) : null;

    /// <summary>An absent status accepts.</summary>
    public bool Accepts => Status is null || Status.Status == StatusView.Accepted;

    /// <summary>AlgorithmIdentifier, or null.</summary>
    public DerNode? HashAlg =>
        node.Children.FirstOrDefault(part => part.IsContext(0))?.Children[0];

    public static IEnumerable<ConfirmView> Of(MessageView message) =>
        message.Tag == Bodies.CertConf
            ? message.Content.Children.Select(one => new ConfirmView(one)) : [];
}
