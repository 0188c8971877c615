using GoalBuild.Agent.Loop;
using GoalBuild.Language.Diagnostics;
using GoalBuild.Language.Model;
using GoalBuild.Tool.Terminal;
using GoalBuild.Verification.Evidence;
using GoalBuild.Verification.Processes;

namespace GoalBuild.Tool.Commands;

/// <summary><c>approve</c>: a person signs the result of a goal's newest run, which waits for a review.</summary>
internal static class ApproveCommand
{
    /// <summary>Signs.</summary>
    /// <param name="context">What to work with.</param>
    /// <param name="files">Paths from the command line.</param>
    /// <param name="goals">Names of goals; more than one goal with a review is an error.</param>
    /// <param name="role">The role that signs; null where none was said.</param>
    /// <param name="note">What is written beside it, or null.</param>
    /// <param name="commandLine">What was typed, for the one who finds the goal held.</param>
    /// <returns>0 where the goal is met by it; 6 where others have to sign.</returns>
    public static async Task<int> RunAsync(CommandContext context, IReadOnlyList<string> files, IReadOnlyList<string> goals, string? role, string? note, string commandLine)
    {
        if (await context.ReadAsync(files).ConfigureAwait(false) is not { } sources)
        {
            return ExitCode.Usage;
        }

        var (source, goal) = One(CommandContext.Select(sources, goals));
        if (role is null)
        {
            throw new GoalFaultException(DiagnosticCatalogue.CommandLineWrong, $"Say for whom you sign, with '--as': {(goal.Reviews.Count == 0 ? $"goal '{goal.Name.Value}' asks for no review" : string.Join(", ", goal.Reviews.Select(review => $"'{review.By.Value}' ({review.Subject.Value})")))}.");
        }

        // A signature is a person's: what a verification or an executor starts carries one of these.
        if (new[] { ChildEnvironment.VerifyingVariable, ProcessTree.MarkVariable }.FirstOrDefault(name => !string.IsNullOrEmpty(context.Host.Variable(name))) is { } mark)
        {
            throw new GoalFaultException(DiagnosticCatalogue.ApprovalRefused, $"A person signs off, and this was started by a run or a verification ({mark} is set). Sign in a shell of your own.");
        }

        var signed = await new SignOff(source.Workspace, source.Parsed.Source, goal, context.Host.Clock).ApproveAsync(role, note ?? "", commandLine, context.Cancellation).ConfigureAwait(false);
        var isMet = signed.Open.Count == 0;
        WriteEvidence(source, goal, signed);
        context.Reporter.Say($"{goal.Name.Value}: {(isMet ? "met" : "waiting for review")}. {signed.Message}");
        context.Reporter.Tell(new JsonEvent("approved")
        {
            Goal = goal.Name.Value,
            File = source.Path,
            Run = signed.Approval.Run,
            Outcome = isMet ? "met" : "waiting-for-review",
            Message = signed.Message,
            Reviews = RunHistory.Reviews(source, goal, signed.Approval.Run),
        });
        return isMet ? ExitCode.Met : ExitCode.WaitingForReview;
    }

    private static (GoalSource Source, Goal Goal) One(IReadOnlyList<(GoalSource Source, Goal Goal)> selected)
    {
        var reviewed = selected.Where(pair => pair.Goal.Reviews.Count > 0).ToList();
        return reviewed.Count switch
        {
            // It says itself that it asks for none.
            0 => selected[0],
            1 => reviewed[0],
            _ => throw new GoalFaultException(DiagnosticCatalogue.CommandLineWrong, $"Several goals ask for a review: {string.Join(", ", reviewed.Select(pair => $"'{pair.Goal.Name.Value}'"))}. Say which one you sign, with '--goal'."),
        };
    }

    // What the run left as evidence says from now on who signed it.
    private static void WriteEvidence(GoalSource source, Goal goal, SignedOff signed)
    {
        var folder = Path.Combine(EvidenceFolder.OfGoal(source, goal.Name.Value), signed.Approval.Run);
        EvidenceBundle? bundle;
        try
        {
            bundle = EvidenceWriter.Read(folder);
        }
        catch (Exception error) when (error is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            // The ledger has it; a bundle of another version stays as it is.
            return;
        }

        if (bundle is not null)
        {
            EvidenceWriter.Write(
                bundle with
                {
                    Outcome = signed.Open.Count == 0 ? "met" : bundle.Outcome,
                    Summary = signed.Message,
                    Reviews = RunHistory.Reviews(source, goal, signed.Approval.Run),
                },
                folder);
        }
    }
}
