using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;

namespace Gateway.Tests.Crypto;

/// <summary>Looks through an object's fields for arrays that were not wiped.</summary>
internal static class Secrets
{
    // Tables of public numbers; a hash's state, which holds the initial value of FIPS 180-4 after a
    // wipe.
    private static readonly HashSet<string> Public =
        ["_roots", "_crossed", "_group", "_state", "_single"];

    internal static string LeftIn(object root)
    {
        List<string> left = [];
        Walk(root, root.GetType().Name, left, []);
        return string.Join(" ", left);
    }

    private static void Walk(object? value, string path, List<string> left, HashSet<object> seen)
    {
        if (value == null || value is string || value.GetType().IsPrimitive || !seen.Add(value))
        {
            return;
        }

        if (value is byte[] bytes && bytes.Any(b => b != 0)) left.Add(path);
        if (value is ulong[] limbs && limbs.Any(limb => limb != 0)) left.Add(path);
        if (value is ulong[][] table)
        {
            for (int i = 0; i < table.Length; i++) Walk(table[i], $"{path}[{i}]", left, seen);
        }

        if (value is Array || value.GetType().Namespace != "Gateway.Crypto") return;
        foreach (FieldInfo field in value.GetType()
            .GetFields(BindingFlags.Instance | BindingFlags.NonPublic))
        {
            if (!Public.Contains(field.Name))
            {
                Walk(field.GetValue(value), path + "." + field.Name, left, seen);
            }
        }
    }
}
