using GoalBuild.Language.Diagnostics;
using GoalBuild.Language.Syntax;
using GoalBuild.Tool.Commands;

namespace GoalBuild.Tool.Ci;

/// <summary><c>ci</c>: writes a workflow for a CI host.</summary>
internal static class CiCommand
{
    private const string StandardOutput = "-";

    /// <summary>The hosts.</summary>
    public static readonly IReadOnlyList<string> Hosts = ["github", "azure", "gitlab"];

    /// <summary>Writes the workflow.</summary>
    /// <param name="context">What to work with.</param>
    /// <param name="host">One of <see cref="Hosts"/>.</param>
    /// <param name="output">The file, <c>-</c> for the output, or null for where the host looks.</param>
    /// <param name="force">Whether a file that is there is replaced.</param>
    /// <exception cref="GoalFaultException">GOAL0030: there is no such host, or the file is there. GOAL0009: it cannot be written.</exception>
    public static int Run(CommandContext context, string host, string? output, bool force)
    {
        if (!Hosts.Contains(host, StringComparer.Ordinal))
        {
            throw new GoalFaultException(DiagnosticCatalogue.CommandLineWrong, $"There is no CI host '{host}'; expected github, azure or gitlab{(Suggestion.For(host, Hosts) is { } near ? $"; did you mean '{near}'?" : ".")}");
        }

        var text = Render(host, ToolVersion.Value);
        if (output == StandardOutput)
        {
            context.Host.Out.Write(text);
            return ExitCode.Met;
        }

        var path = Path.GetFullPath(output ?? PlaceOf(host), context.Host.Directory);
        if (File.Exists(path) && !force)
        {
            throw new GoalFaultException(DiagnosticCatalogue.CommandLineWrong, "The file is there already, and may hold work of yours. Pass '--force' to write over it, or name another file with '-o'.") { File = path };
        }

        CompileCommand.Write(path, text);
        context.Reporter.Say($"{context.Host.Show(path)}: written; read it, then commit it");
        return ExitCode.Met;
    }

    /// <summary>The workflow.</summary>
    /// <param name="host">One of <see cref="Hosts"/>.</param>
    /// <param name="version">The version of the tool that it installs; what a build adds behind <c>+</c> is no part of a package's version.</param>
    internal static string Render(string host, string version)
    {
        using var reader = new StreamReader(typeof(CiCommand).Assembly.GetManifestResourceStream($"Ci.{host}.yml")!);
        return reader.ReadToEnd().ReplaceLineEndings("\n").Replace("@VERSION@", version.Split('+')[0], StringComparison.Ordinal);
    }

    private static string PlaceOf(string host) => host switch
    {
        "github" => ".github/workflows/goal.yml",
        "azure" => "azure-pipelines.goal.yml",
        _ => ".gitlab-ci.yml",
    };
}
