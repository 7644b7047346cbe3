using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Gateway.App;
using Gateway.Core;
using Gateway.Store;
using Xunit;

namespace Gateway.Tests.Procedure;

/// <summary>Neither an old text nor one that takes no effect costs the board its identity.</summary>
public sealed class KeptIdentityTests : RenewalBench
{
    private static readonly TimeSpan s_minute = TimeSpan.FromMinutes(1);

    [Fact]
    public void An_old_text_that_names_a_certificate_which_is_gone_is_not_committed()
    {
        string text = new ConfigurationStore(Records).Read();
        Renew();
        (string name, byte[] der) = Identity();
        Assert.Equal("cmp_kur.cer", name);
        string[] said = Board.Type(
            ["load configuration terminal", .. text.TrimEnd('\n').Split('\n'), "commit"]);
        Assert.Contains("Error: Session cmp would sign with cmp_ir.cer, which is not on this board;"
            + " enter 'cmp-request authentication-cert cmp_kur.cer' in the session first.", said);
        Assert.Equal(name, Identity().Name);
        Assert.Equal(der, Identity().Der);

        // What it says is possible, and the session renews.
        said = Board.Type("pki cmp session cmp", "cmp-request authentication-cert cmp_kur.cer",
            "quit", "pki delete-certificate local filename cmp_ir.cer", "commit");
        Assert.DoesNotContain(said, l => l.Contains("Error", StringComparison.Ordinal));
        Assert.Equal(name, Identity().Name);
        Assert.Equal(der, Identity().Der);
        Assert.NotNull(Board.Keys().Find("rsa_cmp"));
        Renew();
        Assert.Equal("cmp_kur2.cer", Identity().Name);
    }

    [Fact]
    public void What_the_operator_takes_from_a_session_himself_is_committed()
    {
        string[] said = Board.Type("pki cmp session cmp", "undo certificate auto-update enable",
            "undo cmp-request authentication-cert", "quit",
            "pki delete-certificate local filename cmp_ir.cer", "commit");
        Assert.DoesNotContain(said, l => l.Contains("Error", StringComparison.Ordinal));
        Assert.Null(new CertificateStore(Records).Read(CertificateKind.Local, "cmp_ir.cer"));
    }

    [Fact]
    public void A_certificate_that_a_session_signs_with_is_not_deleted_by_the_same_commit()
    {
        string[] said = Board.Type("pki cmp session cmp", "undo certificate auto-update enable",
            "undo cmp-request authentication-cert", "quit",
            "pki delete-certificate local filename cmp_ir.cer", "pki cmp session cmp",
            "cmp-request authentication-cert cmp_ir.cer", "quit", "commit");
        Assert.Contains("Error: The certificate cmp_ir.cer would be deleted, but a session signs"
            + " with it; enter 'pki import-certificate local filename cmp_ir.cer' first.", said);
        said = Board.Type("pki import-certificate local filename cmp_ir.cer", "commit");
        Assert.DoesNotContain(said, l => l.Contains("Error", StringComparison.Ordinal));
        Assert.NotNull(Identity().Der);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Without_a_configuration_in_effect_nothing_is_tidied_up(bool isForeign)
    {
        (_, byte[] der) = Identity();
        new FileStore(Records).Write("old.cer", der, 0);
        Board.Type("pki import-certificate local filename old.cer", "n", "commit");
        Renew();
        Assert.NotNull(Board.Keys().FindAt("rsa_cmp", KeyPlace.Previous));
        string identity = Identity().Name;
        if (isForeign) Records.WriteBoth("configuration", [3, 3]);
        else Spoil("configuration");
        Restart();
        Assert.NotNull(Board.Keys().FindAt("rsa_cmp", KeyPlace.Previous));
        Assert.NotNull(new CertificateStore(Records).Read(CertificateKind.Local, identity));
    }

    [Fact]
    public void A_broken_configuration_does_not_let_a_renewal_under_way_overwrite_anything()
    {
        Time.Advance(Validity * 0.8);
        Begin();
        Spoil("configuration");
        byte[] der = new CertificateStore(Records).Read(CertificateKind.Local, "cmp_ir.cer");
        Restart();
        Pass(s_minute * 30, s_minute);
        Assert.True(new ConfigurationStore(Records).IsBroken);
        Assert.Equal(der, new CertificateStore(Records).Read(CertificateKind.Local, "cmp_ir.cer"));
    }

    [Fact]
    public void A_line_that_is_refused_at_a_start_does_not_stop_a_renewal()
    {
        Time.Advance(Validity * 0.8);
        Begin();
        ConfigurationStore store = new(Records);
        string text = store.Read();
        const string Refused = "no such command\n";
        store.WriteTwice(text.Replace("interface Ethernet1/0/2\n", Refused
            + "interface Ethernet1/0/2\n", StringComparison.Ordinal));
        Restart();
        Until(() => Identity().Name == "cmp_kur.cer", s_minute);
        Rest();
        Assert.Equal(text.Replace("cmp_ir.cer", "cmp_kur.cer", StringComparison.Ordinal),
            store.Read());
        Assert.Null(store.ReadOlder());
    }

    private void Renew()
    {
        string before = Identity().Name;
        Time.Advance(Validity * 0.8);
        Until(() => Identity().Name != before, s_minute);
        Rest();
        Log.Clear();
    }

    // Lets the board work until its request is on its way.
    private void Begin()
    {
        for (int i = 0; new Journal(Records).List().Length == 0; i++)
        {
            Assert.True(i < 10000);
            if (Board.Step()) continue;
            Time.Advance(TimeSpan.FromSeconds(2));
            Thread.Sleep(1);
        }
    }

    private void Spoil(string record)
    {
        foreach (string slot in new[] { record + ".a", record + ".b" })
        {
            byte[] content = Board.Flash.Read(slot);
            if (content == null) continue;
            content[^1] ^= 1;
            Board.Flash.Write(slot, content, 0, content.Length);
        }
    }
}
