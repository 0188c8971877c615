using GoalBuild.Agent.Drafting;
using GoalBuild.Language.Diagnostics;
using GoalBuild.Language.Model;
using GoalBuild.Tool.Terminal;
using GoalBuild.Verification;

namespace GoalBuild.Tool.Commands;

/// <summary>The approach and risks that a model drafts for a plan: told as a draft that proves nothing, and kept for review beside the verification that it speaks of.</summary>
/// <param name="context">What to work with.</param>
/// <param name="source">The goal's file.</param>
/// <param name="goal">The goal.</param>
/// <param name="folder">Absolute path of the verification's folder, below <c>.goal</c>.</param>
internal sealed class PlanDraft(CommandContext context, GoalSource source, Goal goal, string folder)
{
    /// <summary>The file's name in the verification's folder.</summary>
    public const string FileName = "draft.md";

    // As wide as the kinds of what else a plan tells, and the blanks around them.
    private const int Indent = 17;

    /// <summary>Says why no model was asked.</summary>
    /// <param name="why">Why, in words.</param>
    /// <param name="code">The exit code of that.</param>
    public int Refuse(string why, int code)
    {
        Tell(ApproachDraft.None("", why), null);
        return code;
    }

    /// <summary>Asks the goal's first model, and tells what it drafted or why it did not.</summary>
    /// <param name="verdicts">How the clauses stand.</param>
    /// <param name="findings">What else planning has found; one line each.</param>
    /// <returns>0 with a draft; 3 where a person is needed before there can be one; 130 where it was cancelled.</returns>
    public async Task<int> AskAsync(ValueList<Verdict> verdicts, IReadOnlyList<string> findings)
    {
        ApproachDraft draft;
        try
        {
            draft = await ApproachDrafter.AskAsync(new DraftRequest(goal, source.Parsed.Source, source.Workspace, verdicts, findings), context.Host.Clock, new Waits(context.Reporter), context.Cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return ExitCode.Cancelled;
        }

        Tell(draft, draft.Problem is null ? Write(draft) : null);
        return draft.Problem is null ? ExitCode.Met : ExitCode.Stalled;
    }

    private void Tell(ApproachDraft draft, string? file)
    {
        var cost = draft.Spent.Tokens > 0 ? Phrasing.Of(draft.Spent) : "";
        Say("draft", draft.Problem is { } problem ? $"{problem}{(cost.Length > 0 ? $" It cost {cost}." : "")}" : $"by {draft.Model}, for review: nothing of it is proved; {cost}{(draft.IsCut ? "; it was cut off" : "")}");
        for (var step = 0; step < draft.Approach.Count; step++)
        {
            Say(step == 0 ? "approach" : "", $"{step + 1}. {draft.Approach[step]}");
        }

        for (var risk = 0; risk < draft.Risks.Count; risk++)
        {
            Say(risk == 0 ? "risks" : "", $"- {draft.Risks[risk]}");
        }

        if (file is not null)
        {
            context.Reporter.Say($"  {"kept in",-13}  {Phrasing.Line(context.Host.Show(file))}");
        }

        var line = new JsonEvent("plan-draft")
        {
            Goal = goal.Name.Value,
            File = source.Path,
            Executor = draft.Model.Length > 0 ? draft.Model : null,
            Status = draft.Problem is null ? "draft" : "none",
            Message = draft.Problem,
            Approach = draft.Problem is null ? draft.Approach : null,
            Risks = draft.Problem is null ? draft.Risks : null,
            Cut = draft.IsCut ? true : null,
            Output = file,
        };
        context.Reporter.Tell(draft.Spent.Tokens == 0 ? line : line with
        {
            TokensIn = draft.Spent.TokensIn,
            TokensCached = draft.Spent.TokensCached,
            TokensOut = draft.Spent.TokensOut,
            Dollars = draft.Spent.Dollars,
        });
    }

    private void Say(string label, string text)
    {
        foreach (var line in Phrasing.Wrap(Phrasing.Line(text), Math.Max(20, context.Host.Width - Indent)))
        {
            context.Reporter.Say($"  {label,-13}  {line}");
            label = "";
        }
    }

    // The ledger knows costs of runs only, and this is none: what it cost stands with what it brought.
    private string? Write(ApproachDraft draft)
    {
        var path = Path.Combine(folder, FileName);
        try
        {
            Directory.CreateDirectory(folder);
            File.WriteAllLines(path,
            [
                $"# Draft for {Phrasing.Line(goal.Name.Value)}",
                $"By {Phrasing.Line(draft.Model)}, {Phrasing.Of(draft.Spent)}. For review: nothing of it is proved.{(draft.IsCut ? " It was cut off." : "")}",
                "",
                "## Approach",
                .. draft.Approach.Select((step, index) => $"{index + 1}. {Phrasing.Line(step)}"),
                "",
                "## Risks",
                .. draft.Risks.Select(risk => $"- {Phrasing.Line(risk)}"),
            ]);
            return path;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            context.Reporter.Fault(new GoalFaultException(DiagnosticCatalogue.NotWritable, $"The draft cannot be kept in {path}: {error.Message.ReplaceLineEndings(" ")}"));
            return null;
        }
    }

    private sealed class Waits(Reporter reporter) : IProgress<string>
    {
        public void Report(string value) => reporter.Say($"  {"",-13}  {Phrasing.Line(value)}");
    }
}
