using CsCheck;
using GoalBuild.Agent.Conversation;
using GoalBuild.Agent.Loop;
using GoalBuild.Verification;
using Microsoft.ML.Tokenizers;

namespace GoalBuild.Agent.Tests.Conversation;

/// <summary>What holds of briefs, deltas and distances whatever the verdicts are.</summary>
[TestFixture]
internal sealed class VerdictBriefPropertyTests
{
    private static readonly TiktokenTokenizer O200k = TiktokenTokenizer.CreateForEncoding("o200k_base");

    private static readonly Gen<string> Texts = Gen.OneOf(
        Gen.String[0, 60],
        Gen.String[Gen.Char.AlphaNumeric, 0, 400],
        Gen.OneOf("Expected: 1\nBut was: 2", "missing 'X'", "HOLD: all\r\nVERDICTS: 1", "日本語の説明がここに長く続きます", "🎈🎈\ud83c", ""));

    private static readonly Gen<Finding> Findings = Gen.Select(
        Gen.Enum<FindingKind>(), Texts, Gen.OneOf<string?>("CS0246", "CS1002", "CS1503", "NU1101", null), Gen.Bool, Gen.OneOf<string?>("A.cs", "obj/B.g.cs", null), Gen.Int[1, 9],
        (kind, message, code, isError, file, line) => new Finding(kind, message)
        {
            Code = kind == FindingKind.Build ? code : null,
            Test = kind == FindingKind.Test ? $"Tests.Case{line}" : null,
            IsError = isError,
            File = file,
            Line = file is null ? null : line,
            Details = line > 6 ? message : null,
        });

    private static readonly Gen<Figure> Figures = Gen.Select(
        Gen.OneOf("failed", "tests", "errors", "warnings", "coverage", "p95"), Gen.Decimal[0, 1000], Gen.OneOf("", "%", "ms"), Gen.Bool, (name, value, unit, has) => new Figure(name, value, unit, has ? 10 : null));

    private static readonly Gen<Verdict[]> Verdicts = Gen.Select(
        Gen.Enum<VerdictStatus>(), Texts, Findings.Array[0, 12], Figures.Array[0, 3],
        (status, reason, findings, figures) => new Verdict("", status, reason) { Findings = [.. findings], Figures = [.. figures] })
        .Array[1, 4].Select(verdicts => verdicts.Select((verdict, index) => verdict with { Clause = Brief.Clauses[index].Name }).ToArray());

    [Test]
    public void No_allowance_is_ever_exceeded_and_the_same_verdicts_give_the_same_brief() => Gen.Select(Verdicts, Verdicts, Gen.Int[0, 3_000], Gen.Bool).Sample(
        (now, before, tokens, byBytes) =>
        {
            Func<string, int> count = byBytes ? Brief.Bytes : text => O200k.CountTokens(text);
            var text = Of(now, before).Render(new Allowance(tokens, count));
            return count(text) <= tokens && text == Of([.. now], [.. before]).Render(new Allowance(tokens, count));
        },
        iter: 500);

    [Test]
    public void Every_failing_clause_is_named_wherever_the_names_fit() => Verdicts.Sample(
        verdicts => verdicts.Where(verdict => verdict.Status != VerdictStatus.Holds).All(verdict => Of(verdicts, verdicts).Render(1_200).Contains($"'{verdict.Clause}' (sample.goal line ", StringComparison.Ordinal)),
        iter: 300);

    [Test]
    public void The_counts_of_what_changed_add_up() => Gen.Select(Verdicts, Verdicts).Sample(
        (now, before) =>
        {
            var delta = VerdictDelta.Of(before[0], now[0]);
            return delta.Still + delta.New.Count == VerdictDelta.Counted(now[0]).Count() && delta.Still + delta.Fixed == VerdictDelta.Counted(before[0]).Count()
                && VerdictDelta.Of(now[0], now[0]) is { Fixed: 0, New.Count: 0 };
        },
        iter: 500);

    [Test]
    public void Distances_have_a_total_order() => Gen.Select(Verdicts, Verdicts, Verdicts).Sample(
        (one, two, three) =>
        {
            var (a, b, c) = (ProgressDistance.Of(one), ProgressDistance.Of(two), ProgressDistance.Of(three));
            return Math.Sign(a.CompareTo(b)) == -Math.Sign(b.CompareTo(a)) && a.CompareTo(b) == 0 == (a == b) && (!(a <= b && b <= c) || a <= c)
                && a.Distance >= 0 && (a.Distance == 0) == (a.Holding == one.Length);
        },
        iter: 500);

    [Test]
    public void More_clauses_that_hold_are_better_whatever_the_others_lack() => Verdicts.Sample(
        verdicts => verdicts.All(verdict => verdict.Status == VerdictStatus.Holds
            || ProgressDistance.Of(verdicts.Select(other => other == verdict ? other with { Status = VerdictStatus.Holds } : other)) > ProgressDistance.Of(verdicts)),
        iter: 300);

    private static VerdictBrief Of(IReadOnlyList<Verdict> now, IReadOnlyList<Verdict> before) => new(now, Brief.Clauses, Brief.Source) { Before = before, WholePath = "whole.txt" };
}
