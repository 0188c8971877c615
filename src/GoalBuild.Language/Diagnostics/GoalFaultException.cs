namespace GoalBuild.Language.Diagnostics;

/// <summary>
/// An expected fault that ends what was asked for: a missing file, no SDK, a full disk, a run that another process holds.
/// Heads show it as one diagnostic and never with a stack trace.
/// </summary>
/// <param name="descriptor">The entry of <see cref="DiagnosticCatalogue"/>.</param>
/// <param name="message">What was found, what was expected, what to do; one line.</param>
/// <param name="inner">What the operating system or a library said, or null.</param>
public sealed class GoalFaultException(DiagnosticDescriptor descriptor, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The entry of <see cref="DiagnosticCatalogue"/>.</summary>
    public DiagnosticDescriptor Descriptor { get; } = descriptor;

    /// <summary>The file that the fault is about, or null.</summary>
    public string? File { get; init; }

    /// <summary>The canonical form <c>file : error GOAL0002: message</c>; without a file, <c>error GOAL0002: message</c>.</summary>
    public string Render() =>
        $"{(File is null ? "" : $"{File} : ")}{(Descriptor.Severity == DiagnosticSeverity.Error ? "error" : "warning")} {Descriptor.Code}: {Message}";
}
