using Gateway.Core;

namespace Gateway.Cli.Commands;

/// <summary>The random generator.</summary>
internal sealed class RandomCommands : CommandFamily
{
    // Four bits a digit: 256 bits are the strength of the generator, more do no harm.
    private const int DigitsMin = 64;
    private const int DigitsMax = 128;

    internal override string Syntax(int index)
    {
        switch (index)
        {
            case 0:
                return "pki{Public key infrastructure} random-seed{Seed the random generator} "
                    + "[ <seed-secret>{Random hex digits; asked for when left out} ]";
            case 1:
                return "display{Show information} pki{Public key infrastructure} "
                    + "random{Random generator}";
            default: return null;
        }
    }

    internal override int Views(int index) => index == 0 ? View.System : View.All;

    internal override void Execute(int index, CommandContext context)
    {
        if (index == 0) Seed(context);
        else context.Services.Random.Print(context.Output);
    }

    private static void Seed(CommandContext context)
    {
        byte[] typed = context.Has(0) ? context.SecretArgument(0) : null;
        if (typed != null)
        {
            Take(context, typed);
            Bytes.Wipe(typed);
            return;
        }

        context.AskSecret("Enter the seed:", answer =>
        {
            if (answer != null) Take(context, answer);
        });
    }

    private static void Take(CommandContext context, byte[] digits)
    {
        byte[] seed = Decode(digits);
        if (seed == null)
        {
            context.Error("The seed must be " + DigitsMin.ToString() + " to "
                + DigitsMax.ToString() + " hex digits, an even number of them; make them with"
                + " 'openssl rand -hex 32'.");
            return;
        }

        string reason = context.Services.Random.AddSeed(seed);
        Bytes.Wipe(seed);
        if (reason != null) context.Error(reason);
        else context.Info("The random generator is seeded, and stays so after a restart.");
    }

    private static byte[] Decode(byte[] digits)
    {
        if (digits.Length < DigitsMin || digits.Length > DigitsMax || digits.Length % 2 != 0)
        {
            return null;
        }

        byte[] seed = new byte[digits.Length / 2];
        for (int i = 0; i < digits.Length; i++)
        {
            int value = ValueOf(digits[i]);
            if (value < 0)
            {
                Bytes.Wipe(seed);
                return null;
            }

            seed[i / 2] = (byte)((seed[i / 2] << 4) | value);
        }

        return seed;
    }

    private static int ValueOf(int c)
    {
        if (c >= '0' && c <= '9') return c - '0';
        int letter = c | 0x20;
        return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
    }
}
