namespace GoalBuild.Agent.Code;

/// <summary>What a declaration declares.</summary>
internal enum DeclarationKind
{
    /// <summary><c>class</c></summary>
    Class,

    /// <summary><c>struct</c></summary>
    Struct,

    /// <summary><c>interface</c></summary>
    Interface,

    /// <summary><c>record</c> and <c>record struct</c></summary>
    Record,

    /// <summary><c>enum</c></summary>
    Enum,

    /// <summary><c>delegate</c></summary>
    Delegate,

    /// <summary>A constructor.</summary>
    Constructor,

    /// <summary>A method; operators, finalizers and functions at the top level too.</summary>
    Method,

    /// <summary>A property or an indexer.</summary>
    Property,

    /// <summary>An event.</summary>
    Event,

    /// <summary>A field or constant.</summary>
    Field,

    /// <summary>A member of an enum.</summary>
    Value,
}

/// <summary>Something that a C# file declares, as its text says; nothing is bound.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">Its name alone, without type parameters; <c>this</c> for an indexer, <c>operator +</c> for an operator.</param>
/// <param name="Container">The full name of what it stands in: namespaces and types, joined by dots; empty for none.</param>
/// <param name="Signature">Its head in one line, without attributes and bodies.</param>
/// <param name="Line">The line of its name, from 1.</param>
/// <param name="LastLine">The line of its end.</param>
/// <param name="Depth">How many types it stands in.</param>
/// <param name="IsOpen">Whether code outside of its assembly or in derived types may see it, as far as its own words say.</param>
internal sealed record Declaration(DeclarationKind Kind, string Name, string Container, string Signature, int Line, int LastLine, int Depth, bool IsOpen)
{
    /// <summary>Whether it says that only its own type sees it, or says nothing where that means the same.</summary>
    public bool IsPrivate { get; init; }

    /// <summary>Whether it is a type.</summary>
    public bool IsType => Kind <= DeclarationKind.Delegate;

    /// <summary>The name with all that it stands in.</summary>
    public string FullName => Container.Length == 0 ? Name : $"{Container}.{Name}";

    /// <summary>The kind as people and models write it.</summary>
    public string KindWord => KindWords.Of(Kind);
}

/// <summary>The words for kinds.</summary>
internal static class KindWords
{
    private static readonly string[] Words = [.. Enum.GetValues<DeclarationKind>().Select(kind => kind.ToString().ToLowerInvariant())];

    /// <summary>The words that <see cref="Matches"/> knows.</summary>
    public static IReadOnlyList<string> All { get; } = ["type", "member", .. Words];

    /// <summary>The word for a kind.</summary>
    /// <param name="kind">The kind.</param>
    public static string Of(DeclarationKind kind) => Words[(int)kind];

    /// <summary>Whether a declaration is of the kind that a word names.</summary>
    /// <param name="declaration">The declaration.</param>
    /// <param name="word">One of <see cref="All"/>.</param>
    public static bool Matches(Declaration declaration, string word) => word switch
    {
        "type" => declaration.IsType,
        "member" => !declaration.IsType,
        _ => declaration.KindWord == word,
    };
}
