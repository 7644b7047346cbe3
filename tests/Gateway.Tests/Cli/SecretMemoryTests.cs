using System;
using System.Collections.Generic;
using System.Reflection;
using System.Text;
using Xunit;

namespace Gateway.Tests.Cli;

/// <summary>Nothing that a terminal can reach holds a secret once its command is over.</summary>
public class SecretMemoryTests
{
    private const string Secret = "Huawei@RSA1234";

    [Theory]
    [InlineData("cmp-request message-authentication-code 1234 {0}\r")]
    [InlineData("cmp-request message-authentication-code 1234 {0}\u0003")]
    [InlineData("cmp-request message-authentication-code 1234 {0}\u0017\r")]
    [InlineData("cmp-request message-authentication-code 1234 {0}\u0001\u000b")]
    [InlineData("cmp-request message-authentication-code 1234 {0}\u001b[A")]
    [InlineData("cmp-request message-authentication-code 1234 {0} x\r")]
    [InlineData("cmp-request message-authentication-code 1234\r{0}\r{0}\r")]
    [InlineData("cmp-request message-authentication-code 1234\r{0}\rother\r")]
    [InlineData("cmp-request message-authentication-code 1234\r{0}\r\u0003")]
    [InlineData("cmp-request message-authentication-code 1234\r{0}\r\r")]
    [InlineData("cmp-request message-authentication-code 1234\r{0}\u0003")]
    [InlineData("cmp-request message-authentication-code 1234\r{0}\u0015\r")]
    [InlineData("quit\rcmp-request message-authentication-code 1234 {0}\r")]
    [InlineData("quit\rload configuration terminal\rpki cmp session s1\r cmp-request mess 1234 {0}\rreturn\r")]
    [InlineData("quit\rpki rsa local-key-pair create k modulus 2048\rpki cmp session s1\rcmp-request mess 1 {0}\r")]
    [InlineData("quit\rpki rsa local-key-pair create k modulus 2048\rpki cmp session s1\rc mess 1 {0}\r\u0003")]
    [InlineData("quit\rpki export rsa-key-pair k pem filename f password {0}\r")]
    [InlineData("quit\rpki rsa local-key-pair create k modulus 2048 exportable\r"
        + "pki export rsa-key-pair k pem filename f password {0}\r")]
    [InlineData("quit\rpki rsa local-key-pair create k modulus 2048 exportable\r"
        + "pki export rsa-key-pair k pem filename file password {0}\ry\r")]
    [InlineData("quit\rpki rsa local-key-pair create k modulus 2048 exportable\r"
        + "pki export rsa-key-pair k pem filename file password {0}\r\u0003")]
    [InlineData("quit\rpki rsa local-key-pair create k modulus 2048 exportable\r"
        + "pki export rsa-key-pair k pem filename f\r{0}\r\u0003")]
    [InlineData("quit\rpki rsa local-key-pair create k modulus 2048 exportable\r"
        + "pki export rsa-key-pair k pem filename f\r{0}\r{0}\r")]
    [InlineData("quit\rpki import rsa-key-pair k pem filename file\r{0}\rn\r")]
    [InlineData("quit\rpki import rsa-key-pair k pem filename file password {0}\ry\r")]
    [InlineData("quit\rpki import rsa-key-pair k pem filename file password {0}\r\u0003")]
    [InlineData("quit\rpki import rsa-key-pair k pem filename none password {0}\r")]
    [InlineData("quit\rpki imprt rsa-key-pair k pem filename file password {0}\r")]
    public void A_secret_is_wiped(string keys)
    {
        ShellHarness shell = ShellHarness.Started().Enter("system-view", "pki cmp session s1");
        shell.Board.Files["file"] = 1;
        shell.Type(string.Format(keys, Secret));
        shell.Finish();
        Assert.Null(Find(shell.Terminal));
    }

    [Fact]
    public void The_search_finds_a_secret_that_is_being_typed()
    {
        ShellHarness shell = ShellHarness.Started().Enter("system-view", "pki cmp session s1");
        shell.Type("cmp-request message-authentication-code 1234 " + Secret);
        Assert.NotNull(Find(shell.Terminal));
    }

    // The way to an object that holds the secret, or null. The board and the screen are not
    // searched.
    private static string? Find(object root)
    {
        HashSet<object> seen = new(ReferenceEqualityComparer.Instance);
        Stack<(object Value, string Way)> open = new();
        open.Push((root, "terminal"));
        while (open.TryPop(out (object Value, string Way) next))
        {
            if (next.Value is FakeBoard or ShellHarness or Type || !seen.Add(next.Value)) continue;
            if (Holds(next.Value)) return next.Way;
            if (next.Value is Array array)
            {
                foreach (object? item in array) if (item != null) open.Push((item, next.Way
                    + "[]"));
                continue;
            }

            for (Type? type = next.Value.GetType(); type != null
                && !type.IsPrimitive; type = type.BaseType)
            {
                foreach (FieldInfo field in type.GetFields(
                    BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic
                        | BindingFlags.DeclaredOnly))
                {
                    if (field.FieldType.IsPointer || field.FieldType.IsPrimitive) continue;
                    if (field.GetValue(next.Value) is { } value) open.Push((value, next.Way + "."
                        + field.Name));
                }
            }
        }

        return null;
    }

    private static bool Holds(object value)
    {
        string part = Secret.Substring(2);
        return value switch
        {
            string text => text.Contains(part),
            char[] text => new string(text).Contains(part),
            byte[] bytes => Encoding.Latin1.GetString(bytes).Contains(part),
            _ => false,
        };
    }
}
