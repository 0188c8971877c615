using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace GoalBuild.Agent.Executors.Fixers.CodeFixes.Repairs;

/// <summary>Puts in the one semicolon, parenthesis, bracket or brace without which a file does not parse.</summary>
internal sealed class InsertedToken : CodeRepair
{
    /// <inheritdoc/>
    public override CodeRepairDescription Description { get; } = new(
        "missing punctuation",
        ["CS1002", "CS1003", "CS1022", "CS1026", "CS1513", "CS1514", "CS1525", "CS8180"],
        "Inserts a missing ';', ')', ']' or '}'.",
        "Of all places before the error and all four tokens, exactly one insertion makes the error go and brings no other; where two would "
            + "(as in 'f(g(1, 2;'), refused.");

    /// <inheritdoc/>
    public override bool IsSyntactic => true;

    /// <inheritdoc/>
    public override CodeEdit? Propose(RepairPlace place, CancellationToken cancellation)
    {
        var errors = TokenInsertion.Errors(place.Tree, cancellation);
        if (errors.Count == 0 || errors[0].Location.SourceSpan != place.Diagnostic.Location.SourceSpan || errors[0].Id != place.Diagnostic.Id)
        {
            return null;
        }

        var allowsStatements = place.Compilation.Options.OutputKind.IsApplication();
        var found = new TokenInsertion(place.Tree, errors, allowsStatements).Find(cancellation);
        return found is null ? null : ChangeText.Of(place.Tree, $"the missing '{found.Value.Token}'", new TextSpan(found.Value.Position, 0), found.Value.Text);
    }
}

/// <summary>Says of an output kind whether it may have top-level statements.</summary>
internal static class OutputKinds
{
    /// <summary>Whether it is a program.</summary>
    /// <param name="kind">The kind.</param>
    public static bool IsApplication(this OutputKind kind) =>
        kind is OutputKind.ConsoleApplication or OutputKind.WindowsApplication or OutputKind.WindowsRuntimeApplication;
}
