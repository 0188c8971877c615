using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using GoalBuild.Language.Model;
using GoalBuild.Language.Syntax;

namespace GoalBuild.Verification.Evidence;

/// <summary>Makes the bundle from a goal, its verdicts, and the files in the evidence folder.</summary>
public static class EvidenceBuilder
{
    /// <summary>Makes the bundle.</summary>
    /// <param name="request">What it is made of.</param>
    /// <param name="directory">The run's evidence folder, whose files are listed; it may be missing.</param>
    /// <exception cref="IOException">A file in the folder could not be read.</exception>
    public static EvidenceBundle Build(EvidenceRequest request, string directory)
    {
        var verdicts = request.Verdicts.ToDictionary(verdict => verdict.Clause, StringComparer.OrdinalIgnoreCase);
        var goalClauses = GoalClause.Of(request.Goal);
        var clauses = goalClauses.Select(clause => ClauseOf(request, clause, verdicts.GetValueOrDefault(clause.Name))).ToList();
        return new EvidenceBundle
        {
            Goal = request.Goal.Name.Value,
            GoalFile = request.Workspace.RelativePath(request.Source.Path),
            GoalHash = HashOf(request.Source),
            Run = request.Run,
            Mode = request.Mode,
            Outcome = request.Outcome,
            Summary = request.Summary,
            Objective = request.Goal.Objective?.Value,
            Started = request.Started.ToUniversalTime(),
            Finished = request.Finished.ToUniversalTime(),
            Tool = new EvidenceTool(request.ToolVersion, RuntimeInformation.FrameworkDescription, RuntimeInformation.OSDescription),
            Requirements = [.. Requirements(request, goalClauses, clauses)],
            Clauses = clauses,
            Constraints = EvidenceConstraints.Of(request),
            Turns = request.Turns,
            Reviews = request.Reviews,
            Spent = request.Spent,
            Diff = DiffIn(directory),
            Files = FilesIn(directory),
        };
    }

    /// <summary>SHA-256 of a goal file's text in UTF-8, in lower-case hexadecimal.</summary>
    /// <param name="source">The text.</param>
    public static string HashOf(SourceText source) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(source.Text)));

    private static IEnumerable<EvidenceRequirement> Requirements(EvidenceRequest request, IReadOnlyList<GoalClause> goalClauses, List<EvidenceClause> clauses)
    {
        foreach (var requirement in request.Goal.Requirements.Concat(request.Goal.Phases.SelectMany(phase => phase.Requirements)))
        {
            // By reference: two phases may require the same thing in the same words.
            var proof = goalClauses.Zip(clauses).Where(pair => ReferenceEquals(pair.First.Requirement, requirement)).Select(pair => pair.Second).ToList();
            var status = proof.Any(clause => clause.Status == "fails") ? "fails"
                : proof.Count > 0 && proof.All(clause => clause.Status == "holds") ? "holds"
                : "unknown";
            yield return new EvidenceRequirement(requirement.Statement.Value, status, LineOf(request, requirement), [.. proof.Select(clause => clause.Name)]);
        }
    }

    private static EvidenceClause ClauseOf(EvidenceRequest request, GoalClause clause, Verdict? verdict)
    {
        var (line, column) = request.Source.PositionOf(Math.Min(clause.Clause.Span.Start, request.Source.Text.Length));
        return new EvidenceClause(
            clause.Name,
            clause.Clause.Keyword,
            line,
            column,
            (verdict?.Status ?? VerdictStatus.Unknown).ToString().ToLowerInvariant(),
            verdict?.Reason ?? "It was not verified.")
        {
            Phase = clause.Phase?.Name.Value,
            Reused = verdict?.Reused ?? false,
            At = verdict?.At,
            DurationMs = (long)(verdict?.Duration.TotalMilliseconds ?? 0),
            Fingerprint = verdict?.Fingerprint ?? "",
            Figures = [.. (verdict?.Figures ?? []).Select(figure => new EvidenceFigure(figure.Name, figure.Value, figure.Unit, figure.Threshold))],
            Findings = [.. (verdict?.Findings ?? []).Select(FindingOf)],
            Files = [.. verdict?.Artifacts ?? []],
        };
    }

    private static EvidenceFinding FindingOf(Finding finding) =>
        new(finding.Kind.ToString().ToLowerInvariant(), finding.IsError ? "error" : "warning", finding.Message)
        {
            Code = finding.Code,
            Test = finding.Test,
            FailedBefore = finding.FailedBefore ? true : null,
            File = finding.File,
            Line = finding.Line,
            Column = finding.Column,
            Details = finding.Details,
        };

    private static EvidenceDiff? DiffIn(string directory)
    {
        var patch = Path.Combine(directory, EvidenceWriter.PatchFile);
        if (!File.Exists(patch))
        {
            return null;
        }

        using var reader = new StreamReader(patch);
        return new EvidenceDiff(EvidenceWriter.PatchFile, PatchReader.Changes(reader));
    }

    private static IReadOnlyList<string> FilesIn(string directory) => !Directory.Exists(directory)
        ? []
        : [.. Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(directory, file).Replace('\\', '/'))
            .Where(file => !file.StartsWith("evidence.", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)];

    private static int LineOf(EvidenceRequest request, Node node) =>
        request.Source.PositionOf(Math.Min(node.Span.Start, request.Source.Text.Length)).Line;
}
