namespace GoalBuild.Verification.Constraints.KeepTests;

/// <summary>
/// One assertion of a test in a form that is the same whichever framework or library says it: <c>Assert.AreEqual(3, x)</c>, <c>Assert.That(x, Is.EqualTo(3))</c> and
/// <c>x.Should().Be(3)</c> are one claim. Locals, constants and parameters of cases are replaced by what they stand for.
/// </summary>
/// <param name="Kind">What is claimed, such as <c>equal</c>; <c>other:Name</c> where the form is not known.</param>
/// <param name="Expected">What is expected; empty for a claim that needs nothing, such as <c>null</c>.</param>
/// <param name="Actual">What it is claimed of.</param>
internal sealed record Claim(string Kind, Term Expected, Term Actual)
{
    /// <summary>What makes it claim less, such as a tolerance or a comparer.</summary>
    public IReadOnlyList<string> Modifiers { get; init; } = [];

    /// <summary>The conditions under which it is reached.</summary>
    public IReadOnlyList<string> Guards { get; init; } = [];

    /// <summary>Its line in the file, from 1.</summary>
    public int Line { get; init; }

    /// <summary>As it is written, for messages.</summary>
    public string Written { get; init; } = "";

    /// <summary>Whether it holds whatever the code under test does: it is made of constants alone, or compares a thing with itself.</summary>
    public bool IsTrivial => !Kind.StartsWith("other:", StringComparison.Ordinal) && Kind is not (ClaimKinds.Fail or ClaimKinds.Helper) && (Actual.IsConstant || (Expected.Written.Length > 0 && Expected.Written == Actual.Written));

    /// <summary>Whether another claim says the very same.</summary>
    /// <param name="other">The other one.</param>
    public bool Says(Claim other) => Kind == other.Kind && Expected.Text == other.Expected.Text && Actual.Text == other.Actual.Text && Modifiers.SequenceEqual(other.Modifiers);
}

/// <summary>A piece of an assertion, with what its names stand for put in.</summary>
/// <param name="Text">Its tokens, with one blank between them.</param>
/// <param name="Names">The names in it.</param>
/// <param name="Literals">The literals in it, in order.</param>
/// <param name="IsConstant">Whether it holds no name at all.</param>
/// <param name="Root">The type or name that it begins with: of <c>new Calculator().Add(1)</c> the calculator.</param>
/// <param name="Last">The member that it ends with: of <c>new Calculator().Add(1)</c> <c>Add</c>; empty where there is none.</param>
internal sealed record Term(string Text, IReadOnlySet<string> Names, IReadOnlyList<string> Literals, bool IsConstant, string Root, string Last)
{
    /// <summary>The tokens as they are written, no name replaced: two locals that stand for the same call are two calls.</summary>
    public string Written { get; init; } = "";

    /// <summary>The literals that are handed over directly on the way to it: of <c>new Invoice("EUR").Add(3, options).Total</c> <c>"EUR"</c> and <c>3</c>.</summary>
    public IReadOnlyList<string> Inputs { get; init; } = [];

    /// <summary>Nothing.</summary>
    public static Term None { get; } = new("", new HashSet<string>(), [], false, "", "");

    /// <summary>A text without names.</summary>
    /// <param name="text">The text.</param>
    public static Term Of(string text) => new(text, new HashSet<string>(), [], true, "", "");
}

/// <summary>The kinds of claims that are compared with one another.</summary>
internal static class ClaimKinds
{
    public const string Equal = "equal";
    public const string NotEqual = "not equal";
    public const string Same = "same";
    public const string NotSame = "not same";
    public const string True = "true";
    public const string False = "false";
    public const string Null = "null";
    public const string NotNull = "not null";
    public const string NotEmpty = "not empty";
    public const string Count = "count";
    public const string Contains = "contains";
    public const string NotContains = "not contains";
    public const string StartsWith = "starts with";
    public const string EndsWith = "ends with";
    public const string Matches = "matches";
    public const string Greater = "greater";
    public const string AtLeast = "at least";
    public const string Less = "less";
    public const string AtMost = "at most";
    public const string Type = "type";
    public const string Instance = "instance";
    public const string Equivalent = "equivalent";
    public const string Throws = "throws";
    public const string ThrowsAny = "throws any";
    public const string NoThrow = "no throw";
    public const string Call = "call";
    public const string Fail = "fail";
    public const string Helper = "helper";

    /// <summary>The kind that says the opposite; null where there is none.</summary>
    /// <param name="kind">A kind.</param>
    public static string? Opposite(string kind) => kind switch
    {
        Equal => NotEqual,
        NotEqual => Equal,
        Same => NotSame,
        NotSame => Same,
        True => False,
        False => True,
        Null => NotNull,
        NotNull => Null,
        Contains => NotContains,
        NotContains => Contains,
        Greater => AtMost,
        AtMost => Greater,
        Less => AtLeast,
        AtLeast => Less,
        Throws or ThrowsAny => NoThrow,
        _ => null,
    };
}
