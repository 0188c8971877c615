using GoalBuild.Agent.Executors.Fixers.CodeFixes.Compilations;
using GoalBuild.Verification;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GoalBuild.Agent.Code.References;

/// <summary>Finds places by what the compiler takes them for.</summary>
/// <param name="solution">The compiled projects.</param>
/// <param name="root">Absolute path of the workspace's root.</param>
internal sealed class MeaningSearch(CompiledSolution solution, string root)
{
    /// <summary>What is asked for, as <see cref="SymbolKey"/> tells it; empty where the compiler does not know it.</summary>
    /// <param name="query">What is asked for.</param>
    /// <param name="cancellation">Gives up.</param>
    public HashSet<string> Targets(ReferenceQuery query, CancellationToken cancellation)
    {
        var keys = new HashSet<string>(StringComparer.Ordinal);
        if (query.Place is { } place)
        {
            foreach (var (model, tree) in Having(place.Path, cancellation))
            {
                var lines = tree.GetText(cancellation).Lines;
                var line = lines[Math.Min(place.Line, lines.Count) - 1];
                var token = tree.GetRoot(cancellation).FindToken(Math.Min(line.Start + place.Column - 1, line.End));
                foreach (var symbol in Symbols(model, token, cancellation))
                {
                    keys.Add(SymbolKey.Of(symbol));
                }
            }

            return keys;
        }

        foreach (var declared in query.Declarations)
        {
            foreach (var (model, tree) in Having(declared.File.Path, cancellation))
            {
                foreach (var token in NameSearch.Tokens(tree, query.Name, cancellation).Where(token => tree.GetLineSpan(token.Span, cancellation).StartLinePosition.Line + 1 == declared.Declaration.Line))
                {
                    if (Declared(model, token, cancellation) is { } symbol)
                    {
                        keys.Add(SymbolKey.Of(symbol));
                    }
                }
            }
        }

        return keys;
    }

    /// <summary>The places that mean one of the targets; those that have the name and mean nothing that is known are among them.</summary>
    /// <param name="targets">The targets.</param>
    /// <param name="name">Their name.</param>
    /// <param name="files">Absolute paths of the files that have the name.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The places, and the absolute paths of the files that some project has.</returns>
    public (List<Reference> Found, HashSet<string> Covered) Find(HashSet<string> targets, string name, IReadOnlyCollection<string> files, CancellationToken cancellation)
    {
        var best = new Dictionary<string, Reference>(StringComparer.Ordinal);
        var covered = new HashSet<string>(StringComparer.Ordinal);
        foreach (var project in solution.Projects)
        {
            foreach (var path in files.Where(project.Trees.ContainsKey))
            {
                cancellation.ThrowIfCancellationRequested();
                covered.Add(path);
                var tree = project.Trees[path];
                var model = project.Compilation(solution, cancellation).GetSemanticModel(tree);
                foreach (var token in NameSearch.Tokens(tree, name, cancellation))
                {
                    if (Use(model, token, targets, cancellation) is { } use)
                    {
                        var place = NameSearch.At(tree, token, FindingPath.Of(root, path), use);

                        // A file that several projects or frameworks compile: what one of them knows counts.
                        if (!best.TryGetValue(place.Place, out var other) || place.Use < other.Use)
                        {
                            best[place.Place] = place;
                        }
                    }
                }
            }
        }

        return ([.. best.Values], covered);
    }

    private static ReferenceUse? Use(SemanticModel model, SyntaxToken token, HashSet<string> targets, CancellationToken cancellation)
    {
        if (Declared(model, token, cancellation) is { } declared)
        {
            return targets.Contains(SymbolKey.Of(declared)) ? ReferenceUse.Declaration
                : SymbolKey.WithBases(declared).Any(targets.Contains) ? ReferenceUse.Implementation
                : null;
        }

        var symbols = Symbols(model, token, cancellation);
        return symbols.Count == 0 ? ReferenceUse.Name
            : symbols.Exists(symbol => SymbolKey.WithBases(symbol).Any(targets.Contains)) ? ReferenceUse.Use
            : null;
    }

    private static List<ISymbol> Symbols(SemanticModel model, SyntaxToken token, CancellationToken cancellation)
    {
        if (Declared(model, token, cancellation) is { } declared)
        {
            return [declared];
        }

        if (token.Parent is not { } node)
        {
            return [];
        }

        var info = model.GetSymbolInfo(node, cancellation);
        return info.Symbol is { } symbol ? [symbol] : [.. info.CandidateSymbols];
    }

    private static ISymbol? Declared(SemanticModel model, SyntaxToken token, CancellationToken cancellation) => token.Parent switch
    {
        // An identifier in an expression declares nothing, whatever stands around it.
        null or SimpleNameSyntax => null,
        var node => model.GetDeclaredSymbol(node, cancellation),
    };

    private IEnumerable<(SemanticModel Model, SyntaxTree Tree)> Having(string path, CancellationToken cancellation)
    {
        var full = Path.Combine(root, path);
        foreach (var project in solution.Projects.Where(project => project.Trees.ContainsKey(full)))
        {
            yield return (project.Compilation(solution, cancellation).GetSemanticModel(project.Trees[full]), project.Trees[full]);
        }
    }
}
