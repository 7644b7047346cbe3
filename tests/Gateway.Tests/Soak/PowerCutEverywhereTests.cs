using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Gateway.Hal.Sim;
using Gateway.LabCa;
using Gateway.Soak;
using Xunit;

namespace Gateway.Tests.Soak;

/// <summary>
/// The power is cut at every flash operation of a whole life, in every way, and around every message
/// of it: the identity stays whole, and the life goes on to its end. Nothing is left out.
/// </summary>
public sealed class PowerCutEverywhereTests(ITestOutputHelper output)
{
    private const long Seed = 20261123;

    // Generating, applying, importing, committing, renewing, revoking.
    private static readonly SoakLife s_life = SoakLife.Quiet(Seed) with
    {
        IsRsa = true,
        ValiditySeconds = 10 * 86400,
    };

    [Fact]
    public void A_life_survives_a_cut_at_every_flash_operation()
    {
        long operations = Live(new SoakWorld(s_life)).Operations;
        Assert.InRange(operations, 20, 500);
        (PowerCut Kind, long At)[] cuts = [.. Enum.GetValues<PowerCut>().SelectMany(
            kind => Numbers(operations).Select(at => (kind, at)))];
        string[] failures = Failures(cuts,
            cut => Try($"operation {cut.At} ({cut.Kind})", CutAt(cut.At, cut.Kind)));
        output.WriteLine($"{operations} flash operations, {cuts.Length} cuts, none left out");
        Assert.True(failures.Length == 0, string.Join("\n", failures.Take(10)));
    }

    [Fact]
    public void A_life_survives_a_cut_around_every_message()
    {
        long messages = Live(new SoakWorld(s_life)).Messages;
        Assert.InRange(messages, 5, 50);
        MessageCut[] kinds =
            [MessageCut.BeforeRequest, MessageCut.AfterRequest, MessageCut.AtAnswer];
        (MessageCut Kind, long At)[] cuts = [.. kinds.SelectMany(
            kind => Numbers(messages).Select(at => (kind, at)))];
        string[] failures = Failures(cuts,
            cut => Try($"message {cut.At} ({cut.Kind})", CutAround(cut.At, cut.Kind)));
        output.WriteLine($"{messages} messages, {cuts.Length} cuts, none left out");
        Assert.True(failures.Length == 0, string.Join("\n", failures.Take(10)));
    }

    private static IEnumerable<long> Numbers(long last)
    {
        for (long number = 1; number <= last; number++) yield return number;
    }

    // Worlds know nothing of each other.
    private static string[] Failures<T>(T[] cuts, Func<T, string?> attempt)
    {
        string?[] failures = new string?[cuts.Length];
        Parallel.For(0, cuts.Length, i => failures[i] = attempt(cuts[i]));
        return [.. failures.OfType<string>()];
    }

    private static SoakWorld CutAt(long operation, PowerCut kind)
    {
        bool isUsed = false;
        return new SoakWorld(s_life)
        {
            NextFlashCut = () =>
            {
                (long, PowerCut) cut = isUsed ? (0, kind) : (operation, kind);
                isUsed = true;
                return cut;
            },
        };
    }

    private static SoakWorld CutAround(long message, MessageCut kind)
    {
        long count = 0;
        return new SoakWorld(s_life)
        {
            NextFate = () => new ExchangeFate
            {
                Cut = ++count == message ? kind : MessageCut.None,
            },
        };
    }

    private static string? Try(string where, SoakWorld world)
    {
        try
        {
            Live(world);
            return world.Starts < 2 ? $"{where}: the power was never cut" : null;
        }
        catch (SoakViolation broken)
        {
            return $"{where}: {broken.Invariant}: {broken.Message}\n  "
                + string.Join("\n  ", world.LastEvents.TakeLast(12));
        }
    }

    // The world itself checks the invariants all along.
    private static (long Operations, long Messages) Live(SoakWorld world)
    {
        world.Enrol();
        FlashIdentity first = world.Identity!;
        world.Renew();
        FlashIdentity second = world.Identity!;
        if (first.Serial == second.Serial) throw new SoakViolation("renewal", "nothing new");
        if (StatusOf(world, second) != CertificateStatus.Valid)
            throw new SoakViolation("renewal", "the CA does not take the certificate for valid");
        world.Revoke();
        return (world.FlashOperations, world.Messages);
    }

    private static CertificateStatus StatusOf(SoakWorld world, FlashIdentity identity) =>
        world.Authority.Issued.Single(one => one.Serial == identity.Serial).Status;
}
