using System.Globalization;
using GoalBuild.Authoring.Repository;

namespace GoalBuild.Authoring.Composition;

/// <summary>Writes a goal that checks what a repository has.</summary>
public static class NewGoal
{
    // What stands above these is told in a comment; a goal is read by people.
    private const int MostBuilds = 6;
    private const int MostCommands = 8;
    private const int MostPackages = 5;

    /// <summary>The goal's text, in the one form, with comments that say what each part is for.</summary>
    /// <param name="facts">What was found; not empty.</param>
    /// <param name="name">The goal's name.</param>
    /// <param name="objective">What is to be true at the end; null for what the clauses say already.</param>
    public static string Write(RepositoryFacts facts, string name, string? objective = null)
    {
        var lines = new List<string>
        {
            "// Written by 'dotnet goal new' from what was found here. Nothing is fixed: change what does not fit, and ask 'dotnet goal check' whether it reads well.",
            $"goal {GoalText.Quote(name)} {{",
            "// What is to be true at the end, in words that someone else could check. Every request to a model has it word for word.",
            $"objective {GoalText.Quote(objective ?? ObjectiveOf(facts))}",
            "",
        };
        AddRequirement(lines, facts);
        var environment = facts.Builds.Count > 0 && BuildsRelease(facts);
        if (environment)
        {
            lines.AddRange(
            [
                "// As continuous integration builds: in Release.",
                "environment ci { configuration Release }",
                "",
            ]);
        }

        lines.Add("// What has to hold for the goal as a whole. Each line is run, and none is believed.");
        lines.Add("verify {");
        AddDotNet(lines, facts, environment ? " in ci" : "");
        AddCommands(lines, facts);
        AddMore(lines, facts);
        lines.Add("}");
        lines.Add("");
        AddConstraints(lines, facts);
        lines.AddRange(
        [
            "",
            "// Hard caps of a run, for all executors together; tokens and cost can be capped as well. 'dotnet goal verify' spends nothing.",
            "budget { turns 20  time 1h }",
            "",
            "// Who works, the cheapest first. Without this: the built-in fixers, then the model that the environment configures, if any.",
            "// agent { fixers  model \"gpt-5-mini\" }",
            "}",
        ]);
        // A file may be called anything, even two lines.
        return GoalText.Format(string.Join('\n', lines.Select(GoalText.Clean)) + "\n");
    }

    /// <summary>The name of a goal that nobody named: that of the repository.</summary>
    /// <param name="facts">What was found.</param>
    public static string NameOf(RepositoryFacts facts) => GoalText.Slug(facts.Name) is { Length: > 0 } name ? name : "goal";

    private static string ObjectiveOf(RepositoryFacts facts)
    {
        var what = facts.Builds is [var only] ? only : facts.Builds.Count > 1 ? "All that is here" : facts.NodePackages.Count > 0 ? "The package" : "The project";
        List<string> said = [];
        if (facts.Builds.Count > 0)
        {
            said.Add(facts.Projects.Any(project => project.WarningsAreErrors) ? "builds without a warning" : "builds");
        }

        if (facts.TestProjects.Any())
        {
            said.Add("its tests pass");
        }

        if (facts.Builds.Count > 0 && Lints(facts))
        {
            said.Add("its sources are formatted");
        }

        if (facts.NodePackages.Count + facts.Others.Count > 0)
        {
            said.Add(said.Count == 0 ? "passes its checks" : "its other checks pass");
        }

        return $"{what} {(said.Count == 1 ? said[0] : $"{string.Join(", ", said.SkipLast(1))} and {said[^1]}")}.";
    }

    private static void AddRequirement(List<string> lines, RepositoryFacts facts)
    {
        var tests = facts.TestProjects.FirstOrDefault()?.Path ?? (facts.Builds is [var first, ..] ? first : null);
        lines.Add("// One thing that is asked for, with the clauses that prove it. A goal may have several; take the slashes away and say yours:");
        lines.AddRange(
        [
            "// require \"replayed webhooks are rejected\" {",
            tests is null ? "//     file \"docs/webhooks.md\" contains \"replay\"" : $"//     test {GoalText.Quote(tests)} filter \"FullyQualifiedName~Replay\" at least 1",
            "// }",
            "",
        ]);
    }

    private static void AddDotNet(List<string> lines, RepositoryFacts facts, string environment)
    {
        if (facts.Builds.Count == 0)
        {
            return;
        }

        if (facts.Sdk is { } sdk)
        {
            lines.Add($"// global.json asks for the .NET SDK {GoalText.Clean(sdk)}.");
        }

        var strict = facts.Projects.Any(project => project.WarningsAreErrors);
        lines.Add(strict ? "// Warnings are errors in this repository." : "// Behind it, 'warnings as errors' would let no warning pass.");
        lines.AddRange(facts.Builds.Take(MostBuilds).Select(build => $"build {GoalText.Quote(build)}{(strict ? " warnings as errors" : "")}{environment}"));
        Rest(lines, facts.Builds.Skip(MostBuilds), "build");
        AddTests(lines, facts, environment);
        if (facts.Beside.Count > 0)
        {
            lines.Add($"// In {(facts.Builds.Count == 1 ? "no part of it" : "none of these")}, and so not checked: {Few(facts.Beside)}.");
        }

        if (Lints(facts))
        {
            lines.Add(facts.EditorConfig is { } config ? $"// 'dotnet format' would change nothing, by {config}." : "// 'dotnet format' would change nothing.");
            lines.AddRange(facts.Builds.Take(MostBuilds).Select(build => $"lint {GoalText.Quote(build)}"));
        }
    }

    private static void AddTests(List<string> lines, RepositoryFacts facts, string environment)
    {
        List<ProjectFacts> tests = [.. facts.TestProjects];
        if (tests.Count == 0)
        {
            lines.Add("// There is no test project here; a 'test' clause says what the code has to do better than anything else.");
            return;
        }

        lines.Add($"// {Few(tests.Select(Described))}.");
        lines.Add("// 'at least 10' behind it would count them, 'no skips' allow none to be skipped.");

        // A solution has all of its tests run at once; without one there is nothing that stands for all of them.
        var isSolution = Language.Analysis.FolderProjects.IsSolution(facts.Builds[0]);
        var targets = isSolution ? facts.Builds.Where(build => SolutionReader.Projects(facts.Tree, build).Any(project => tests.Exists(test => test.Path == project))) : tests.Select(test => test.Path);
        lines.AddRange(targets.Take(MostBuilds).Select(target => $"test {GoalText.Quote(target)}{environment}"));
        Rest(lines, targets.Skip(MostBuilds), "test");
        foreach (var test in tests.Where(test => test.CoverageThreshold is not null && test.Collector is not null))
        {
            lines.Add($"// The share that {test.Path} asks for itself.");
            lines.Add($"coverage {GoalText.Quote(test.Path)}{Of(facts)} >= {Share(test.CoverageThreshold!.Value)}{environment}");
        }
    }

    private static void AddCommands(List<string> lines, RepositoryFacts facts)
    {
        foreach (var package in facts.NodePackages.Take(MostPackages))
        {
            var where = package.Folder.Length == 0 ? "" : $" in {GoalText.Quote(package.Folder)}";
            List<string> commands = [.. package.Scripts.Select(package.Command)];
            if (package.TypeCheck is { } check && !commands.Contains(check) && !package.Scripts.Contains("build"))
            {
                commands.Add(check);
            }

            lines.Add($"// From {RelativePath.Join(package.Folder, "package.json")}. The proof of a run begins in a clean checkout: there, '{package.Manager} install' has to come first, in a command of its own or with && in front.");
            lines.AddRange(commands.Select(command => $"run {GoalText.Quote(command)}{where}"));
        }

        foreach (var other in facts.Others.Take(MostCommands))
        {
            lines.Add($"// From {other.Source}.");
            lines.Add($"run {GoalText.Quote(other.Command)}{(other.Folder.Length == 0 ? "" : $" in {GoalText.Quote(other.Folder)}")}");
        }
    }

    // What is likely to be wanted next, and cannot be known: it waits behind slashes.
    private static void AddMore(List<string> lines, RepositoryFacts facts)
    {
        if (facts.TestProjects.FirstOrDefault(test => test.Collector is not null && test.CoverageThreshold is null) is { } measured)
        {
            lines.Add($"// {measured.Collector} measures coverage. Say how much it has to be, and take the slashes away:");
            lines.Add($"// coverage {GoalText.Quote(measured.Path)}{Of(facts)} >= 80%");
        }

        if (facts.Stryker is { } stryker && facts.TestProjects.FirstOrDefault() is { } tests)
        {
            lines.Add($"// {stryker.Source} has Stryker.NET, which changes the code and asks whether the tests notice. It takes long.");
            lines.Add($"{(stryker.Break is null ? "// " : "")}mutation {GoalText.Quote(tests.Path)} >= {Share(stryker.Break ?? 60)} timeout 1h");
        }

        foreach (var workflow in facts.Workflows)
        {
            List<string> others = [.. workflow.Commands.Where(command => !IsChecked(command, facts))];
            if (others.Count > 0)
            {
                lines.Add($"// {workflow.Path} also runs what no line above stands for; 'run \"…\"' does that:");
                lines.AddRange(others.Take(MostCommands).Select(command => $"//     {GoalText.Clean(command)}"));
            }
        }
    }

    private static void AddConstraints(List<string> lines, RepositoryFacts facts)
    {
        lines.AddRange(
        [
            "// What must not happen on the way; a turn that breaks it is undone. Goal files, CI definitions, .editorconfig, project-wide props",
            "// and the configuration of tests are protected without being named.",
            "constrain {",
        ]);
        List<string> folders = [.. FoldersOf(facts)];
        if (folders.Count > 0)
        {
            lines.Add("// Changes stay in these folders.");
            lines.Add($"only {string.Join(", ", folders.Select(folder => GoalText.Quote($"{folder}/**")))}");
        }

        lines.Add("// No test may go, be skipped, or prove less; no warning may be silenced. Both hold even when they are not written.");
        lines.Add("keep tests");
        lines.Add("forbid suppressions");
        List<ProjectFacts> packages = [.. facts.Projects.Where(project => project.IsPackage && project.Path.EndsWith(".csproj", StringComparison.OrdinalIgnoreCase)).Take(MostPackages)];
        if (packages.Count > 0)
        {
            lines.Add("// Others use it: what is public stays compatible. Take the slashes away where that is asked for.");
            lines.AddRange(packages.Select(package => $"// keep api {GoalText.Quote(package.Path)}"));
        }

        lines.Add("}");
    }

    // A project at the top has its files anywhere below.
    private static IEnumerable<string> FoldersOf(RepositoryFacts facts)
    {
        List<string> all = [.. facts.Projects.Select(project => project.Folder), .. facts.NodePackages.Select(package => package.Folder), .. facts.Others.Select(other => other.Folder)];
        return all.Contains("") || all.Any(folder => folder.StartsWith("..", StringComparison.Ordinal)) ? [] : all.Select(folder => folder.Split('/')[0]).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
    }

    private static bool Lints(RepositoryFacts facts) => facts.EditorConfig is not null || facts.FormatsInCi;

    private static bool BuildsRelease(RepositoryFacts facts) => facts.Workflows.Any(workflow => workflow.Commands.Any(command =>
        (command.StartsWith("dotnet build", StringComparison.Ordinal) || command.StartsWith("dotnet test", StringComparison.Ordinal))
        && (command.Contains("-c Release", StringComparison.OrdinalIgnoreCase) || command.Contains("--configuration Release", StringComparison.OrdinalIgnoreCase))));

    private static bool IsChecked(string command, RepositoryFacts facts) =>
        command.Split(' ') is ["dotnet", "build" or "test" or "restore" or "format" or "pack" or "publish" or "nuget" or "tool" or "workload", ..]
        || facts.NodePackages.Any(package => package.Scripts.Any(script => command == package.Command(script) || command == $"{package.Manager} {script}"))
        || facts.Others.Any(other => other.Command == command);

    private static string Described(ProjectFacts test) => $"{test.Name} ({test.TestFramework ?? "its framework is not known"} on {(test.UsesTestingPlatform ? "Microsoft.Testing.Platform" : "VSTest")})";

    private static string Of(RepositoryFacts facts) => facts.Tree.HasFolder("src") ? " of \"src/**\"" : "";

    private static string Share(decimal share) => share.ToString("0.##", CultureInfo.InvariantCulture) + "%";

    private static void Rest(List<string> lines, IEnumerable<string> rest, string keyword) => lines.AddRange(rest.Select(path => $"// {keyword} {GoalText.Quote(path)}"));

    private static string Few(IEnumerable<string> all)
    {
        const int Most = 4;
        var names = all.Select(GoalText.Clean).ToList();
        return string.Join(", ", names.Take(Most)) + (names.Count > Most ? $" and {names.Count - Most} more" : "");
    }
}
