using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.X509;

namespace Gateway.LabCa;

/// <summary>The certificates of a root CA key update (RFC 9483 4.3.2).</summary>
/// <param name="NewWithNew">The new root, signed by itself.</param>
/// <param name="NewWithOld">The new key, signed by the old one.</param>
/// <param name="OldWithNew">The old key, signed by the new one.</param>
internal sealed record RootUpdate(
    X509Certificate NewWithNew, X509Certificate NewWithOld, X509Certificate OldWithNew);

/// <summary>Announces the next root key: the folder <c>rollover</c>. The CA goes on issuing under
/// the old root.</summary>
internal static class RootRollover
{
    private const string NewWithNew = "rollover/new-with-new.cer";
    private const string NewWithOld = "rollover/new-with-old.cer";
    private const string OldWithNew = "rollover/old-with-new.cer";
    private const string NextKey = "rollover/next.key";

    /// <summary>The announced update, null without one.</summary>
    public static RootUpdate? Load(CaStore store)
    {
        byte[]? newWithNew = store.ReadFile(NewWithNew);
        byte[]? newWithOld = store.ReadFile(NewWithOld);
        byte[]? oldWithNew = store.ReadFile(OldWithNew);
        return newWithNew is null || newWithOld is null || oldWithNew is null ? null
            : new RootUpdate(new X509Certificate(newWithNew), new X509Certificate(newWithOld),
                new X509Certificate(oldWithNew));
    }

    /// <summary>Makes the next root key and its three certificates.</summary>
    public static RootUpdate Make(CaStore store, CertificateAuthority authority,
        LabCaOptions options, SecureRandom random)
    {
        AsymmetricKeyParameter old = store.LoadRootKey() ?? authority.Key;
        AsymmetricKeyParameter next = CaKeys.Generate(CaKeys.AlgorithmOf(old), options, random);
        var name = authority.Root.SubjectDN;
        var maker = new CaCertificateMaker(options, random);
        X509Certificate Certify(AsymmetricKeyParameter key, AsymmetricKeyParameter by) =>
            maker.Make(new CaCertificateOrder(name, CaKeys.PublicOf(key), name, by));
        var update = new RootUpdate(Certify(next, next), Certify(next, old), Certify(old, next));
        CertificateAuthority.SaveKey(next, pkcs8 => store.WriteKey(NextKey, pkcs8));
        store.WriteFile(NewWithOld, update.NewWithOld.GetEncoded());
        store.WriteFile(OldWithNew, update.OldWithNew.GetEncoded());
        store.WriteFile(NewWithNew, update.NewWithNew.GetEncoded());
        return update;
    }
}
