namespace GoalBuild.Benchmarks;

/// <summary>One thing held against another in turn, so that a drift of the machine's speed meets both alike.</summary>
/// <param name="Name">What is compared.</param>
/// <param name="Goal">The largest ratio that the project allows itself.</param>
/// <param name="Ours">Times of what is measured.</param>
/// <param name="Theirs">Times of what it is held against.</param>
internal sealed record Ratio(string Name, double Goal, IReadOnlyList<TimeSpan> Ours, IReadOnlyList<TimeSpan> Theirs)
{
    /// <summary>Median of the ratios, pair by pair.</summary>
    public double Median => MedianOf([.. Ours.Zip(Theirs, (ours, theirs) => ours / theirs)]);

    /// <summary>Runs both in turn after one uncounted round.</summary>
    public static Ratio Measure(string name, double goal, int runs, Func<TimeSpan> ours, Func<TimeSpan> theirs)
    {
        ours();
        theirs();
        var (a, b) = (new List<TimeSpan>(), new List<TimeSpan>());
        for (var run = 0; run < runs; run++)
        {
            a.Add(ours());
            b.Add(theirs());
        }

        return new Ratio(name, goal, a, b);
    }

    /// <summary>A row: ratio, goal, the two medians in milliseconds, and whether the goal is reached.</summary>
    public override string ToString() => Row(Name, $"{Median,6:0.00} (goal {Goal:0.00})  {Milliseconds(Ours),6:0} ms / {Milliseconds(Theirs),6:0} ms", Median <= Goal);

    /// <summary>A row of the table.</summary>
    /// <param name="name">What is measured.</param>
    /// <param name="figures">What was found, and the goal.</param>
    /// <param name="reached">Whether the goal is reached.</param>
    public static string Row(string name, string figures, bool reached) => $"{(reached ? "ok    " : "MISSED")}  {name,-58} {figures}";

    /// <summary>The median of some times, in milliseconds.</summary>
    public static double Milliseconds(IReadOnlyList<TimeSpan> times) => MedianOf([.. times.Select(time => time.TotalMilliseconds)]);

    private static double MedianOf(double[] values)
    {
        Array.Sort(values);
        return values.Length % 2 == 1 ? values[values.Length / 2] : (values[(values.Length / 2) - 1] + values[values.Length / 2]) / 2;
    }
}
