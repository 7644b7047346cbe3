using System;
using System.Collections.Generic;
using System.Linq;
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
        List<string> failures = [];
        int cases = 0;
        foreach (PowerCut kind in Enum.GetValues<PowerCut>())
        {
            for (long at = 1; at <= operations; at++, cases++)
                Try(failures, $"operation {at} ({kind})", CutAt(at, kind));
        }

        output.WriteLine($"{operations} flash operations, {cases} cuts, none left out");
        Assert.True(failures.Count == 0, string.Join("\n", failures.Take(10)));
    }

    [Fact]
    public void A_life_survives_a_cut_around_every_message()
    {
        long messages = Live(new SoakWorld(s_life)).Messages;
        Assert.InRange(messages, 5, 50);
        List<string> failures = [];
        int cases = 0;
        MessageCut[] kinds =
            [MessageCut.BeforeRequest, MessageCut.AfterRequest, MessageCut.AtAnswer];
        foreach (MessageCut kind in kinds)
        {
            for (long at = 1; at <= messages; at++, cases++)
                Try(failures, $"message {at} ({kind})", CutAround(at, kind));
        }

        output.WriteLine($"{messages} messages, {cases} cuts, none left out");
        Assert.True(failures.Count == 0, string.Join("\n", failures.Take(10)));
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

    private static void Try(List<string> failures, string where, SoakWorld world)
    {
        try
        {
            Live(world);
            if (world.Starts < 2) failures.Add($"{where}: the power was never cut");
        }
        catch (SoakViolation broken)
        {
            failures.Add($"{where}: {broken.Invariant}: {broken.Message}\n  "
                + string.Join("\n  ", world.LastEvents.TakeLast(12)));
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
