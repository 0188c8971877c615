using System.Globalization;
using GoalBuild.Agent.Code;
using GoalBuild.Language.Diagnostics;

namespace GoalBuild.Agent.Tools;

/// <summary>What the tools that know C# have in common.</summary>
internal static class CodeTools
{
    /// <summary>The tree as it is now.</summary>
    /// <param name="index">The index.</param>
    /// <param name="cancellation">Gives up, then throws.</param>
    /// <exception cref="ToolFaultException">There is no compiler to parse with.</exception>
    public static async Task<CodeMap> LookAsync(CodeIndex index, CancellationToken cancellation)
    {
        try
        {
            return await index.LookAsync(cancellation).ConfigureAwait(false);
        }
        catch (GoalFaultException fault)
        {
            throw new ToolFaultException($"C# cannot be parsed here: {fault.Message} Use search_text.");
        }
    }

    /// <summary>A declaration as an answer shows it: <c>path:line kind signature</c>, with the container where the signature does not tell it.</summary>
    /// <param name="file">The file.</param>
    /// <param name="declaration">The declaration.</param>
    public static string Line(ParsedFile file, Declaration declaration) => string.Create(
        CultureInfo.InvariantCulture,
        $"{file.Path}:{declaration.Line} {declaration.KindWord} {declaration.Signature}{(declaration.Container.Length == 0 ? "" : $"  [{declaration.Container}]")}");

    /// <summary>Says how many were left out, or nothing where none was.</summary>
    /// <param name="count">How many; none or fewer says nothing.</param>
    /// <param name="advice">What to do to see them.</param>
    public static string LeftOut(int count, string advice) => count <= 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"\n… {count} more left out; {advice}.");
}
