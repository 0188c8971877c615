namespace GoalBuild.Tool.Doctor;

/// <summary>One thing that was looked at.</summary>
/// <param name="Name">What, in a word.</param>
/// <param name="State"><c>ok</c>, <c>warning</c> (something works less well) or <c>fault</c> (something cannot work).</param>
/// <param name="Message">What was found.</param>
/// <param name="Cure">What to do, or null where there is nothing to do.</param>
internal sealed record DoctorFinding(string Name, string State, string Message, string? Cure)
{
    /// <summary>The state of what does not work.</summary>
    public const string FaultState = "fault";

    /// <summary>All is well.</summary>
    /// <param name="name">What, in a word.</param>
    /// <param name="message">What was found.</param>
    public static DoctorFinding Ok(string name, string message) => new(name, "ok", message, null);

    /// <summary>Something works less well.</summary>
    /// <param name="name">What, in a word.</param>
    /// <param name="message">What was found.</param>
    /// <param name="cure">What to do.</param>
    public static DoctorFinding Warning(string name, string message, string cure) => new(name, "warning", message, cure);

    /// <summary>Something cannot work.</summary>
    /// <param name="name">What, in a word.</param>
    /// <param name="message">What was found.</param>
    /// <param name="cure">What to do.</param>
    public static DoctorFinding Fault(string name, string message, string cure) => new(name, FaultState, message, cure);
}
