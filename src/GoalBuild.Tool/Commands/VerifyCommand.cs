using GoalBuild.Agent.Judging;
using GoalBuild.Agent.Loop;
using GoalBuild.Language.Diagnostics;
using GoalBuild.Language.Model;
using GoalBuild.Language.Syntax;
using GoalBuild.Tool.Ci;
using GoalBuild.Tool.Terminal;
using GoalBuild.Verification;
using GoalBuild.Verification.Constraints;
using GoalBuild.Verification.Constraints.Built;
using GoalBuild.Verification.Evidence;

namespace GoalBuild.Tool.Commands;

/// <summary><c>verify</c>: finds out whether the clauses hold, and edits nothing.</summary>
internal static class VerifyCommand
{
    /// <summary>Verifies the goals, one after the other: each has the processors to itself.</summary>
    /// <param name="context">What to work with.</param>
    /// <param name="files">Paths from the command line.</param>
    /// <param name="goals">Names of goals, or none for all.</param>
    /// <param name="clauses">Names of clauses, or none for all.</param>
    /// <param name="cache">Whether earlier verdicts may stand.</param>
    /// <param name="writeInputs">The file of <c>--write-inputs</c>, or null.</param>
    /// <param name="environment">The only environment, <c>-</c> for clauses in none, or null for all.</param>
    /// <param name="phase">The only phase, <c>-</c> for clauses of none, or null for all.</param>
    public static async Task<int> RunAsync(CommandContext context, IReadOnlyList<string> files, IReadOnlyList<string> goals, IReadOnlyList<string> clauses, bool cache, string? writeInputs = null, string? environment = null, string? phase = null)
    {
        if (await context.ReadAsync(files).ConfigureAwait(false) is not { } sources)
        {
            return ExitCode.Usage;
        }

        var selected = CommandContext.Select(sources, goals);
        RequireKnown(selected, clauses);
        RequireEnvironment(selected, environment);
        Part.RequirePhase(selected, phase);
        var verifier = context.Rooms.Verifier();
        try
        {
            var codes = new List<int>();
            foreach (var (source, goal) in selected)
            {
                var asked = GoalClause.Of(goal)
                    .Where(clause => Part.Has(clause, phase, environment))
                    .Select(clause => clause.Name)
                    .Where(name => clauses.Count == 0 || clauses.Contains(name, StringComparer.OrdinalIgnoreCase))
                    .ToList();
                var isWhole = clauses.Count == 0 && environment is null && phase is null;

                // What was built is of no environment: where a goal needs several machines, these constraints are judged on the one that needs none.
                IReadOnlyList<Constraint> constraints = clauses.Count == 0 && phase is null && environment is null or Part.None ? BuiltConstraints.Of(goal, goal.Phases) : [];
                if (isWhole || asked.Count > 0)
                {
                    codes.Add(await VerifyAsync(context, verifier, source, goal, isWhole ? [] : asked, constraints, cache, environment == Part.None ? null : environment).ConfigureAwait(false));
                }
            }

            var code = ExitCode.Worst(codes);
            InputsFile.Write(writeInputs, context.Host, clauses.Count == 0 && environment is null && phase is null ? code : ExitCode.NotMet, selected);
            return code;
        }
        finally
        {
            (verifier as IDisposable)?.Dispose();
        }
    }

    private static async Task<int> VerifyAsync(CommandContext context, IVerifier verifier, GoalSource source, Goal goal, List<string> clauses, IReadOnlyList<Constraint> constraints, bool cache, string? environment)
    {
        var view = GoalView.Of(source, goal);
        var name = goal.Name.Value;
        var workspace = source.Workspace;
        var started = context.Host.Clock.GetUtcNow();
        var run = EvidenceFolder.NewVerification(started);
        var folder = Path.Combine(EvidenceFolder.OfGoal(source, name), run);
        context.Reporter.GoalStarted(view);
        context.Reporter.On(new VerificationStarted(name, 0, Final: false));
        VerificationResult result;
        using var baseline = await BaselineAsync(context, source, goal).ConfigureAwait(false);

        // A build calls no model, whatever its goals say.
        using var judge = context.Options.Format == OutputFormat.MSBuild ? null : ModelJudge.For(goal, workspace.StateDirectory, context.Host.Clock, (_, _) => { });
        try
        {
            result = await verifier.VerifyAsync(
                new VerificationRequest(workspace, source.Parsed.Source, goal, folder)
                {
                    Clauses = clauses.Count > 0 ? clauses : null,
                    Baseline = baseline,
                    Judge = judge,
                    Environment = environment,
                    Reuse = cache ? VerdictReuse.Holding : VerdictReuse.None,
                    Constraints = constraints,
                },
                new Relay<VerificationEvent>(news => context.Reporter.On(new ClauseReported(name, news))),
                context.Cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            context.Reporter.GoalFinished(new GoalSummary(view, ExitCode.Cancelled, "cancelled", "") { Duration = context.Host.Clock.GetUtcNow() - started });
            return ExitCode.Cancelled;
        }

        context.Reporter.On(new VerificationFinished(name, 0, Final: false, result));
        var broken = result.Constraints.Select(BuiltConstraints.BrokenBy).OfType<BrokenRule>().ToList();
        var code = result.AllHold ? ExitCode.Met : broken.Count > 0 ? ExitCode.Broken : ExitCode.NotMet;
        var summary = new GoalSummary(view, code, result.AllHold ? "met" : broken.Count > 0 ? "broken" : "not-met", "")
        {
            Run = run,
            Constraints = result.Constraints,
            Verdicts = result.Verdicts,
            Duration = result.Duration,
            Next = result.AllHold ? [] : Next(context, source, result, clauses.Count > 0),
        };

        // A part of the goal proves nothing of the whole, so it makes no bundle. Where every verdict was reused, the bundle that first
        // proved it still says the truth, and writing another would cost more than the verification did.
        var reused = result.Verdicts.Count > 0 && result.Verdicts.Concat(result.Constraints).All(verdict => verdict.Reused);
        summary = clauses.Count > 0 ? summary with { EvidenceDirectory = Directory.Exists(folder) ? folder : null }
            : reused && EvidenceFolder.Newest(source, name) is { } earlier ? summary with { EvidenceDirectory = earlier, Run = Path.GetFileName(earlier) }
            : summary with { EvidenceDirectory = Write(context, source, goal, result, summary, folder, started) };
        context.Reporter.GoalFinished(summary);
        return code;
    }

    // Only where a clause asks what was changed: finding out starts git, and opens the ledger.
    private static async Task<GoalBaseline?> BaselineAsync(CommandContext context, GoalSource source, Goal goal)
    {
        if (!GoalClause.Of(goal).Any(clause => clause.Clause is FileClause { Condition: FileCondition.Changed or FileCondition.Unchanged } or JudgeClause)
            && !BuiltConstraints.Of(goal, goal.Phases).Any(constraint => constraint is KeepApiConstraint))
        {
            return null;
        }

        try
        {
            return await GoalBaseline.FindAsync(source.Workspace, source.KeyOf(goal.Name.Value), context.Cancellation).ConfigureAwait(false);
        }
        catch (GoalFaultException fault) when (fault.Descriptor == DiagnosticCatalogue.LedgerCorrupt)
        {
            // Without what it knew, such a clause is unknown; the others can be verified.
            context.Reporter.Fault(fault);
            return null;
        }
    }

    private static string Write(CommandContext context, GoalSource source, Goal goal, VerificationResult result, GoalSummary summary, string folder, DateTimeOffset started)
    {
        var text = Words.Capital(Words.Holding(summary.Holding, result.Verdicts.Count)) + ".";
        RunFolders.Claim(source.Workspace.StateDirectory, source.KeyOf(goal.Name.Value));
        EvidenceFolder.Write(
            new EvidenceRequest(source.Workspace, source.Parsed.Source, goal, summary.Run, "verify", summary.Outcome, text)
            {
                Verdicts = result.Verdicts,
                Judged = result.Constraints,
                Started = started,
                Finished = context.Host.Clock.GetUtcNow(),
            },
            folder);
        EvidenceFolder.Prune(source, goal.Name.Value);
        return folder;
    }

    private static IReadOnlyList<string> Next(CommandContext context, GoalSource source, VerificationResult result, bool partial)
    {
        var first = result.Verdicts.FirstOrDefault(verdict => verdict.Status != VerdictStatus.Holds)?.Clause ?? "";
        var file = CommandLine.Quote(context.Host.Show(source.Path));
        return partial || result.Verdicts.Count <= 1
            ? [$"dotnet goal run {file}"]
            : [$"dotnet goal run {file}", $"dotnet goal verify {file} --clause {CommandLine.Quote(first)}"];
    }

    private static IEnumerable<string> NamesOf(Goal goal) => GoalClause.Of(goal).Select(clause => clause.Name);

    private static void RequireEnvironment(IReadOnlyList<(GoalSource Source, Goal Goal)> selected, string? environment)
    {
        var all = selected.SelectMany(pair => pair.Goal.Environments).Select(known => known.Name.Value).Distinct(StringComparer.Ordinal).ToList();
        if (environment is null or Part.None || selected.Any(pair => GoalClause.Of(pair.Goal).Any(clause => clause.Clause.Environments.Any(name => name.Value == environment))))
        {
            return;
        }

        throw new GoalFaultException(
            DiagnosticCatalogue.CommandLineWrong,
            all.Contains(environment, StringComparer.Ordinal) ? $"No clause is verified in the environment '{environment}'; add 'in {environment}' to those that are to be."
                : all.Count == 0 ? $"There is no environment '{environment}'; the goal has none."
                : $"There is no environment '{environment}'{(Suggestion.For(environment, all) is { } near ? $"; did you mean '{near}'?" : $". There {(all.Count == 1 ? "is" : "are")}: {string.Join(", ", all.Select(name => $"'{name}'"))}.")}");
    }

    private static void RequireKnown(IReadOnlyList<(GoalSource Source, Goal Goal)> selected, IReadOnlyList<string> clauses)
    {
        var all = selected.SelectMany(pair => NamesOf(pair.Goal)).ToList();
        foreach (var clause in clauses.Where(clause => !all.Contains(clause, StringComparer.OrdinalIgnoreCase)))
        {
            throw new GoalFaultException(
                DiagnosticCatalogue.CommandLineWrong,
                $"No clause is named '{clause}'{(Suggestion.For(clause, all) is { } near ? $"; did you mean '{near}'?" : $". There {(all.Count == 1 ? "is" : "are")}: {string.Join(", ", all.Select(name => $"'{name}'"))}.")}");
        }
    }
}
