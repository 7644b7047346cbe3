using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Tasks;
using Gateway.Hal.Sim;
using Gateway.LabCa;
using Xunit;

namespace Gateway.Tests.Procedure;

/// <summary>
/// What an operator sees when an enrolment fails: one line with the reason, the prompt again,
/// nothing lost, and the same command works once the cause is gone.
/// </summary>
public sealed class EnrolmentFailureTests : IClassFixture<FaultyCa>
{
    private const string Secret = FaultyCa.Secret;

    private readonly LabCaServer _ca;
    private readonly ConcurrentQueue<LabCaLogLine> _log;

    public EnrolmentFailureTests(FaultyCa ca)
    {
        _ca = ca.Server;
        _log = ca.Log;
        _ca.Behave();
        _log.Clear();
    }

    public static TheoryData<string, Misbehaviour, string> Faults => new()
    {
        { "HTTP 404", Misbehaviour.HttpStatus(404), "404" },
        { "HTTP 500", Misbehaviour.HttpStatus(500), "500" },
        { "redirect", Misbehaviour.HttpStatus(302), "302" },
        { "truncated answer", Misbehaviour.TruncatedAnswer(100), "ends too early" },
        { "cut connection", Misbehaviour.CutConnection(100), "connection broke" },
        { "garbage", Misbehaviour.GarbageAnswer, "CMP" },
        { "answer over 24 KiB", Misbehaviour.OversizedAnswer(26000), "24 KiB" },
        { "endless answer over 24 KiB", Misbehaviour.OversizedAnswer(26000, chunked: true),
            "24 KiB" },
        { "certificate for another key", Misbehaviour.CertificateForAnotherKey, "key" },
        { "dropped connection", Misbehaviour.DropConnection, "connection" },
        { "wrong MAC", Misbehaviour.WrongMac, "MAC" },
        { "wrong nonce", Misbehaviour.WrongNonce, "once" },
        { "wrong transactionID", Misbehaviour.WrongTransactionId, "transaction" },
        { "rejection", Misbehaviour.Reject(CmpFailInfo.BadCertTemplate, "no such subject"),
            "no such subject" },
        { "error message", Misbehaviour.ErrorMessage(CmpFailInfo.SystemFailure, "out of paper"),
            "out of paper" },
        { "unprotected error",
            Misbehaviour.UnprotectedError(CmpFailInfo.SystemFailure, "believe me"), "protect" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_fault_of_the_CA_is_told_in_one_line_and_a_retry_works(
        string what, Misbehaviour fault, string words)
    {
        using ConsoleBench board = new(_ca.Endpoint.ToString());
        board.Configure(Secret);
        _ca.Misbehave(fault);
        int valid = ValidCount();
        string[] failed = board.Type(ConsoleBench.Enrol);
        Assert.True(IsOneErrorLine(failed, words), $"{what}:\n{string.Join('\n', failed)}");
        Assert.Empty(board.Files());
        Assert.Equal(valid, ValidCount());

        _ca.Behave();
        string[] retried = board.Type(ConsoleBench.Enrol);
        Assert.Equal(new[] { $"[~Gateway] {ConsoleBench.Enrol}", "[~Gateway] " }, retried);
        Assert.Equal(new[] { "cmp_ca1.cer", "cmp_ir.cer" }, board.Files());
    }

    [Fact]
    public void A_certificate_for_another_key_is_refused_to_the_CA()
    {
        using ConsoleBench board = new(_ca.Endpoint.ToString());
        board.Configure(Secret);
        _ca.Misbehave(Misbehaviour.CertificateForAnotherKey);
        board.Type(ConsoleBench.Enrol);
        Assert.Equal(new[] { "ir", "certConf" }, _log.Select(l => l.Request).ToArray());
        Assert.Contains("reject", _log.Last().Result, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void A_wrong_secret_is_told_and_the_right_one_works()
    {
        using ConsoleBench board = new(_ca.Endpoint.ToString());
        board.Configure("wrong-horse");
        string[] failed = board.Type(ConsoleBench.Enrol);
        Assert.True(IsOneErrorLine(failed, "secret"), string.Join('\n', failed));
        Assert.Empty(board.Files());

        string[] retried = board.Type("pki cmp session cmp",
            "cmp-request message-authentication-code 1234 " + Secret, "quit", ConsoleBench.Enrol);
        Assert.DoesNotContain(retried, l => l.Contains("Error"));
        Assert.Equal(new[] { "cmp_ca1.cer", "cmp_ir.cer" }, board.Files());
    }

    [Fact]
    public void An_unreachable_CA_is_told_and_a_retry_works()
    {
        // A port that was free a moment ago: nobody listens there.
        TcpListener closed = new(IPAddress.Loopback, 0);
        closed.Start();
        string endpoint = closed.LocalEndpoint.ToString()!;
        closed.Stop();
        using ConsoleBench board = new(endpoint);
        board.Configure(Secret);
        string[] failed = board.Type(ConsoleBench.Enrol);
        Assert.True(IsOneErrorLine(failed, "not reachable"), string.Join('\n', failed));

        using ConsoleBench repaired = new(_ca.Endpoint.ToString(), board);
        string[] retried = repaired.Type("system-view", ConsoleBench.Enrol);
        Assert.DoesNotContain(retried, l => l.Contains("Error"));
        Assert.Equal(new[] { "cmp_ca1.cer", "cmp_ir.cer" }, repaired.Files());
    }

    [Fact]
    public void Ctrl_C_ends_the_wait_for_a_silent_CA()
    {
        using ConsoleBench board = new(_ca.Endpoint.ToString());
        board.Configure(Secret);
        _ca.Misbehave(Misbehaviour.NeverAnswer);
        board.Peer.WriteLine(ConsoleBench.Enrol);
        while (!_log.Any(l => l.Request == "ir"))
        {
            if (!board.Step()) System.Threading.Thread.Sleep(1);
        }

        board.Peer.Write("\u0003");
        string[] after = board.Type("dir");
        Assert.Contains(after,
            l => l.StartsWith("Error: The request was cancelled", StringComparison.Ordinal));
        Assert.Empty(board.Files());

        _ca.Behave();
        board.Type(ConsoleBench.Enrol);
        Assert.Equal(new[] { "cmp_ca1.cer", "cmp_ir.cer" }, board.Files());
    }

    [Fact]
    public void A_full_flash_is_told_and_the_board_goes_on()
    {
        using ConsoleBench first = new(_ca.Endpoint.ToString());
        first.Configure(Secret);
        MemoryFlash full = CopyWithoutRoom(first.Flash);
        using ConsoleBench board = new(_ca.Endpoint.ToString(), first, full);
        string[] failed = board.Type("system-view", ConsoleBench.Enrol);
        Assert.True(IsOneErrorLine(failed, "flash is full"), string.Join('\n', failed));
        Assert.Contains(board.Type("display current-configuration"), l => l == "pki entity user01");
    }

    private int ValidCount() => _ca.Issued.Count(i => i.Status == CertificateStatus.Valid);

    private static MemoryFlash CopyWithoutRoom(MemoryFlash source)
    {
        int used = source.List().Sum(n => source.Read(n)!.Length);
        MemoryFlash copy = new(quotaBytes: used + 150);
        foreach (string name in source.List())
        {
            byte[] record = source.Read(name)!;
            copy.Write(name, record, 0, record.Length);
        }

        return copy;
    }

    private static bool IsOneErrorLine(string[] transcript, string words)
    {
        string[] errors = transcript.Where(l => l.Contains("Error")).ToArray();
        return errors.Length == 1
            && errors[0].TrimStart().StartsWith("Error: ", StringComparison.Ordinal)
            && errors[0].Contains(words, StringComparison.OrdinalIgnoreCase)
            && transcript[^1].TrimEnd() is "[~Gateway]" or "[*Gateway]";
    }
}
