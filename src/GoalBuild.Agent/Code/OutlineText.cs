using System.Globalization;

namespace GoalBuild.Agent.Code;

/// <summary>Renders what files declare.</summary>
internal static class OutlineText
{
    /// <summary>One line for each declaration of a file, under a line for each namespace: line numbers, then the signature, indented by depth. Private members by name only.</summary>
    /// <param name="file">The file.</param>
    public static IEnumerable<string> Of(ParsedFile file)
    {
        string? space = null;
        foreach (var declaration in file.Declarations)
        {
            if (declaration.Depth == 0 && declaration.Container != space)
            {
                space = declaration.Container;
                if (space.Length > 0)
                {
                    yield return $"namespace {space}";
                }
            }

            var lines = declaration.LastLine > declaration.Line && declaration.Kind != DeclarationKind.Value
                ? string.Create(CultureInfo.InvariantCulture, $"{declaration.Line}-{declaration.LastLine}")
                : declaration.Line.ToString(CultureInfo.InvariantCulture);
            yield return $"{new string(' ', 2 * declaration.Depth)}{lines} {Head(declaration)}";
        }
    }

    /// <summary>The types of a file in one line, nested ones left out.</summary>
    /// <param name="file">The file.</param>
    public static string Types(ParsedFile file) => string.Join(", ", file.Declarations.Where(declaration => declaration is { IsType: true, Depth: 0 })
        .Select(declaration => string.Create(CultureInfo.InvariantCulture, $"{declaration.KindWord} {declaration.Name}:{declaration.Line}")));

    private static string Head(Declaration declaration) => declaration.IsPrivate && !declaration.IsType
        ? $"private {declaration.Name}{(declaration.Kind is DeclarationKind.Method or DeclarationKind.Constructor ? "(…)" : "")}"
        : declaration.Signature;
}
