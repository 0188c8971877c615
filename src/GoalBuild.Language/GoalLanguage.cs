using GoalBuild.Language.Analysis;
using GoalBuild.Language.Diagnostics;
using GoalBuild.Language.Syntax;

namespace GoalBuild.Language;

/// <summary>Reads goal files.</summary>
public static class GoalLanguage
{
    /// <summary>Reads a text that is in memory already. It never throws: what is wrong with the text is in the result.</summary>
    /// <param name="source">The text, of any length; the cost is linear in it.</param>
    public static ParseResult Parse(SourceText source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return GoalParser.Parse(source);
    }

    /// <summary>Reads a file's bytes: UTF-8 with or without a byte order mark, at most <see cref="SourceReader.MostBytes"/>.</summary>
    /// <param name="stream">The bytes; read to their end or to the limit, and left open.</param>
    /// <param name="path">The path to show in diagnostics.</param>
    /// <returns>The goals; where the bytes are no text, an empty file and the error that says so.</returns>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    public static ParseResult Parse(Stream stream, string path)
    {
        var (source, diagnostic) = SourceReader.Read(stream, path);
        return diagnostic is null ? Parse(source) : new ParseResult(source, new Model.GoalFile([]), [diagnostic]);
    }

    /// <summary>Reads a file's bytes, as <see cref="Parse(Stream, string)"/> does.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="path">The path to show in diagnostics.</param>
    public static ParseResult Parse(byte[] bytes, string path) => Parse(new MemoryStream(bytes, writable: false), path);

    /// <summary>Reads and analyses a text.</summary>
    /// <param name="source">The text.</param>
    /// <param name="context">The goal file's surroundings.</param>
    /// <returns>The goals, with the findings of both in the order of the text: at most 20 errors and as many warnings.</returns>
    public static ParseResult Check(SourceText source, AnalysisContext context) => Analyze(Parse(source), context);

    /// <summary>Reads and analyses a file's bytes, as <see cref="Parse(Stream, string)"/> reads them.</summary>
    /// <param name="stream">The bytes.</param>
    /// <param name="path">The path to show in diagnostics.</param>
    /// <param name="context">The goal file's surroundings.</param>
    /// <returns>The goals, with the findings of both in the order of the text: at most 20 errors and as many warnings.</returns>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    public static ParseResult Check(Stream stream, string path, AnalysisContext context) => Analyze(Parse(stream, path), context);

    private static ParseResult Analyze(ParseResult result, AnalysisContext context)
    {
        var findings = GoalAnalyzer.Analyze(result, context);
        var unexplained = result.Diagnostics.Where(diagnostic => !findings.Any(finding => Explains(finding, diagnostic))).ToList();
        var diagnostics = DiagnosticBag.Merge(out var isCutShort, unexplained, findings);
        return result with { Diagnostics = diagnostics, IsCutShort = result.IsCutShort || isCutShort };
    }

    /// <summary>Whether an escape that is none is a backslash in a path, which the finding says with its cure.</summary>
    private static bool Explains(Diagnostic finding, Diagnostic escape) =>
        escape.Code == DiagnosticCatalogue.UnknownEscape.Code
        && (finding.Code == DiagnosticCatalogue.Backslash.Code || finding.Code == DiagnosticCatalogue.PathAbsolute.Code)
        && finding.Span.Start <= escape.Span.Start && escape.Span.End <= finding.Span.End;
}
