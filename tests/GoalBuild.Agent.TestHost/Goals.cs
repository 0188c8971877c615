using System.Globalization;
using GoalBuild.Agent.Executors;
using GoalBuild.Agent.Loop;
using GoalBuild.Language.Model;
using GoalBuild.Language.Syntax;
using GoalBuild.Verification;

namespace GoalBuild.Agent.TestHost;

/// <summary>Goals for tests, made without a parser.</summary>
public static class Goals
{
    /// <summary>A goal whose clauses are <c>file PATH contains WORD</c>, and whose ladder has as many <c>fix</c> steps.</summary>
    /// <param name="files">Pairs of file and word.</param>
    public static Goal Of(params (string File, string Word)[] files) => new(new Text("words"))
    {
        Objective = new Text("Every file has its word."),
        Verify = files.Select(pair => (Clause)Contains(pair.File, pair.Word)).ToValueList(),
        Agent = new Language.Model.Agent(files.Select(pair => (AgentStep)new FixStep(new Text(pair.File))).ToValueList()),
    };

    /// <summary>A clause.</summary>
    /// <param name="file">The file.</param>
    /// <param name="word">The word.</param>
    public static FileClause Contains(string file, string word) => new(new Text(file), FileCondition.Contains) { Contains = new Text(word) };

    /// <summary>A request for goals whose file is <c>words.goal</c> at the root; the file is written where it is missing.</summary>
    /// <param name="root">The tree.</param>
    /// <param name="goals">The goals.</param>
    public static RunRequest Request(string root, params Goal[] goals)
    {
        var path = Path.Combine(root, "words.goal");
        if (!File.Exists(path))
        {
            File.WriteAllText(path, "// the goal\n");
        }

        return new RunRequest(new Workspace(root, Path.Combine(root, ".goal")), new SourceText(path, "// the goal\n"), new GoalFile(goals.ToValueList()));
    }

    /// <summary>The goal of the host: three files, repaired one after the other by three executors.</summary>
    public static Goal Three { get; } = Of(("a.txt", "one"), ("b.txt", "two"), ("c.txt", "three"));

    /// <summary>The executors of <see cref="Three"/>.</summary>
    /// <param name="point">Called at each point where the process may be killed.</param>
    public static Func<AgentStep, IExecutor?> ExecutorsOfThree(Action point) => step => step is FixStep fix
        ? new AppendingExecutor(fix.Description, fix.Command.Value, fix.Command.Value[0] switch { 'a' => "one", 'b' => "two", _ => "three" }, point)
        : null;

    /// <summary>A number from the command line.</summary>
    /// <param name="text">Digits.</param>
    public static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
