namespace GoalBuild.Tool.Commands;

/// <summary>Who reads the output.</summary>
internal enum OutputFormat
{
    /// <summary>People.</summary>
    Text,

    /// <summary>Programs: one JSON object a line.</summary>
    Json,

    /// <summary>MSBuild and whatever reads its logs: canonical errors.</summary>
    MSBuild,

    /// <summary>GitHub Actions: workflow commands that annotate a pull request.</summary>
    GitHub,

    /// <summary>Azure Pipelines: logging commands that say the same.</summary>
    Azure,
}

/// <summary>How much is told; the names are those of <c>dotnet build</c>.</summary>
internal enum Verbosity
{
    /// <summary>Only what is wrong.</summary>
    Quiet,

    /// <summary>The outcome of each goal.</summary>
    Minimal,

    /// <summary>Clauses and turns as they end.</summary>
    Normal,

    /// <summary>All that executors and clauses say.</summary>
    Detailed,
}

/// <summary>What the options for output came to.</summary>
/// <param name="Format">Who reads.</param>
/// <param name="Verbosity">How much is told.</param>
/// <param name="Color">Whether colours are used on the output.</param>
internal sealed record OutputOptions(OutputFormat Format, Verbosity Verbosity, bool Color)
{
    /// <summary>Whether colours are used on the error output, which may lead elsewhere.</summary>
    public bool ErrorColor { get; init; }

    /// <summary>Whether the output is a document, such as a report: everything else then goes to the error output.</summary>
    public bool IsDocument { get; init; }

    /// <summary>The files that <c>--write</c> asks for at the end of a verification or run.</summary>
    public IReadOnlyList<Ci.WriteTarget> Writes { get; init; } = [];
}
