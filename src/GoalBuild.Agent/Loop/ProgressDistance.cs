using GoalBuild.Verification;

namespace GoalBuild.Agent.Loop;

/// <summary>How near a state of the tree is to the goal. A state with more clauses that hold is the better; of two with as many, the one with the smaller distance.</summary>
/// <param name="Holding">How many clauses hold.</param>
/// <param name="Distance">How much those that do not hold lack, together; 0 where none is left. Comparable only between verdicts on the same clauses.</param>
internal readonly record struct ProgressDistance(int Holding, decimal Distance) : IComparable<ProgressDistance>
{
    // Farther than any number of errors: what cannot be found out may lack anything.
    private const int UnknownDistance = 64;

    // What does not build or did not run at all has nothing measured yet, however few errors stand in its way.
    private const int UnmeasuredDistance = 16;

    /// <summary>The distance of a state.</summary>
    /// <param name="verdicts">Its verdicts.</param>
    public static ProgressDistance Of(IEnumerable<Verdict> verdicts)
    {
        var holding = 0;
        var distance = 0m;
        foreach (var verdict in verdicts)
        {
            if (verdict.Status == VerdictStatus.Holds)
            {
                holding++;
            }
            else
            {
                distance += Of(verdict);
            }
        }

        return new ProgressDistance(holding, distance);
    }

    /// <summary>More than 0 where this state is the better one, less than 0 where the other is, 0 where neither is.</summary>
    /// <param name="other">The other state.</param>
    public int CompareTo(ProgressDistance other) => Holding != other.Holding ? Holding.CompareTo(other.Holding) : other.Distance.CompareTo(Distance);

    /// <summary>Whether the left state is the better.</summary>
    public static bool operator >(ProgressDistance left, ProgressDistance right) => left.CompareTo(right) > 0;

    /// <summary>Whether the right state is the better.</summary>
    public static bool operator <(ProgressDistance left, ProgressDistance right) => left.CompareTo(right) < 0;

    /// <summary>Whether the left state is at least as good.</summary>
    public static bool operator >=(ProgressDistance left, ProgressDistance right) => left.CompareTo(right) >= 0;

    /// <summary>Whether the right state is at least as good.</summary>
    public static bool operator <=(ProgressDistance left, ProgressDistance right) => left.CompareTo(right) <= 0;

    private static decimal Of(Verdict verdict)
    {
        if (verdict.Status == VerdictStatus.Unknown)
        {
            return UnknownDistance;
        }

        var (lacks, isMeasured) = Lacks(verdict);

        // By powers of two: from 200 errors to 20 is a larger step than from 3 to 2, and no clause with large figures outweighs all others.
        return (isMeasured ? 0 : UnmeasuredDistance) + (decimal)Math.Round(Math.Log2(1 + (double)Math.Max(1, lacks)), 6);
    }

    private static (decimal Lacks, bool IsMeasured) Lacks(Verdict verdict)
    {
        var errors = verdict.Findings.Count(finding => finding.IsError);
        if (Find(verdict, "errors") is { } build)
        {
            return (build.Value + (Find(verdict, "warnings") is { Threshold: { } most } warnings ? Math.Max(0, warnings.Value - most) : 0), true);
        }

        if (Find(verdict, "failed") is { } failed && Find(verdict, "tests") is { } tests)
        {
            var skipped = Find(verdict, "skipped") is { Threshold: { } most } figure ? Math.Max(0, figure.Value - most) : 0;
            var missing = Math.Max(0, (tests.Threshold ?? 1) - tests.Value);
            return (failed.Value + skipped + missing, tests.Value > 0);
        }

        // Points of a percentage; of anything else, hundredths of what is asked.
        if (verdict.Figures.FirstOrDefault(figure => figure.Threshold is not null) is { Threshold: { } threshold } measured)
        {
            var gap = Math.Abs((double)measured.Value - (double)threshold);
            return ((decimal)Math.Min(measured.Unit == "%" ? gap : gap / Math.Max(Math.Abs((double)threshold), 0.01) * 100, 1e9), true);
        }

        return (errors, !verdict.Findings.Any(finding => finding.Kind == FindingKind.Build && finding.IsError));
    }

    private static Figure? Find(Verdict verdict, string name) => verdict.Figures.FirstOrDefault(figure => figure.Name == name);
}
