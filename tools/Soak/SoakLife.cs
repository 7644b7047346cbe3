using System;

namespace Gateway.Soak;

/// <summary>What a world is like; all of it drawn from one seed.</summary>
public sealed record SoakLife
{
    /// <summary>Days of a year.</summary>
    public const double DaysOfYear = 365.25;

    private const long SecondsOfDay = 86400;
    private const double ValidityDaysMin = 2;
    private const double ValidityDaysMax = 730;

    // Validities of days renew a thousand times in five years: a share of the worlds has them.
    private const double ShortShare = 0.2;
    private const double UsualValidityDaysMin = 45;

    // RSA keys are dear: those worlds renew seldom.
    private const double RsaValidityDaysMin = 365;
    private const double OutageDaysLongest = 35;
    private const double LieDaysMax = 4000;

    /// <summary>The seed.</summary>
    public required long Seed { get; init; }

    /// <summary>Validity of each certificate, in seconds.</summary>
    public long ValiditySeconds { get; init; } = 365 * SecondsOfDay;

    /// <summary>Percent of the validity after which a certificate is renewed.</summary>
    public int ExpirePercent { get; init; } = 80;

    /// <summary>Whether the key pairs are RSA, not EC.</summary>
    public bool IsRsa { get; init; }

    /// <summary>How long a key generation takes, in milliseconds.</summary>
    public long GenerationMs { get; init; }

    /// <summary>Mean days between outages of the CA; 0 for none.</summary>
    public double OutageMeanDays { get; init; }

    /// <summary>Days that the longest outages last.</summary>
    public double OutageDaysMax { get; init; }

    /// <summary>Probability that an exchange is lost, one way or the other.</summary>
    public double LossRate { get; init; }

    /// <summary>Probability that bits of an exchange flip.</summary>
    public double CorruptionRate { get; init; }

    /// <summary>Probability that the CA gets a request twice.</summary>
    public double DuplicateRate { get; init; }

    /// <summary>Probability that an answer is late.</summary>
    public double DelayRate { get; init; }

    /// <summary>Probability that the CA lets a request wait.</summary>
    public double PollRate { get; init; }

    /// <summary>Probability that the CA refuses a request.</summary>
    public double RefusalRate { get; init; }

    /// <summary>Probability that the power is cut at a message.</summary>
    public double CutAtMessageRate { get; init; }

    /// <summary>Probability that it is cut at a flash operation, for each start.</summary>
    public double CutAtFlashRate { get; init; }

    /// <summary>Mean days between restarts; 0 for none.</summary>
    public double RestartMeanDays { get; init; }

    /// <summary>Mean days between times of a full flash; 0 for none.</summary>
    public double FullMeanDays { get; init; }

    /// <summary>Mean days between bits that rot in flash; 0 for none.</summary>
    public double RotMeanDays { get; init; }

    /// <summary>Mean days between times of a time server that lies or is silent; 0 for
    /// none.</summary>
    public double TimeTroubleMeanDays { get; init; }

    /// <summary>Seconds by which the time server is wrong at most when it lies.</summary>
    public long TimeLieSecondsMax { get; init; }

    /// <summary>A world in which nothing goes wrong.</summary>
    public static SoakLife Quiet(long seed) => new() { Seed = seed };

    /// <summary>The world of a seed.</summary>
    public static SoakLife Draw(long seed)
    {
        SoakRandom random = new(seed, "life");
        bool isRsa = random.Chance(0.01);
        bool isShort = random.Chance(ShortShare);
        double days = random.LogUniform(isRsa ? RsaValidityDaysMin
            : isShort ? ValidityDaysMin : UsualValidityDaysMin, ValidityDaysMax);
        double harshness = random.LogUniform(0.1, 1);
        double outageDays = random.LogUniform(0.5, OutageDaysLongest);
        return new SoakLife
        {
            Seed = seed,
            IsRsa = isRsa,
            ValiditySeconds = (long)(days * SecondsOfDay),
            ExpirePercent = random.Chance(0.6) ? 80 : (int)random.Between(50, 90),
            GenerationMs = random.Chance(0.7) ? 0 : (long)random.LogUniform(1000, 3_600_000),
            OutageMeanDays = outageDays * random.LogUniform(8, 80),
            OutageDaysMax = outageDays,
            LossRate = harshness * random.Fraction() * 0.3,
            CorruptionRate = harshness * random.Fraction() * 0.1,
            DuplicateRate = harshness * random.Fraction() * 0.1,
            DelayRate = harshness * random.Fraction() * 0.1,
            PollRate = harshness * random.Fraction() * 0.2,
            RefusalRate = harshness * random.Fraction() * 0.1,
            CutAtMessageRate = harshness * random.Fraction() * 0.05,
            CutAtFlashRate = harshness * random.Fraction(),
            RestartMeanDays = random.LogUniform(10, 400),
            FullMeanDays = random.LogUniform(60, 2000),
            RotMeanDays = random.LogUniform(60, 2000),
            TimeTroubleMeanDays = random.LogUniform(20, 400),
            TimeLieSecondsMax = (long)random.LogUniform(60, LieDaysMax * SecondsOfDay),
        };
    }
}
