using System;
using Gateway.App;
using Gateway.Config;
using Gateway.Store;
using Xunit;

namespace Gateway.Tests.App;

/// <summary>What flash keeps of a transaction that waits.</summary>
public class TransactionPlanTests
{
    // Both names and their lengths.
    private const int NamesSize = 2 + 2 + 2 + 3;

    [Fact]
    public void Every_setting_that_is_needed_comes_back()
    {
        TransactionPlan plan = Plan();
        TransactionPlan read = Read(plan.ToBytes())!;
        Assert.Equal(plan.Kind, read.Kind);
        Assert.Equal(plan.Authentication, read.Authentication);
        Assert.Equal(plan.Verification, read.Verification);
        Assert.Equal(plan.Authorities, read.Authorities);
        Assert.Equal(plan.Certificate, read.Certificate);
        Assert.Equal("f.cer", read.FileName);
        Assert.Equal(4, read.Reason);
        Assert.Equal([7, 7], read.PublicKey);
        Assert.Equal(plan.Subject, read.Subject);
        Assert.Equal(plan.SubjectAltName, read.SubjectAltName);

        SessionSettings a = plan.Session;
        SessionSettings b = read.Session;
        Assert.Equal((a.Name, a.CaName, a.ServerUrl, a.KeyPairName),
            (b.Name, b.CaName, b.ServerUrl, b.KeyPairName));
        Assert.Equal((a.MacReference, a.MacCipherText, a.CertificateProfile),
            (b.MacReference, b.MacCipherText, b.CertificateProfile));
        Assert.Equal((a.Integrity, a.SignatureHash, a.RetryCount),
            (b.Integrity, b.SignatureHash, b.RetryCount));
        Assert.Equal((a.MacIterationsMax, a.ResponseTimeoutSeconds, a.TotalTimeoutHours),
            (b.MacIterationsMax, b.ResponseTimeoutSeconds, b.TotalTimeoutHours));
        Assert.Equal(a.AuthenticationCertificate, b.AuthenticationCertificate);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public void Every_policy_comes_back_by_itself(int policy)
    {
        TransactionPlan plan = Plan();
        SessionSettings s = plan.Session;
        s.AcceptsUnprotectedError = policy == 0;
        s.AcceptsSignatureAnswer = policy == 1;
        s.AcceptsSha1 = policy == 2;
        s.AcceptsRedirect = policy == 3;
        s.OffersImplicitConfirm = policy == 4;
        s.UsesVersion3 = policy == 5;
        s.ErasesMacSecret = policy == 6;
        SessionSettings r = Read(plan.ToBytes())!.Session;
        Assert.Equal(
            [policy == 0, policy == 1, policy == 2, policy == 3, policy == 4, policy == 5,
                policy == 6],
            [r.AcceptsUnprotectedError, r.AcceptsSignatureAnswer, r.AcceptsSha1,
                r.AcceptsRedirect, r.OffersImplicitConfirm, r.UsesVersion3, r.ErasesMacSecret]);
    }

    [Fact]
    public void Absent_settings_stay_absent()
    {
        TransactionPlan plan = new(TransactionKind.CaCertificates, new SessionSettings("cmp"));
        TransactionPlan read = Read(plan.ToBytes())!;
        Assert.Null(read.Session.MacReference);
        Assert.Null(read.Session.MacCipherText);
        Assert.Null(read.Session.CertificateProfile);
        Assert.False(read.IsSigned);
        Assert.Empty(read.Authorities);
    }

    [Fact]
    public void What_is_cut_or_too_long_is_none()
    {
        byte[] good = Plan().ToBytes();
        for (int length = 0; length < good.Length; length++)
        {
            // Plans of volume version 1 end before the names.
            TransactionPlan? read = Read(good[..length]);
            Assert.Equal(length == good.Length - NamesSize, read != null);
            if (read != null) Assert.Empty(read.Subject);
        }

        Assert.Null(Read([.. good, 0]));
        byte[] unknownKind = (byte[])good.Clone();
        unknownKind[0] = TransactionKinds.Count;
        Assert.Null(Read(unknownKind));
    }

    [Fact]
    public void No_changed_byte_makes_an_exception()
    {
        byte[] good = Plan().ToBytes();
        int readable = 0;
        for (int at = 0; at < good.Length; at++)
        {
            foreach (byte value in new byte[] { 0, 0x7F, 0xFF })
            {
                byte[] changed = (byte[])good.Clone();
                changed[at] = value;
                TransactionPlan? read = Read(changed);
                if (read == null) continue;
                readable++;
                Assert.True(read.Authorities.Length <= ConfigurationSchema.ImportCountMax);
            }
        }

        Assert.InRange(readable, 1, (good.Length * 3) - 1);
    }

    private static TransactionPlan? Read(byte[] bytes) => TransactionPlan.Read(
        new JournalRecord { SessionName = "Cmp", State = JournalState.Waiting, PublicKey = [7, 7], Plan = bytes });

    private static TransactionPlan Plan() => new(TransactionKind.KeyUpdate, new("Cmp")
    {
        CaName = "CN=BB",
        ServerUrl = "http://10.3.0.1:8080/pkix/",
        KeyPairName = "rsa_cmp",
        MacReference = "1234",
        MacCipherText = "%@%#xyz%@%#",
        AuthenticationCertificate = "cmp_ir.cer",
        CertificateProfile = "router",
        Integrity = IntegrityAlgorithm.Pbmac1Sha512,
        SignatureHash = SignatureHash.Sha384,
        MacIterationsMax = 4711,
        ResponseTimeoutSeconds = 61,
        TotalTimeoutHours = 333,
        RetryCount = 2,
    })
    {
        Authentication = [1, 2, 3],
        Verification = [4, 5],
        Authorities = ["a.cer", "b.cer"],
        PublicKey = [7, 7],
        Certificate = [6],
        Subject = [0x30, 0],
        SubjectAltName = [0x30, 1, 5],
        FileName = "f.cer",
        Reason = 4,
    };
}
