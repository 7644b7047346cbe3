using Gateway.Config;

namespace Gateway.Cli;

/// <summary>
/// Finds where a line holds a secret by its words alone, so that a secret that was typed in the
/// wrong view, or behind a slip, is masked all the same.
/// </summary>
internal static class SecretPlaces
{
    private const string MacWord = "message-authentication-code";
    private const string MacParent = "cmp-request";
    private const int MacWordLengthMin = 3;
    private const string SeedWord = "random-seed";
    private const int SeedWordLengthMin = 2;

    /// <summary>
    /// Index of the first token that may be a secret (it may lie behind the last token); every
    /// token behind it counts as part of the secret. Never, when there is no place for one.
    /// </summary>
    internal static int First(LineTokens tokens)
    {
        for (int i = 0; i < tokens.Count; i++)
        {
            string word = tokens[i];
            bool isBehindParent = i > 0 && tokens[i - 1].Length > 0
                && Text.StartsWithIgnoreCase(MacParent, tokens[i - 1]);

            // Behind its parent the rest may be mistyped: the only other word with this first
            // letter, mac-iterations-max, has nothing where the secret would be.
            bool isMacWord = isBehindParent
                ? word.Length > 0 && Text.StartsWithIgnoreCase(word, MacWord.Substring(0, 1))
                : word.Length >= MacWordLengthMin && Text.StartsWithIgnoreCase(MacWord, word);

            // The reference value stands between the word and the secret.
            if (isMacWord) return i + 2;

            // The second word at most: 'display pki random' has no secret behind it.
            bool isSeedWord = i <= 1 && word.Length >= SeedWordLengthMin
                && Text.StartsWithIgnoreCase(SeedWord, word);
            if (isSeedWord) return i + 1;
        }

        return int.MaxValue;
    }

    /// <summary>The line with everything from its first secret on reduced to one mark.</summary>
    internal static string Mask(string line, LineTokens tokens, int knownSecret)
    {
        int first = First(tokens);
        if (knownSecret >= 0 && knownSecret < first) first = knownSecret;
        if (first >= tokens.Count) return line;
        return line.Substring(0, tokens.Start(first)) + LineTokens.SecretMark;
    }
}
