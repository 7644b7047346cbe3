using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using Gateway.Core;
using Gateway.Pki;
using Gateway.Tests.Crypto;
using Gateway.Tests.Support;
using Xunit;
using Wish = Gateway.Tests.Pki.TestAuthority.Wish;

namespace Gateway.Tests.Pki;

/// <summary>
/// Paths of every length and with every single defect; <c>openssl verify</c> has to agree on which
/// are good. Its level 2 wants what is asked for here: no SHA-1, RSA from 2048 bits.
/// </summary>
public class CertificatePathTests
{
    private const int StepsMax = 200;
    private const string UnknownOid = "1.2.3.4.5";
    private static readonly DateTimeOffset Now = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTime Yesterday = Now.UtcDateTime.AddDays(-1);
    private static readonly DateTime Tomorrow = Now.UtcDateTime.AddDays(1);
    private static readonly long NowSeconds = Now.ToUnixTimeSeconds();
    private static readonly ManagedKeyEngine Engine = new(new SeededRandom(1));

    private sealed record Case(
        byte[] Target, byte[][] Pool, byte[][] Anchors, PathResult Expected, string Fault = "");

    private static readonly Dictionary<string, Func<Case>> Cases = new()
    {
        ["anchor itself"] = () => Good(0, TestAuthority.Ec256),
        ["one issuer"] = () => Good(1, TestAuthority.Ec256),
        ["two issuers"] = () => Good(2, TestAuthority.Ec384),
        ["three issuers"] = () => Good(3, TestAuthority.Rsa),
        ["four issuers"] = () => Good(4, TestAuthority.Ec256),
        ["six issuers"] = () => Good(6, TestAuthority.Ec256),
        ["seven issuers"] = () => Good(7, TestAuthority.Ec256) with
        {
            Expected = PathResult.PathTooLong,
            Fault = "the certificate of CN=CA 0 has more certificates below it than allowed",
        },
        ["pss"] = () => Algorithm(TestAuthority.Rsa, "SHA256WITHRSAANDMGF1", PathResult.Trusted),
        ["pss 384"] = () =>
            Algorithm(TestAuthority.Rsa, "SHA384WITHRSAANDMGF1", PathResult.Trusted),
        ["pss 512"] = () =>
            Algorithm(TestAuthority.Rsa, "SHA512WITHRSAANDMGF1", PathResult.Trusted),
        ["ecdsa 384"] = () =>
            Algorithm(TestAuthority.Ec384, "SHA384WITHECDSA", PathResult.Trusted),
        ["ecdsa 512"] = () =>
            Algorithm(TestAuthority.Ec256, "SHA512WITHECDSA", PathResult.Trusted),
        ["sha-1"] = () => Algorithm(TestAuthority.Rsa, "SHA1WITHRSA", PathResult.WeakAlgorithm)
            with
            {
                Fault = "the certificate of CN=leaf uses SHA-1 or an RSA key that is too short",
            },
        ["short rsa"] = () =>
            Algorithm(TestAuthority.ShortRsa, "SHA256WITHRSA", PathResult.WeakAlgorithm),
        ["sha-1 of the anchor"] = () => Above(new Wish("CN=root") { Key = TestAuthority.Rsa,
            Algorithm = "SHA1WITHRSA" }, PathResult.Trusted),
        ["anchor not self-signed"] = () => Partial(),
        ["no anchor"] = () => Good(2, TestAuthority.Ec256) with
        {
            Anchors = [TestAuthority.Root("CN=other").Der],
            Expected = PathResult.NoPath,
            Fault = "the certificate of CN=CA 1 has no known issuer",
        },
        ["no anchors at all"] = () => Good(1, TestAuthority.Ec256) with
        {
            Pool = [],
            Anchors = [],
            Expected = PathResult.NoPath,
            Fault = "the certificate of CN=CA 1 has no known issuer",
        },
        ["missing link"] = () => Good(3, TestAuthority.Ec256) with
        {
            Pool = [],
            Expected = PathResult.NoPath,
            Fault = "the certificate of CN=leaf has no known issuer",
        },
        ["other key of that name"] = () => OtherKey(),
        ["changed target"] = () => Changed(),
        ["anchor expired"] = () => Above(new Wish("CN=root") { NotAfter = Yesterday },
            PathResult.Expired, "the certificate of CN=root has expired"),
        ["issuer expired"] = () => Middle(new Wish("CN=ca") { NotAfter = Yesterday },
            PathResult.Expired, "the certificate of CN=ca has expired"),
        ["target expired"] = () => Below(new Wish("CN=leaf") { NotAfter = Yesterday },
            PathResult.Expired, "the certificate of CN=leaf has expired"),
        ["anchor too young"] = () => Above(new Wish("CN=root") { NotBefore = Tomorrow },
            PathResult.NotYetValid),
        ["issuer too young"] = () => Middle(new Wish("CN=ca") { NotBefore = Tomorrow },
            PathResult.NotYetValid),
        ["target too young"] = () => Below(new Wish("CN=leaf") { NotBefore = Tomorrow },
            PathResult.NotYetValid, "the certificate of CN=leaf is not valid yet"),
        ["issuer no ca"] = () => Middle(new Wish("CN=ca") { IsCa = false }, PathResult.NotCa,
            "the certificate of CN=ca is not the certificate of a CA"),
        ["issuer without constraints"] = () =>
            Middle(new Wish("CN=ca") { IsCa = null }, PathResult.NotCa),
        ["anchor no ca"] = () => Above(new Wish("CN=root") { IsCa = false }, PathResult.NotCa),
        ["issuer may not sign"] = () => Middle(new Wish("CN=ca") { KeyUsage = 128 },
            PathResult.KeyUsage,
            "the certificate of CN=ca may not sign certificates (key usage)"),
        ["anchor may not sign"] = () =>
            Above(new Wish("CN=root") { KeyUsage = 128 }, PathResult.KeyUsage),
        ["no key usage"] = () =>
            Middle(new Wish("CN=ca") { KeyUsage = null }, PathResult.Trusted),
        ["critical in the target"] = () => Below(new Wish("CN=leaf") { Critical = UnknownOid },
            PathResult.CriticalExtension,
            "the certificate of CN=leaf has a critical extension that is not known here "
                + "(1.2.3.4.5)"),
        ["critical in the issuer"] = () =>
            Middle(new Wish("CN=ca") { Critical = UnknownOid }, PathResult.CriticalExtension),
        ["critical in the anchor"] = () =>
            Above(new Wish("CN=root") { Critical = UnknownOid }, PathResult.CriticalExtension),
        ["path length 0, none between"] = () =>
            Middle(new Wish("CN=ca") { PathLength = 0 }, PathResult.Trusted),
        ["path length 0 of the anchor"] = () =>
            Above(new Wish("CN=root") { PathLength = 0 }, PathResult.PathTooLong,
                "the certificate of CN=root has more certificates below it than allowed"),
        ["path length 1 of the anchor"] = () =>
            Above(new Wish("CN=root") { PathLength = 1 }, PathResult.Trusted),
        ["self-issued does not count"] = () => SelfIssued(),
        ["no key identifiers"] = () =>
            Middle(new Wish("CN=ca") { HasKeyIds = false }, PathResult.Trusted),
        ["same name, in either order"] = () => Rollover(false),
        ["same name, no identifiers"] = () => Rollover(true),
        ["names differ in case"] = () =>
            Below(new Wish("CN=leaf") { IssuerName = "CN=CA" }, PathResult.Trusted),
        ["signed by the anchor, named otherwise"] = () =>
            Below(new Wish("CN=leaf") { IssuerName = "CN=someone" }, PathResult.NoPath),
        ["pool with rubbish"] = () => Rubbish(),
        ["anchor in the pool as well"] = () => Doubled(),
    };

    public static TheoryData<string> CaseNames() => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(CaseNames))]
    public void Paths_end_as_they_must(string name)
    {
        Case wanted = Cases[name]();
        CertificatePath path = Run(wanted, NowSeconds, false);
        Assert.Equal((wanted.Expected, path.Text), (path.Result, path.Text));
        if (wanted.Fault.Length > 0) Assert.Equal(wanted.Fault, path.Text);
        CheckEnd(wanted, path);
    }

    [Theory]
    [MemberData(nameof(CaseNames))]
    public void Openssl_agrees(string name)
    {
        OpenSsl.RequireOrSkip();
        Case wanted = Cases[name]();
        string[] options = ["-attime", NowSeconds.ToString(), "-auth_level", "2"];
        Assert.Equal(wanted.Expected == PathResult.Trusted, OpenSslTrusts(wanted, options));
    }

    [Theory]
    [MemberData(nameof(CaseNames))]
    public void Old_algorithms_pass_where_they_are_allowed(string name)
    {
        Case wanted = Cases[name]();
        if (wanted.Expected == PathResult.WeakAlgorithm)
            wanted = wanted with { Expected = PathResult.Trusted };
        CertificatePath path = Run(wanted, NowSeconds, true);
        Assert.Equal(wanted.Expected, path.Result);
        CheckEnd(wanted, path);
    }

    [Theory]
    [MemberData(nameof(CaseNames))]
    public void Without_a_clock_periods_do_not_count(string name)
    {
        Case wanted = Cases[name]();
        if (wanted.Expected is PathResult.Expired or PathResult.NotYetValid)
            wanted = wanted with { Expected = PathResult.Trusted };
        CertificatePath path = Run(wanted, UtcTime.Unknown, false);
        Assert.Equal(wanted.Expected, path.Result);
    }

    [Fact]
    public void The_chain_begins_with_the_issuer()
    {
        TestAuthority root = TestAuthority.Root("CN=root");
        TestAuthority upper = root.Ca("CN=upper");
        TestAuthority lower = upper.Ca("CN=lower");
        CertificatePath path = new(Engine, lower.Leaf("CN=leaf"),
            [root.Der, upper.Der, lower.Der], [root.Der], NowSeconds, false);
        Assert.Equal(PathResult.Pending, path.Result);
        Assert.Null(path.Chain);
        int steps = 1;
        while (path.Step()) steps++;
        Assert.Equal(4, steps);
        Assert.Equal(PathResult.Trusted, path.Result);
        Assert.Equal([lower.Der, upper.Der, root.Der], path.Chain);
        Assert.Equal("", path.Text);
        Assert.False(path.Step());
    }

    [Fact]
    public void A_malformed_target_says_where()
    {
        byte[] leaf = TestAuthority.Root("CN=root").Leaf("CN=leaf");
        Case wanted = new(leaf[..^1], [], [], PathResult.Malformed);
        CertificatePath path = Run(wanted, NowSeconds, false);
        Assert.Equal(PathResult.Malformed, path.Result);
        Assert.StartsWith("the certificate is malformed: ", path.Text);
        CertificatePath none = new(Engine, null, null, null, NowSeconds, false);
        Assert.False(none.Step());
        Assert.Equal(PathResult.Malformed, none.Result);
    }

    [Fact]
    public void An_unknown_algorithm_is_named_so()
    {
        TestAuthority edwards = TestAuthority.Root(
            new Wish("CN=ed") { Key = "Ed25519", Algorithm = "Ed25519" });
        byte[] leaf = edwards.Issue(
            new Wish("CN=leaf") { Algorithm = "Ed25519", IsCa = null, KeyUsage = null }).Der;
        CertificatePath path = new(Engine, leaf, [], [edwards.Der], NowSeconds, false);
        RunToEnd(path);
        Assert.Equal(PathResult.UnsupportedAlgorithm, path.Result);
        Assert.Equal("the certificate of CN=leaf uses an algorithm that is not supported",
            path.Text);

        // An issuer of that name whose key cannot have made the signature.
        TestAuthority ec = TestAuthority.Root(new Wish("CN=ed"));
        path = new(Engine, ec.Leaf("CN=leaf"), [], [edwards.Der], NowSeconds, false);
        RunToEnd(path);
        Assert.Equal(PathResult.UnsupportedAlgorithm, path.Result);
        Assert.Equal("the certificate of CN=ed uses an algorithm that is not supported", path.Text);
    }

    // Both ends are inside (RFC 5280 4.1.2.5).
    [Theory]
    [InlineData(-1, PathResult.NotYetValid)]
    [InlineData(0, PathResult.Trusted)]
    [InlineData(60, PathResult.Trusted)]
    [InlineData(61, PathResult.Expired)]
    public void Ends_of_the_period_are_inside(int second, PathResult expected)
    {
        Case wanted = Below(
            new Wish("CN=leaf")
            {
                NotBefore = Now.UtcDateTime,
                NotAfter = Now.UtcDateTime.AddMinutes(1),
            },
            expected);
        Assert.Equal(expected, Run(wanted, NowSeconds + second, false).Result);
    }

    // Cross-certified CAs that certify each other in a ring, without an anchor.
    [Fact]
    public void Rings_end()
    {
        TestAuthority a = TestAuthority.Root("CN=a");
        TestAuthority b = TestAuthority.Root("CN=b");
        byte[] ab = a.Issue(new Wish("CN=b")).Der;
        byte[] ba = b.Issue(new Wish("CN=a")).Der;
        Case wanted = new(a.Leaf("CN=leaf"), [ab, ba, a.Der, b.Der],
            [TestAuthority.Root("CN=other").Der], PathResult.NoPath);
        CertificatePath path = Run(wanted, NowSeconds, false);
        Assert.Equal(PathResult.NoPath, path.Result);
        path = Run(wanted with { Anchors = [b.Der] }, NowSeconds, false);
        Assert.Equal(PathResult.Trusted, path.Result);
        Assert.Equal([ba, b.Der], path.Chain);
    }

    // Two ways up; only the second leads to the anchor.
    [Fact]
    public void A_dead_end_is_left_again()
    {
        TestAuthority old = TestAuthority.Root("CN=old root");
        TestAuthority root = TestAuthority.Root("CN=root");
        byte[] first = old.Issue(new Wish("CN=ca")).Der;
        TestAuthority second = root.Issue(new Wish("CN=ca"));
        byte[][][] pools = [[first, second.Der], [second.Der, first]];
        foreach (byte[][] pool in pools)
        {
            CertificatePath path = new(
                Engine, second.Leaf("CN=leaf"), pool, [root.Der], NowSeconds, false);
            RunToEnd(path);
            Assert.Equal(PathResult.Trusted, path.Result);
            Assert.Equal([second.Der, root.Der], path.Chain);
        }
    }

    // A pool of namesakes that all have to be tried: each costs one signature, up to the limit.
    [Fact]
    public void Work_is_bounded()
    {
        TestAuthority root = TestAuthority.Root("CN=root");
        byte[][] pool =
        [
            .. Enumerable.Range(0, 40).Select(i => TestAuthority.Root(
                new Wish("CN=ca") { KeyName = "other", Serial = i + 2, HasKeyIds = false }).Der),
        ];
        CountingEngine counting = new();
        TestAuthority ca = root.Issue(new Wish("CN=ca"));
        CertificatePath path = new(
            counting, ca.Leaf("CN=leaf"), pool, [root.Der], NowSeconds, false);
        RunToEnd(path);
        Assert.Equal(PathResult.BadSignature, path.Result);
        Assert.Equal(CertificatePath.SignaturesMax, counting.Verified);

        byte[][] late = [.. pool[..CertificatePath.PoolMax], ca.Der];
        path = new(counting, ca.Leaf("CN=leaf"), late, [root.Der], NowSeconds, false);
        RunToEnd(path);
        Assert.Equal(PathResult.BadSignature, path.Result);

        // The key identifier leads to the right one at once, wherever it stands.
        byte[][] last = [.. pool[..(CertificatePath.PoolMax - 1)], ca.Der];
        counting.Verified = 0;
        path = new(counting, ca.Leaf("CN=leaf"), last, [root.Der], NowSeconds, false);
        RunToEnd(path);
        Assert.Equal(PathResult.Trusted, path.Result);
        Assert.Equal(2, counting.Verified);
    }

    [Fact]
    public void Texts_are_printable_and_bounded()
    {
        TestAuthority root = TestAuthority.Root("CN=root");
        string name = "CN=\u0007x\u001b[31m\u00e9";
        for (int i = 0; i < 5; i++) name += ",OU=" + new string('y', 60);
        CertificatePath path = new(Engine, root.Leaf(name), [], [], NowSeconds, false);
        RunToEnd(path);
        Assert.Equal(PathResult.NoPath, path.Result);
        Assert.All(path.Text, c => Assert.InRange(c, ' ', '~'));
        Assert.InRange(path.Text.Length, 60, 120);
        path = new(Engine, root.Leaf(""), [], [], NowSeconds, false);
        RunToEnd(path);
        Assert.Equal("the certificate without a name has no known issuer", path.Text);
    }

    // A flip in any octet of any certificate above never makes another path good.
    [Fact]
    public void Flipped_octets_never_pass()
    {
        TestAuthority root = TestAuthority.Root("CN=root");
        TestAuthority ca = root.Ca("CN=ca");
        byte[] leaf = ca.Leaf("CN=leaf");
        Random random = new(3);
        for (int i = 0; i < 150; i++)
        {
            byte[] changedCa = (byte[])ca.Der.Clone();
            byte[] changedLeaf = (byte[])leaf.Clone();
            byte[] changed = i % 2 == 0 ? changedCa : changedLeaf;
            changed[random.Next(changed.Length)] ^= (byte)(1 << random.Next(8));
            CertificatePath path = new(
                Engine, changedLeaf, [changedCa], [root.Der], NowSeconds, false);
            RunToEnd(path);
            Assert.NotEqual(PathResult.Trusted, path.Result);
            Assert.NotEqual("", path.Text);
        }
    }

    [Fact]
    public void Authorities_are_told_from_others()
    {
        static string Why(Wish wish) => CertificatePath.WhyNoAuthority(
            TestCertificates.Parse(TestAuthority.Root(wish).Der));
        Assert.Null(Why(new Wish("CN=ca")));
        Assert.Null(Why(new Wish("CN=ca") { KeyUsage = null }));
        Assert.Equal("is not the certificate of a CA", Why(new Wish("CN=ca") { IsCa = false }));
        Assert.Equal("is not the certificate of a CA", Why(new Wish("CN=ca") { IsCa = null }));
        Assert.Equal(
            "may not sign certificates (key usage)", Why(new Wish("CN=ca") { KeyUsage = 2 }));
        Assert.Equal("has a critical extension that is not known here (1.2.3.4.5)",
            Why(new Wish("CN=ca") { Critical = UnknownOid }));
    }

    private static Case Good(int issuers, string key)
    {
        TestAuthority top = TestAuthority.Root(new Wish("CN=CA 0") { Key = key });
        List<byte[]> pool = [];
        TestAuthority at = top;
        for (int i = 1; i < issuers; i++)
        {
            at = at.Issue(new Wish("CN=CA " + i) { Key = key });
            pool.Add(at.Der);
        }

        if (issuers == 0) return new(top.Der, [], [top.Der], PathResult.Trusted);
        if (issuers > 1) return new(at.Leaf("CN=leaf"), [.. pool], [top.Der], PathResult.Trusted);
        TestAuthority lower = top.Ca("CN=CA 1");
        return new(lower.Der, [], [top.Der], PathResult.Trusted);
    }

    private static Case Algorithm(string key, string algorithm, PathResult expected)
    {
        TestAuthority root = TestAuthority.Root("CN=root");
        TestAuthority ca = root.Issue(new Wish("CN=ca") { Key = key });
        byte[] leaf = ca.Issue(
            new Wish("CN=leaf") { Algorithm = algorithm, IsCa = null, KeyUsage = null }).Der;
        return new(leaf, [ca.Der], [root.Der], expected);
    }

    private static Case Above(Wish wish, PathResult expected, string fault = "")
    {
        TestAuthority root = TestAuthority.Root(wish);
        TestAuthority ca = root.Ca("CN=ca");
        return new(ca.Leaf("CN=leaf"), [ca.Der], [root.Der], expected, fault);
    }

    private static Case Middle(Wish wish, PathResult expected, string fault = "")
    {
        TestAuthority root = TestAuthority.Root("CN=root");
        TestAuthority ca = root.Issue(wish);
        return new(ca.Leaf("CN=leaf"), [ca.Der], [root.Der], expected, fault);
    }

    private static Case Below(Wish wish, PathResult expected, string fault = "")
    {
        TestAuthority root = TestAuthority.Root("CN=root");
        TestAuthority ca = root.Ca("CN=ca");
        byte[] leaf = ca.Issue(wish with { IsCa = null, KeyUsage = null }).Der;
        return new(leaf, [ca.Der], [root.Der], expected, fault);
    }

    private static Case Partial()
    {
        Case whole = Good(3, TestAuthority.Ec256);
        return whole with { Anchors = [whole.Pool[0]] };
    }

    private static Case OtherKey()
    {
        TestAuthority ca = TestAuthority.Root("CN=ca");
        TestAuthority namesake = TestAuthority.Root(new Wish("CN=ca") { KeyName = "other" });
        return new(ca.Leaf("CN=leaf"), [], [namesake.Der], PathResult.BadSignature,
            "the certificate of CN=leaf does not bear the signature of its issuer");
    }

    private static Case Changed()
    {
        Case whole = Good(2, TestAuthority.Ec256);
        byte[] target = (byte[])whole.Target.Clone();
        int at = target.AsSpan().LastIndexOf("leaf"u8);
        target[at] = (byte)'L';
        return whole with { Target = target, Expected = PathResult.BadSignature };
    }

    private static Case SelfIssued()
    {
        TestAuthority root = TestAuthority.Root(new Wish("CN=root") { PathLength = 0 });
        TestAuthority next = root.Issue(new Wish("CN=root") { KeyName = "next", PathLength = 0 });
        return new(next.Leaf("CN=leaf"), [next.Der], [root.Der], PathResult.Trusted);
    }

    // The CA has renewed its key: both of its certificates are there.
    private static Case Rollover(bool isWithoutIds)
    {
        TestAuthority root = TestAuthority.Root("CN=root");
        TestAuthority old = root.Issue(new Wish("CN=ca") { KeyName = "old" });
        TestAuthority renewed = root.Issue(new Wish("CN=ca") { KeyName = "new" });
        byte[] leaf = renewed.Issue(new Wish("CN=leaf")
        {
            IsCa = null,
            KeyUsage = null,
            HasKeyIds = !isWithoutIds,
        }).Der;
        byte[][] pool = isWithoutIds ? [renewed.Der, old.Der] : [old.Der, renewed.Der];
        return new(leaf, pool, [root.Der], PathResult.Trusted);
    }

    private static Case Rubbish()
    {
        Case whole = Good(2, TestAuthority.Ec256);
        byte[] stranger = TestAuthority.Root("CN=stranger").Der;
        byte[][] pool = [stranger, whole.Target, whole.Pool[0], whole.Pool[0]];
        return whole with { Pool = pool };
    }

    private static Case Doubled()
    {
        Case whole = Good(3, TestAuthority.Ec256);
        return whole with { Pool = [.. whole.Anchors, .. whole.Pool] };
    }

    private static void CheckEnd(Case wanted, CertificatePath path)
    {
        if (wanted.Expected != PathResult.Trusted)
        {
            Assert.Null(path.Chain);
            Assert.StartsWith("the certificate ", path.Text);
            return;
        }

        Assert.Equal("", path.Text);
        byte[] top = path.Chain.Length == 0 ? wanted.Target : path.Chain[^1];
        Assert.Contains(top, wanted.Anchors);
    }

    private static CertificatePath Run(Case wanted, long utcSeconds, bool allowsSha1)
    {
        byte[][] pool = [[0x30, 0x03, 1], .. wanted.Pool, []];
        CertificatePath path = new(
            Engine, wanted.Target, pool, wanted.Anchors, utcSeconds, allowsSha1);
        RunToEnd(path);
        return path;
    }

    private static void RunToEnd(CertificatePath path)
    {
        int steps = 0;
        while (path.Step()) Assert.InRange(++steps, 1, StepsMax);
        Assert.NotEqual(PathResult.Pending, path.Result);
    }

    private static bool OpenSslTrusts(Case wanted, string[] options)
    {
        string folder = Directory.CreateTempSubdirectory("gateway-path").FullName;
        try
        {
            Write(folder, "target.pem", [wanted.Target]);
            Write(folder, "pool.pem", wanted.Pool);
            Write(folder, "anchors.pem", wanted.Anchors);
            List<string> args = ["verify", "-partial_chain", "-no-CApath", "-no-CAstore"];
            args.AddRange(wanted.Anchors.Length == 0
                ? ["-no-CAfile"]
                : ["-CAfile", "anchors.pem"]);
            if (wanted.Pool.Length > 0) args.AddRange(["-untrusted", "pool.pem"]);
            args.AddRange(
                ["-verify_depth", (CertificatePath.DepthMax - 1).ToString(), .. options]);
            return OpenSsl.Run([.. args, "target.pem"], workingDirectory: folder).ExitCode == 0;
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    private static void Write(string folder, string name, byte[][] certificates)
    {
        StringBuilder text = new();
        foreach (byte[] der in certificates)
        {
            text.Append(Encoding.ASCII.GetString(
                Pem.Encode(Pem.CertificateLabel, der, 0, der.Length)));
        }

        File.WriteAllText(Path.Combine(folder, name), text.ToString());
    }

    private sealed class CountingEngine : IKeyEngine
    {
        public int Verified { get; set; }

        public string Name => Engine.Name;

        public bool CanVerify(SignatureAlgorithm algorithm) => Engine.CanVerify(algorithm);

        public IKeyGeneration Generate(KeyAlgorithm algorithm, int bits) =>
            throw new NotSupportedException();

        public byte[] PublicKey(byte[] privateKey) => throw new NotSupportedException();

        public byte[] Sign(SignatureAlgorithm algorithm, byte[] privateKey, byte[] data, int offset,
            int count) => throw new NotSupportedException();

        public bool Verify(SignatureAlgorithm algorithm, byte[] publicKey, byte[] data, int offset,
            int count, byte[] signature, int signatureOffset, int signatureCount)
        {
            Verified++;
            return Engine.Verify(algorithm, publicKey, data, offset, count, signature,
                signatureOffset, signatureCount);
        }
    }
}
