namespace GoalBuild.Verification.Tests.Support;

/// <summary>Files that real tools wrote, kept beside the tests that read them.</summary>
public static class Recorded
{
    /// <summary>Absolute path of a recorded file.</summary>
    public static string PathOf(string subject, string name) => Path.Combine(AppContext.BaseDirectory, subject, "Recorded", name);
}
