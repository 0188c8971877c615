using System.Globalization;
using GoalBuild.Language.Model;

namespace GoalBuild.Language.Tests.Formatting;

internal sealed partial class GoalPrinter
{
    private void Print(Clause clause)
    {
        Add(clause.Keyword);
        switch (clause)
        {
            case BuildClause build:
                Add(String(build.Project));
                Options(
                    () => Option("configuration", build.Configuration, Name),
                    () => AddIf(build.WarningsAsErrors, "warnings", "as", "errors"));
                break;
            case TestClause test:
                Add(String(test.Project));
                Options(
                    () => Option("filter", test.Filter, String),
                    () => AddIf(test.AtLeast != 1 || Chance(4), "at", "least", Count(test.AtLeast)),
                    () => AddIf(test.Repeat != 1 || Chance(4), "repeat", Count(test.Repeat)),
                    () => AddIf(test.NoSkips, "no", "skips"));
                break;
            case CoverageClause coverage:
                Add(String(coverage.Project));
                AddIf(coverage.Metric != CoverageMetric.Line || Chance(4), Word(coverage.Metric));
                Option("of", coverage.Of, String);
                Add(Operator(coverage.Comparison), Decimal(coverage.Percent) + "%");
                break;
            case LintClause lint:
                AddIf(lint.Project is not null, lint.Project is null ? "" : String(lint.Project));
                AddIf(lint.Scope != LintScope.All, Word(lint.Scope));
                Option("severity", lint.Severity, Name);
                break;
            case RunClause run:
                Add(String(run.Command));
                Option("in", run.Directory, String);
                AddIf(run.Exits != 0 || Chance(4), "exits", run.Exits.ToString(CultureInfo.InvariantCulture));
                foreach (var print in run.Prints)
                {
                    AddIf(print.Never, "never");
                    Add("prints", print.Text is null ? print.Pattern!.ToString() : String(print.Text));
                }

                break;
            case MeasureClause measure:
                Add(String(measure.Name), "=", "run", String(measure.Command));
                Option("in", measure.Directory, String);
                Add("matching", measure.Matching.ToString(), Operator(measure.Comparison), Quantity(measure.Threshold));
                break;
            case LatencyClause latency:
                Add(String(latency.Request), "p" + Decimal(latency.Percentile), Operator(latency.Comparison), Duration(latency.Threshold));
                Options(
                    () => AddIf(latency.Requests is not null, "requests", Count(latency.Requests ?? 0)),
                    () => AddIf(latency.Concurrency is not null, "concurrency", Count(latency.Concurrency ?? 0)),
                    () => Option("serve", latency.Serve, String));
                break;
            case FileClause file:
                Add(String(file.Glob), Word(file.Condition));
                AddIf(file.Contains is not null, file.Contains is null ? "" : String(file.Contains));
                AddIf(file.Matches is not null, file.Matches?.ToString() ?? "");
                break;
            case ApiClause api:
                Add(String(api.Project), "documented");
                break;
            case AuditClause audit:
                Add(String(audit.Project));
                Option("severity", audit.Severity, Name);
                break;
            case MutationClause mutation:
                Add(String(mutation.Project), Operator(mutation.Comparison), Decimal(mutation.Percent) + "%");
                break;
            case TargetClause target:
                Add(String(target.Target), "in", String(target.Project));
                break;
            case JudgeClause judge:
                Add(String(judge.Statement));
                Options(
                    () => AddList("reading", judge.Reading, String),
                    () => AddIf(judge.Votes != 1 || Chance(4), "votes", Count(judge.Votes)));
                break;
            default:
                throw new NotSupportedException(clause.GetType().Name);
        }

        Options(
            () => AddList("in", clause.Environments, text => text.Value),
            () => AddIf(clause.Timeout is not null, "timeout", Duration(clause.Timeout ?? default)),
            () => Option("as", clause.Label, String));
    }
}
