namespace GoalBuild.Language.Syntax;

/// <summary>What a <see cref="Token"/> is.</summary>
internal enum TokenKind : byte
{
    /// <summary>A bare name or keyword; keywords are contextual, so the scanner does not tell them apart.</summary>
    Word,

    /// <summary><c>"…"</c> on one line.</summary>
    String,

    /// <summary><c>""" … """</c></summary>
    RawString,

    /// <summary>A number with its unit: <c>80%</c>, <c>$12.50</c>, <c>-1</c>.</summary>
    Number,

    /// <summary><c>/regex/flags</c></summary>
    Pattern,

    /// <summary><c>{</c></summary>
    OpenBrace,

    /// <summary><c>}</c></summary>
    CloseBrace,

    /// <summary><c>,</c></summary>
    Comma,

    /// <summary><c>/</c> between two numbers.</summary>
    Slash,

    /// <summary><c>=</c></summary>
    Assign,

    /// <summary><c>&gt;=</c></summary>
    AtLeast,

    /// <summary><c>&gt;</c></summary>
    MoreThan,

    /// <summary><c>&lt;=</c></summary>
    AtMost,

    /// <summary><c>&lt;</c></summary>
    LessThan,

    /// <summary><c>==</c></summary>
    EqualTo,

    /// <summary><c>// …</c>, without its line break.</summary>
    LineComment,

    /// <summary><c>/* … */</c></summary>
    BlockComment,

    /// <summary>Characters that mean nothing; the scanner has reported them.</summary>
    Bad,

    /// <summary>The end of the text; always the last token, of no length.</summary>
    EndOfFile,
}
