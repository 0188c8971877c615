namespace GoalBuild.Tool.Commands;

/// <summary>The exit codes of the command line; the README documents them, and scripts rely on them.</summary>
internal static class ExitCode
{
    /// <summary>Every clause holds; or what was asked for was done.</summary>
    public const int Met = 0;

    /// <summary>A clause does not hold; for <c>fmt --check</c>, a file is not formatted.</summary>
    public const int NotMet = 1;

    /// <summary>The command line or a goal file is wrong, or this machine lacks something.</summary>
    public const int Usage = 2;

    /// <summary>A person is needed, or the ladder is exhausted.</summary>
    public const int Stalled = 3;

    /// <summary>A cap of the budget was reached.</summary>
    public const int BudgetSpent = 4;

    /// <summary>A constraint is broken, or the proof was tampered with.</summary>
    public const int Broken = 5;

    /// <summary>A person has to sign off.</summary>
    public const int WaitingForReview = 6;

    /// <summary>Interrupted from the terminal or by the system: 128 and the number of SIGINT, as shells count.</summary>
    public const int Cancelled = 130;

    /// <summary>The code of several goals together: cancelled before broken, before the worst of the others.</summary>
    /// <param name="codes">One for each goal.</param>
    public static int Worst(IEnumerable<int> codes) => codes.OrderByDescending(Rank).FirstOrDefault(Met);

    private static int Rank(int code) => code switch
    {
        Cancelled => 7,
        Broken => 6,
        Usage => 5,
        BudgetSpent => 4,
        Stalled => 3,
        NotMet => 2,
        WaitingForReview => 1,
        _ => 0,
    };
}
