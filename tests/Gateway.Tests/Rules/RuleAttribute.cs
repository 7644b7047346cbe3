using System;
using System.Collections.Generic;
using Xunit.v3;

namespace Gateway.Tests.Rules;

/// <summary>
/// Says that a test keeps a rule of <see cref="RuleTable"/>, or breaks it and shows that this is
/// noticed. It is a trait too: <c>-trait rule=07</c> runs the tests of one rule.
/// </summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class RuleAttribute : Attribute, ITraitAttribute
{
    /// <summary>The number of the rule.</summary>
    public RuleAttribute(int number)
    {
        Number = number;
    }

    /// <summary>The number of the rule.</summary>
    public int Number { get; }

    /// <summary>Whether the test breaks the rule.</summary>
    public bool Breaks { get; set; }

    /// <inheritdoc/>
    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() =>
        [new("rule", Number.ToString("00", null))];
}
