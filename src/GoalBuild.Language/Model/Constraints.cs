namespace GoalBuild.Language.Model;

/// <summary>Something that must not happen on the way.</summary>
public abstract record Constraint : Node
{
    /// <summary>The constraint in the words of the language, for messages.</summary>
    public abstract string Description { get; }

    private protected static string Quote(IEnumerable<Text> texts) => string.Join(", ", texts.Select(text => $"\"{text.Value}\""));
}

/// <summary><c>only GLOB, …</c></summary>
/// <param name="Globs">The only files that may be added, changed or deleted.</param>
public sealed record OnlyConstraint(ValueList<Text> Globs) : Constraint
{
    /// <inheritdoc/>
    public override string Description => $"only {Quote(Globs)}";
}

/// <summary><c>protect GLOB, …</c></summary>
/// <param name="Globs">Files that may not be added, changed or deleted.</param>
public sealed record ProtectConstraint(ValueList<Text> Globs) : Constraint
{
    /// <inheritdoc/>
    public override string Description => $"protect {Quote(Globs)}";
}

/// <summary><c>keep tests</c></summary>
public sealed record KeepTestsConstraint : Constraint
{
    /// <inheritdoc/>
    public override string Description => "keep tests";
}

/// <summary><c>allow test removal GLOB, …</c></summary>
/// <param name="Globs">Test files whose tests may go.</param>
public sealed record AllowTestRemovalConstraint(ValueList<Text> Globs) : Constraint
{
    /// <inheritdoc/>
    public override string Description => $"allow test removal {Quote(Globs)}";
}

/// <summary><c>keep api PROJECT</c></summary>
/// <param name="Project">The project whose public API must stay compatible.</param>
public sealed record KeepApiConstraint(Text Project) : Constraint
{
    /// <inheritdoc/>
    public override string Description => $"keep api \"{Project.Value}\"";
}

/// <summary><c>forbid package NAME</c></summary>
/// <param name="Package">The package's name.</param>
public sealed record ForbidPackageConstraint(Text Package) : Constraint
{
    /// <inheritdoc/>
    public override string Description => $"forbid package \"{Package.Value}\"";
}

/// <summary><c>allow packages NAME, …</c></summary>
/// <param name="Packages">The only packages that may be referenced.</param>
public sealed record AllowPackagesConstraint(ValueList<Text> Packages) : Constraint
{
    /// <inheritdoc/>
    public override string Description => $"allow packages {Quote(Packages)}";
}

/// <summary><c>forbid text PATTERN in GLOB, …</c></summary>
/// <param name="Pattern">What no added line may match.</param>
/// <param name="Globs">In which files.</param>
public sealed record ForbidTextConstraint(Pattern Pattern, ValueList<Text> Globs) : Constraint
{
    /// <inheritdoc/>
    public override string Description => $"forbid text {Pattern} in {Quote(Globs)}";
}

/// <summary><c>forbid reference STRING from STRING</c></summary>
/// <param name="Target">The namespace or project that may not be used.</param>
/// <param name="Origin">The namespace or project that may not use it.</param>
public sealed record ForbidReferenceConstraint(Text Target, Text Origin) : Constraint
{
    /// <inheritdoc/>
    public override string Description => $"forbid reference \"{Target.Value}\" from \"{Origin.Value}\"";
}

/// <summary><c>forbid suppressions</c></summary>
public sealed record ForbidSuppressionsConstraint : Constraint
{
    /// <inheritdoc/>
    public override string Description => "forbid suppressions";
}

/// <summary><c>limit files N</c> or <c>limit lines N</c></summary>
/// <param name="Measure">What is counted.</param>
/// <param name="Most">The largest count allowed.</param>
public sealed record LimitConstraint(LimitMeasure Measure, long Most) : Constraint
{
    /// <inheritdoc/>
    public override string Description => $"limit {Measure.ToString().ToLowerInvariant()} {Most}";
}

/// <summary>What a limit counts.</summary>
public enum LimitMeasure
{
    /// <summary>Files in the diff.</summary>
    Files,

    /// <summary>Lines added and removed in the diff.</summary>
    Lines,
}

/// <summary><c>network off</c>, <c>network on</c> or <c>network "host", …</c></summary>
/// <param name="Access">What the executor's commands may reach.</param>
/// <param name="Hosts">The hosts, for <see cref="NetworkAccess.Hosts"/>.</param>
public sealed record NetworkConstraint(NetworkAccess Access, ValueList<Text> Hosts) : Constraint
{
    /// <inheritdoc/>
    public override string Description => Access == NetworkAccess.Hosts ? $"network {Quote(Hosts)}" : $"network {Access.ToString().ToLowerInvariant()}";
}

/// <summary>What an executor's commands may reach.</summary>
public enum NetworkAccess
{
    /// <summary>Nothing, the default.</summary>
    Off,

    /// <summary>Anything.</summary>
    On,

    /// <summary>Only the hosts named.</summary>
    Hosts,
}

/// <summary><c>command allow STRING, …</c> or <c>command deny STRING, …</c></summary>
/// <param name="Allow">True for <c>allow</c>, false for <c>deny</c>.</param>
/// <param name="Commands">The commands.</param>
public sealed record CommandConstraint(bool Allow, ValueList<Text> Commands) : Constraint
{
    /// <inheritdoc/>
    public override string Description => $"command {(Allow ? "allow" : "deny")} {Quote(Commands)}";
}

/// <summary><c>allow change GLOB, …</c>: lifts the standing protection of files such as CI definitions.</summary>
/// <param name="Globs">The files.</param>
public sealed record AllowChangeConstraint(ValueList<Text> Globs) : Constraint
{
    /// <inheritdoc/>
    public override string Description => $"allow change {Quote(Globs)}";
}

/// <summary>A string on its own: shown to the model, judged where a judge is configured, always listed as not proved.</summary>
/// <param name="Advice">The words.</param>
public sealed record AdviceConstraint(Text Advice) : Constraint
{
    /// <inheritdoc/>
    public override string Description => $"\"{Advice.Value}\"";
}
