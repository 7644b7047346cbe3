namespace Gateway.App;

/// <summary>Lists of names for people.</summary>
internal static class NameList
{
    /// <summary>
    /// Sorts in place by insertion: lists are short, and the platform has no Array.Sort.
    /// </summary>
    public static string[] Sort(string[] names)
    {
        for (int i = 1; i < names.Length; i++)
        {
            string name = names[i];
            int at = i;
            for (; at > 0 && string.Compare(names[at - 1], name) > 0; at--)
            {
                names[at] = names[at - 1];
            }

            names[at] = name;
        }

        return names;
    }
}
