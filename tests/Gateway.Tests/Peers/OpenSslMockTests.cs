using System;
using System.Collections.Generic;
using System.Linq;
using Gateway.Cmp;
using Gateway.Tests.Cmp;
using Gateway.Tests.Support;
using Xunit;

namespace Gateway.Tests.Peers;

/// <summary>
/// Whole exchanges over HTTP with OpenSSL's mock server, one for each row of
/// <see cref="MockRows"/>. The server answers with a certificate that openssl has issued for the
/// gateway's own public key.
/// </summary>
public sealed class OpenSslMockTests(MockServers servers) : IClassFixture<MockServers>
{
    // Options of the mock server that no row is about, with the reason.
    internal static readonly (string Option, string Reason)[] NotApplicable =
    [
        ("-port", "every row has it: 0, so that the system picks a port"),
    ];

    // Options that later versions added.
    internal static readonly (string Option, string Reason)[] Later =
    [
        ("-ref_cert", "set to the certificate of `-rsp_cert` where it is listed: 3.0 compares"
            + " kur and rr with that"),
        ("-rsp_newwithnew", "set to the root where it is listed: the answer to rootCaCert"),
        ("-rsp_newwithold", "not set: an optional part of the answer to rootCaCert"),
        ("-rsp_oldwithnew", "not set: an optional part of the answer to rootCaCert"),
        ("-rsp_crl", "not set: the answer to crlStatusList"),
        ("-rsp_key", "not set: the gateway makes its keys itself and refuses others"),
    ];

    public static TheoryData<string> Names => new(MockRows.All.Select(row => row.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public void Ends_as_the_table_says(string name)
    {
        OpenSsl.RequireOrSkip();
        MockRow row = MockRows.All.Single(r => r.Name == name);
        List<string> messages = new();
        using MockServer server = servers.Start(row);
        MockClient client = new(servers.Pki, row.Request, row.IsSigned);
        row.Change?.Apply(client);
        CmpMachine machine = client.Machine();
        Enrolling.Run(machine, request => Post(server, request, messages),
            DateTimeOffset.UtcNow.ToUnixTimeSeconds());
        string went = string.Join(" ", messages);
        Assert.True(Allowed(row).Any(e => e.Messages == went && e.Outcome == machine.Outcome
            && machine.Reason.Contains(e.Reason, StringComparison.Ordinal)),
            $"{name}: {went}: {machine.Outcome}: {machine.Reason} [{server.Failure}]");
        CheckCertificate(row, machine);
    }

    [Fact]
    public void Every_option_of_the_server_has_a_row_or_a_reason_to_have_none()
    {
        OpenSsl.RequireOrSkip();
        HashSet<string> known = MockRows.All.SelectMany(row => row.OptionNames())
            .Concat(NotApplicable.Concat(Later).Select(pair => pair.Option)).ToHashSet();
        Assert.Equal([], MockServer.Options().Where(option => !known.Contains(option)));
    }

    [Fact]
    public void No_two_rows_are_the_same() =>
        Assert.Equal(MockRows.All.Count, MockRows.All.Select(row => row.Name).Distinct().Count());

    private static byte[]? Post(MockServer server, byte[] request, List<string> messages)
    {
        messages.Add(BodyOf(request));
        byte[]? answer = server.Post(request);
        if (answer != null) messages.Add(BodyOf(answer));
        return answer;
    }

    private static string BodyOf(byte[] message) =>
        BodyType.Name(PkiMessage.Parse(message, 0, message.Length).Body);

    // The first ending is that of 3.0; a later version may end so too.
    private static IEnumerable<Ending> Allowed(MockRow row) =>
        OpenSsl.Version!.StartsWith("OpenSSL 3.0.", StringComparison.Ordinal)
            ? row.Endings.Take(1) : row.Endings;

    private void CheckCertificate(MockRow row, CmpMachine machine)
    {
        if (machine.Operation is not CertificateOperation operation) return;
        if (machine.Outcome != CmpOutcome.Done)
        {
            Assert.Null(operation.Certificate);
            return;
        }

        Assert.Equal(servers.Pki.Certificate(row.ValueOf("-rsp_cert")!), operation.Certificate);
        if (row.Request == "ir" && row.ValueOf("-rsp_capubs") is { } authority)
        {
            Assert.Contains(servers.Pki.Certificate(authority), operation.CaCertificates);
        }

        if (row.IsIssuerVerified is { } isVerified)
        {
            Assert.Equal(isVerified, operation.IssuerVerified);
        }
    }
}
