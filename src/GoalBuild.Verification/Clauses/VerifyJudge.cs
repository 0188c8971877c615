using System.Globalization;
using System.Text;
using System.Xml.Linq;
using GoalBuild.Language.Model;
using GoalBuild.Verification.Compilation;
using GoalBuild.Verification.Judging;
using Microsoft.Build.Framework;

namespace GoalBuild.Verification.Clauses;

/// <summary><c>judge STRING [reading GLOB, …] [votes N]</c></summary>
internal sealed class JudgeKind : ClauseKind<JudgeClause>
{
    /// <inheritdoc/>
    protected override IEnumerable<XElement> Compile(JudgeClause clause, ClauseContext context) =>
    [
        context.Verify(
            nameof(VerifyJudge),
            ("Statement", MSBuildText.Legal(clause.Statement.Value)),
            ("Requirement", context.Clause.Requirement is { } requirement ? MSBuildText.Legal(requirement.Statement.Value) : null),
            ("Objective", context.Goal.Objective is { } objective ? MSBuildText.Legal(objective.Value) : null),
            TaskParameter.List("Reading", [.. clause.Reading.Select(glob => glob.Value)]),
            ("Votes", clause.Votes.ToString(CultureInfo.InvariantCulture))),
    ];

    /// <inheritdoc/>
    protected override ClauseReads Reads(JudgeClause clause, ClauseContext context) =>
        // What changed anywhere is part of what is judged; and an opinion about the same tree need not be paid for twice.
        new ClauseReads.Tree();
}

/// <summary>
/// Asks a model that did not do the work whether a statement is true. It has to cite lines that it was shown; a vote that does not counts as undecided.
/// More than half of the votes decide, and where they do not, the clause fails. What comes of it is judged, and never proved.
/// </summary>
public sealed class VerifyJudge : ClauseTask
{
    /// <summary>What is to be true.</summary>
    [Required]
    public string Statement { get; set; } = "";

    /// <summary>The requirement that it is to prove, or empty.</summary>
    public string Requirement { get; set; } = "";

    /// <summary>The goal's objective, or empty.</summary>
    public string Objective { get; set; } = "";

    /// <summary>Globs of the files that are shown, relative to the goal's folder.</summary>
    public string[] Reading { get; set; } = [];

    /// <summary>How many votes there are.</summary>
    public int Votes { get; set; } = 1;

    /// <inheritdoc/>
    protected override async Task<Verdict> VerifyAsync(CancellationToken cancellation)
    {
        if (FromEngine<Func<string, string, CancellationToken, Task<(string Model, string? Text, string? Problem, long Tokens)>>>() is not { } ask)
        {
            return Unknown("MSBuild alone asks no model; verify it with 'dotnet goal verify'.");
        }

        Progress("collecting what is judged");
        var diff = FromEngine<Func<CancellationToken, Task<string?>>>() is { } find ? await find(cancellation).ConfigureAwait(false) : null;
        var material = JudgeMaterial.Collect(Workspace, GoalDirectory, MSBuildText.Elements(Reading), FromEngine<IReadOnlySet<string>>(), diff, cancellation);
        if (material.IsEmpty)
        {
            return Unknown("There is nothing to judge by: no file is named that is there, and nothing changed since the work began. Name files with 'reading'.");
        }

        var question = material.Question(Statement, Requirement, Objective);
        var record = new StringBuilder($"{Statement}\n\nShown: {string.Join(", ", material.Files)}\n");
        var votes = new List<JudgeVote>();
        var (model, tokens) = ("", 0L);
        while (votes.Count < Votes && !IsDecided(votes))
        {
            Progress(Votes == 1 ? "judging" : string.Create(CultureInfo.InvariantCulture, $"judging, vote {votes.Count + 1} of {Votes}"));
            var answer = await ask(JudgeVote.Instructions, question, cancellation).ConfigureAwait(false);
            if (answer.Text is null)
            {
                return Unknown(answer.Problem ?? "The model gave no answer.");
            }

            (model, tokens) = (answer.Model, tokens + answer.Tokens);
            votes.Add(JudgeVote.Of(answer.Text, material));
            record.Append(CultureInfo.InvariantCulture, $"\n## Vote {votes.Count}, by {model}: {votes[^1].Opinion.ToString().ToLowerInvariant()}\n\n{answer.Text.Trim()}\n");
        }

        var file = ArtifactPath(".judge.md");
        await File.WriteAllTextAsync(file, record.ToString(), cancellation).ConfigureAwait(false);
        return Judge(model, votes) with
        {
            Judged = true,
            Figures = [new Figure("votes for it", Count(votes, Opinion.Holds), "", null), new Figure("votes", votes.Count, "", null), new Figure("tokens", tokens, "", null)],
            Artifacts = [Path.GetFileName(file)],
        };
    }

    private Verdict Judge(string model, List<JudgeVote> votes)
    {
        var opinion = Majority(votes, Opinion.Holds) ? Opinion.Holds : Majority(votes, Opinion.Fails) ? Opinion.Fails : Opinion.Undecided;
        var speaker = votes.Find(vote => vote.Opinion == opinion) ?? votes[0];
        var count = Votes == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $", {Count(votes, opinion)} of {votes.Count} votes");
        var reason = opinion switch
        {
            Opinion.Holds => $"Judged true by {model}{count}: {speaker.Reason}",
            Opinion.Fails => $"Judged not true by {model}{count}: {speaker.Reason}",
            _ => $"{model} could not decide it, which does not hold{count}: {speaker.Reason}",
        };
        var findings = votes.SelectMany(vote => vote.Opinion == Opinion.Undecided || vote.Citations.Count == 0
            ? [new Finding(FindingKind.Output, vote.Reason) { IsError = vote.Opinion != Opinion.Holds }]
            : vote.Citations.Select(citation => new Finding(FindingKind.File, vote.Reason) { File = citation.File, Line = citation.Line, IsError = vote.Opinion != Opinion.Holds })).Distinct();
        reason = reason.TrimEnd('.') + ".";
        return opinion == Opinion.Holds ? Holds(reason) with { Findings = [.. findings] } : Fails(reason, findings);
    }

    // What is left of the votes cannot change it.
    private bool IsDecided(List<JudgeVote> votes) => Majority(votes, Opinion.Holds) || Majority(votes, Opinion.Fails);

    private bool Majority(List<JudgeVote> votes, Opinion opinion) => Count(votes, opinion) * 2 > Votes;

    private static int Count(List<JudgeVote> votes, Opinion opinion) => votes.Count(vote => vote.Opinion == opinion);
}
