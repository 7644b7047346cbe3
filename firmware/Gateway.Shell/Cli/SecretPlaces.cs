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
    private const string PasswordWord = "password";
    private const string KeyWord = "rsa-key-pair";
    private const string FileWord = "filename";
    private const int KeyWordLengthMin = 4;
    private const int PasswordWordLengthMin = 4;
    private const int PasswordPlace = 7;
    private const int KeyNamePlace = 3;

    /// <summary>
    /// Index of the first token that may be a secret (it may lie behind the last token); every
    /// token behind it counts as part of the secret. Never, when there is no place for one.
    /// </summary>
    internal static int First(LineTokens tokens)
    {
        for (int i = 0; i < tokens.Count; i++)
        {
            string word = tokens[i];
            if (IsPasswordWord(tokens, i)) return i + 1;
            bool isBehindParent = i > 0 && tokens[i - 1].Length > 0
                && Text.StartsWithIgnoreCase(MacParent, tokens[i - 1]);

            // Behind its parent the rest may be mistyped: the only other word with this first
            // letter, mac-iterations-max, has nothing where the secret would be.
            bool isMacWord = isBehindParent
                ? word.Length > 0 && Text.StartsWithIgnoreCase(word, MacWord.Substring(0, 1))
                : word.Length >= MacWordLengthMin && Text.StartsWithIgnoreCase(MacWord, word);

            // The reference value stands between the word and the secret.
            if (isMacWord) return i + 2;
        }

        return int.MaxValue;
    }

    // Behind the seven words of "pki export rsa-key-pair NAME pem filename FILE" any abbreviation;
    // before them, where a word may have been left out, four letters, unless they can be a name.
    private static bool IsPasswordWord(LineTokens tokens, int index)
    {
        string word = tokens[index];
        if (word.Length == 0 || !Text.StartsWithIgnoreCase(PasswordWord, word)) return false;
        if (!IsKeyCommand(tokens, index)) return false;
        if (index >= PasswordPlace) return true;
        if (word.Length < PasswordWordLengthMin || index <= KeyNamePlace) return false;
        bool isFileName = IsFileWord(tokens[index - 1]) && !IsFileWord(tokens[index - 2]);
        return !isFileName || word.Length == PasswordWord.Length;
    }

    private static bool IsFileWord(string word) =>
        word.Length > 0 && Text.StartsWithIgnoreCase(FileWord, word);

    // "rsa-" at the beginning, or any abbreviation behind what may be export or import.
    private static bool IsKeyCommand(LineTokens tokens, int index)
    {
        for (int i = 0; i < index && i < KeyNamePlace; i++)
        {
            string word = tokens[i];
            bool isKeyWord = word.Length >= KeyWordLengthMin
                && Text.StartsWithIgnoreCase(KeyWord, word);
            bool isPlace = i == KeyNamePlace - 1 && word.Length > 0
                && tokens[i - 1].Length > 0 && "eiEI".IndexOf(tokens[i - 1][0]) >= 0
                && Text.StartsWithIgnoreCase(KeyWord, word);
            if (isKeyWord || isPlace) return true;
        }

        return false;
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
