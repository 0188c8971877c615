using GoalBuild.Agent.Executors.Fixers.CodeFixes.Compilations;
using GoalBuild.Language.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace GoalBuild.Agent.Executors.Fixers.CodeFixes;

/// <summary>What is known of a repair, for people and for the language reference.</summary>
/// <param name="Name">Short and unique, such as <c>missing using</c>.</param>
/// <param name="Codes">The compiler's codes that it repairs.</param>
/// <param name="What">What it changes, in one sentence.</param>
/// <param name="Why">Why that is the only safe answer, and when it refuses.</param>
public sealed record CodeRepairDescription(string Name, ValueList<string> Codes, string What, string Why);

/// <summary>
/// One kind of repair of a compiler diagnostic. It only proposes: <see cref="RepairEngine"/> compiles the result, and takes the edit only
/// where the diagnostic is gone, nothing new is reported, and everything that had a meaning before still has the same one.
/// </summary>
internal abstract class CodeRepair
{
    /// <summary>What the repair is.</summary>
    public abstract CodeRepairDescription Description { get; }

    /// <summary>Whether it repairs text that does not parse; other repairs wait until a file parses.</summary>
    public virtual bool IsSyntactic => false;

    /// <summary>Whether it can make other repairs needless, so that they wait for it.</summary>
    public virtual bool IsFirst => false;

    /// <summary>The one edit that repairs a diagnostic, or null where there is none, or more than one.</summary>
    /// <param name="place">Where the diagnostic is.</param>
    /// <param name="cancellation">Gives up.</param>
    public abstract CodeEdit? Propose(RepairPlace place, CancellationToken cancellation);
}

/// <summary>A diagnostic in its project.</summary>
/// <param name="Project">The project.</param>
/// <param name="Compilation">Its whole compilation.</param>
/// <param name="Names">The types and extension methods that its references and sources have.</param>
/// <param name="Diagnostic">The diagnostic; its location is in a file of the project.</param>
internal sealed record RepairPlace(CompiledProject Project, CSharpCompilation Compilation, NameIndex Names, Diagnostic Diagnostic)
{
    /// <summary>The file.</summary>
    public SyntaxTree Tree => Diagnostic.Location.SourceTree!;

    /// <summary>The file's meaning.</summary>
    public SemanticModel Model => Compilation.GetSemanticModel(Tree);

    /// <summary>The smallest node that the diagnostic covers.</summary>
    /// <param name="cancellation">Gives up.</param>
    public SyntaxNode Node(CancellationToken cancellation) =>
        Tree.GetRoot(cancellation).FindNode(Diagnostic.Location.SourceSpan, findInsideTrivia: false, getInnermostNodeForTie: true);

    /// <summary>The token at the diagnostic's start.</summary>
    /// <param name="cancellation">Gives up.</param>
    public SyntaxToken Token(CancellationToken cancellation) =>
        Tree.GetRoot(cancellation).FindToken(Diagnostic.Location.SourceSpan.Start);

    /// <summary>The diagnostic's message in English.</summary>
    public string Message => Diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture);
}
