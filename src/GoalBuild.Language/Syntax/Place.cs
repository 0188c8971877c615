namespace GoalBuild.Language.Syntax;

/// <summary>Where a statement may stand: directly in a file, or in the braces of a block.</summary>
public enum Place
{
    /// <summary>The file itself.</summary>
    File,

    /// <summary><c>goal … { }</c></summary>
    Goal,

    /// <summary><c>phase … { }</c></summary>
    Phase,

    /// <summary><c>require … { }</c> and <c>verify { }</c></summary>
    Clauses,

    /// <summary><c>constrain { }</c></summary>
    Constraints,

    /// <summary><c>environment … { }</c></summary>
    Environment,

    /// <summary><c>budget { }</c></summary>
    Budget,

    /// <summary><c>agent { }</c></summary>
    Agent,

    /// <summary><c>evidence { }</c></summary>
    Evidence,
}
