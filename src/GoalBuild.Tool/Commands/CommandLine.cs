using System.CommandLine;
using System.CommandLine.Help;
using GoalBuild.Agent.Loop;
using GoalBuild.Agent.Sandbox;
using GoalBuild.Language.Diagnostics;
using GoalBuild.Language.Syntax;
using GoalBuild.Tool.Ci;
using GoalBuild.Tool.Terminal;

namespace GoalBuild.Tool.Commands;

/// <summary>The verbs and options, and what each of them starts.</summary>
internal static partial class CommandLine
{
    /// <summary>The verbs.</summary>
    public static readonly IReadOnlyList<string> Verbs = ["run", "plan", "verify", "check", "fmt", "compile", "status", "log", "pause", "resume", "rollback", "approve", "replay", "clear", "report", "explain", "lsp", "new", "import", "draft", "serve", "ci", "matrix", "mcp", "hook", "doctor", "completions"];

    private static readonly string[] Formats = ["auto", "text", "json", "msbuild", "github", "azure"];

    private static readonly string[] CiHosts = [.. CiCommand.Hosts];

    // As 'dotnet build' takes them; there is nothing to diagnose beyond what is detailed.
    private static readonly string[] Levels = ["q", "quiet", "m", "minimal", "n", "normal", "d", "detailed", "diag", "diagnostic"];

    private static readonly string[] Sandboxes = ["auto", "required", "off"];

    private static readonly string[] HookAgents = ["claude", "codex", "copilot"];

    private static readonly string[] Failures = ["keep", "best", "restore"];

    /// <summary>Does what the command line asks for.</summary>
    /// <param name="args">The command line, without the command's own name.</param>
    /// <param name="host">The surroundings.</param>
    /// <param name="rooms">The libraries, or null for the real ones.</param>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static Task<int> RunAsync(string[] args, ToolHost host, Rooms? rooms = null)
    {
        var grammar = new Grammar(host, rooms ?? RealRooms.Create(host.Clock), args);
        var parsed = grammar.Parse();
        if (parsed.Errors.Count == 0 || parsed.Action is HelpTextAction)
        {
            // Our own signal handling knows what has to be ended; the library's would only cancel a token.
            return parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null, Output = host.Out, Error = host.Error });
        }

        using var reporter = Guard.ReporterFor(host, grammar.OptionsOfWrong(parsed));
        foreach (var message in parsed.Errors.Select(error => Phrasing.Line(error.Message)).Distinct())
        {
            reporter.Fault(new GoalFaultException(DiagnosticCatalogue.CommandLineWrong, message));
        }

        if (reporter is not JsonReporter)
        {
            host.Error.WriteLine($"Read 'dotnet goal {(parsed.CommandResult.Command is RootCommand ? "" : parsed.CommandResult.Command.Name + " ")}--help'.");
        }

        // To an agent that serves its stop hook, 2 means to go on, for ever if need be.
        return Task.FromResult(parsed.CommandResult.Command.Name == "hook" ? ExitCode.NotMet : ExitCode.Usage);
    }

    /// <summary>What is wrong with a command line; nothing is done.</summary>
    /// <param name="args">The command line, without the command's own name.</param>
    /// <param name="host">The surroundings.</param>
    /// <param name="rooms">The libraries.</param>
    internal static IReadOnlyList<string> ErrorsOf(string[] args, ToolHost host, Rooms rooms) => [.. new Grammar(host, rooms, args).Parse().Errors.Select(error => error.Message)];

    /// <summary>A path or name as a shell takes it: in quotes where it has blanks or other special characters.</summary>
    /// <param name="word">The path or name.</param>
    public static string Quote(string word) =>
        word.Length > 0 && word.All(character => char.IsLetterOrDigit(character) || "-_./\\:=+@%,".Contains(character, StringComparison.Ordinal))
            ? word
            : $"\"{word.Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    private sealed class Grammar
    {
        private readonly ToolHost _host;
        private readonly Rooms _rooms;
        private readonly string[] _args;
        private readonly Option<string> _format = new("--format") { Description = "Who reads the output: auto (this, without one: the CI host that the tool runs on, else text), text, json, msbuild, github or azure.", HelpName = "format", Recursive = true };
        private readonly Option<bool> _json = new("--json") { Description = "The same as --format json: one event a line.", Recursive = true };
        private readonly Option<string> _verbosity = new("--verbosity", "-v") { Description = "How much is told: quiet, minimal, normal or detailed.", HelpName = "q|m|n|d", Recursive = true };
        private readonly Option<bool> _noColor = new("--no-color") { Description = "No colours; NO_COLOR in the environment does the same.", Recursive = true };
        private readonly Argument<string[]> _files = new("file") { Description = "Goal files; without one, those found here.", Arity = ArgumentArity.ZeroOrMore };
        private readonly Argument<string[]> _places = new("turn|best|start|file") { Description = "What to go back to: the end of a turn, by its number, the best state (this, without one) or the start; and goal files.", Arity = ArgumentArity.ZeroOrMore };
        private readonly Argument<string> _replayed = new("run") { Description = "The run's name, as 'dotnet goal log' shows it." };
        private readonly Argument<string[]> _reported = new("run|file") { Description = "The run to report, by its name; and goal files. Without a run, the newest one.", Arity = ArgumentArity.ZeroOrMore };
        private readonly Option<bool> _html = new("--html") { Description = "One page that needs nothing else, beside the evidence or where -o says." };
        private readonly Option<bool> _markdown = new("--md") { Description = "Markdown; so it is without --html and --json, too." };
        private readonly Option<int> _port = new("--port") { Description = "The port on 127.0.0.1; without it, one that is free.", HelpName = "number" };
        private readonly Argument<string[]> _codes = new("code") { Description = "Codes of diagnostics; without one, all are listed.", Arity = ArgumentArity.ZeroOrMore };
        private readonly Argument<string?> _name = new("name") { Description = "The goal's name; without one, that of the repository.", Arity = ArgumentArity.ZeroOrOne };
        private readonly Argument<string> _notes = new("notes") { Description = "The file with the notes; - for standard input." };
        private readonly Argument<string> _objective = new("objective") { Description = "What is to be true at the end, in quotes." };
        private readonly Option<bool> _force = new("--force") { Description = "Overwrite the file where it exists." };
        private readonly Option<bool> _yes = new("--yes", "-y") { Description = "Write it without asking." };
        private readonly Option<string> _model = new("--model") { Description = "The model to ask; without it, the one that the environment configures.", HelpName = "name" };
        private readonly Option<string> _at = new("--at") { Description = "Its endpoint, which speaks Chat Completions; without it, the environment's.", HelpName = "url" };
        private readonly Option<bool> _stdio = new("--stdio") { Description = "Over standard input and output. It is the only way; editors often pass this." };
        private readonly Argument<string> _agent = new("agent") { Description = "The agent: claude (Claude Code), codex (Codex CLI) or copilot (GitHub Copilot CLI)." };
        private readonly Option<bool> _install = new("--install") { Description = "Write it into the agent's configuration, beside all that stands there." };
        private readonly Option<bool> _serve = new("--serve") { Description = "Answer the agent, which calls this itself: verify, and send it back to work with what fails." };
        private readonly Option<int?> _atMost = new("--at-most") { Description = $"How many times a session is sent back to work, 1 to 100; {HookCommand.DefaultMost} without it.", HelpName = "number" };
        private readonly Option<bool> _online = new("--online") { Description = "Ask models' endpoints that are not on this machine, too." };
        private readonly Argument<string> _shell = new("shell") { Description = "bash, zsh, fish or pwsh." };
        private readonly Argument<string[]> _words = new("word") { Arity = ArgumentArity.ZeroOrMore };
        private readonly Option<bool> _here = new("--here") { Description = "Make the calls in the tree as it is, instead of in a copy as the run began with." };
        private readonly Option<string[]> _goals = new("--goal") { Description = "Only the goal with this name; may be repeated.", HelpName = "name" };
        private readonly Option<string[]> _clauses = new("--clause") { Description = "Only the clause with this name; may be repeated.", HelpName = "name" };
        private readonly Option<string> _environment = new("--environment") { Description = "Only the clauses in this environment, and only there; - for those in none.", HelpName = "name" };
        private readonly Option<bool> _isolate = new("--isolate") { Description = "Work in a copy of the tree, and deliver a patch." };
        private readonly Option<bool> _noCache = new("--no-cache") { Description = "Verify anew; no earlier verdict stands." };
        private readonly Option<bool> _check = new("--check") { Description = "Write nothing; exit with 1 where a file would change." };
        private readonly Option<string> _output = new("--output", "-o") { Description = "The file to write; - for standard output.", HelpName = "file" };
        private readonly Option<string> _writeInputs = new("--write-inputs") { Description = "Write down what the clauses read; builds use it to skip goals that are up to date.", HelpName = "file" };
        private readonly Option<string> _sandbox = new("--sandbox") { Description = "Whether a model's commands are contained: auto (where the machine can), required or off.", HelpName = "mode" };
        private readonly Option<string> _onFailure = new("--on-failure") { Description = "What becomes of the tree when the goal is not met: keep, best (its best state) or restore (as it was).", HelpName = "what" };
        private readonly Option<string> _budget = new("--budget") { Description = "What the run may spend on top of what it has spent, in the words of a budget block: \"turns 40\".", HelpName = "caps" };
        private readonly Option<int?> _turn = new("--turn") { Description = "Only what happened in this turn.", HelpName = "number" };
        private readonly Option<bool> _follow = new("--follow", "-f") { Description = "Go on until the run ends." };
        private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Say what would change, and change nothing." };
        private readonly Option<bool> _draft = new("--draft") { Description = "Let the goal's first model draft the approach and its risks, for review; that costs its tokens." };
        private readonly Option<string> _as = new("--as") { Description = "The role that you sign for, as the goal's 'review by' names it.", HelpName = "role" };
        private readonly Option<string> _note = new("--note") { Description = "What is to be written beside the signature.", HelpName = "text" };
        private readonly Option<string> _run = new("--run") { Description = "The run's name; without it, the newest one.", HelpName = "run" };

        private readonly Option<string> _phase = new("--phase") { Description = "Only the clauses of this phase; - for those of no phase.", HelpName = "name" };
        private readonly Option<string[]> _write = new("--write") { Description = "Write what was found for other programs, too: sarif=FILE, junit=FILE, gitlab=FILE (code quality) or summary=FILE (Markdown); may be repeated.", HelpName = "kind=file" };
        private readonly Option<string> _cap = new("--budget") { Description = "What the run may spend at most, in the words of a budget block: \"turns 40 cost $2\"; the goal's own caps stay.", HelpName = "caps" };
        private readonly Option<bool> _whole = new("--whole") { Description = "One entry for each goal, for runs; a run works on a goal as a whole." };
        private readonly Option<string> _for = new("--for") { Description = "The host whose form is printed: github (this, without one), azure or gitlab.", HelpName = "host" };
        private readonly Argument<string> _ciHost = new("host") { Description = "github, azure or gitlab." };

        public Grammar(ToolHost host, Rooms rooms, string[] args)
        {
            (_host, _rooms, _args) = (host, rooms, args);
            AcceptOnly(_format, Formats, "auto, text, json, msbuild, github or azure");
            AcceptOnly(_for, CiHosts, "github, azure or gitlab");
            _write.Validators.Add(result =>
            {
                foreach (var wrong in result.Tokens.Select(token => WriteTarget.Read(token.Value).Wrong).OfType<string>())
                {
                    result.AddError(wrong);
                }
            });
            AcceptOnly(_verbosity, Levels, "quiet, minimal, normal or detailed");
            AcceptOnly(_sandbox, Sandboxes, "auto, required or off");
            AcceptOnly(_onFailure, Failures, "keep, best or restore");
            AcceptOnlyWords(_agent, HookAgents, "claude, codex or copilot");
            AcceptOnlyWords(_shell, CompletionScripts.Shells, "bash, zsh, fish or pwsh");
            _atMost.Validators.Add(result =>
            {
                if (result.Tokens is [var token] && int.TryParse(token.Value, out var most) && most is < 1 or > 100)
                {
                    result.AddError($"'--at-most' is '{token.Value}'; expected a number from 1 to 100.");
                }
            });
            foreach (var argument in new Argument[] { _files, _places, _codes, _name, _notes, _objective, _reported })
            {
                argument.Validators.Add(RejectOptions);
            }
        }

        // A file may be named '-', but nothing that looks like an option: it is a slip of the keyboard.
        private static void RejectOptions(System.CommandLine.Parsing.ArgumentResult result)
        {
            foreach (var token in result.Tokens.Where(token => token.Value.Length > 1 && token.Value[0] == '-'))
            {
                var near = Suggestion.For(token.Value, HelpText.OptionsOf((result.Parent as System.CommandLine.Parsing.CommandResult)!.Command).SelectMany(option => option.Aliases.Prepend(option.Name)));
                result.AddError($"There is no option '{token.Value}'{(near is null ? "." : $"; did you mean '{near}'?")}");
            }
        }

        public ParseResult Parse()
        {
            var root = new RootCommand("Runs .goal files: verified engineering objectives. Without a verb, runs the goals found here.") { HelpName = "dotnet goal" };
            root.Options.Clear();
            root.Options.Add(new HelpOption("--help", "-h", "-?") { Recursive = true, Description = "Show this help.", Action = new HelpTextAction(_host) });
            root.Options.Add(new VersionOption("--version") { Description = "Show the version.", Action = new VersionAction(_host) });
            foreach (var option in new Option[] { _format, _json, _verbosity, _noColor })
            {
                root.Options.Add(option);
            }

            Define(root, [_isolate, _noCache, _sandbox, _onFailure, _cap, _goals, _write, _writeInputs], RunAsync);
            Add(root, "run", "Run goals: the ladder works until every clause holds.", [_isolate, _noCache, _sandbox, _onFailure, _cap, _goals, _write, _writeInputs], RunAsync);
            Add(root, "plan", "Say what a run would find; nothing is edited, and no model asked without --draft.", [_draft, _goals],
                (context, parsed) => PlanCommand.RunAsync(context, Files(parsed), Goals(parsed), parsed.GetValue(_draft)));
            Add(root, "verify", "Find out whether the clauses hold; nothing is edited.", [_clauses, _phase, _environment, _noCache, _goals, _write, _writeInputs],
                (context, parsed) => VerifyCommand.RunAsync(context, Files(parsed), Goals(parsed), parsed.GetValue(_clauses) ?? [], !parsed.GetValue(_noCache), parsed.GetValue(_writeInputs), parsed.GetValue(_environment), parsed.GetValue(_phase)));
            Add(root, "check", "Say what is wrong with goal files; nothing is run.", [], (context, parsed) => CheckCommand.RunAsync(context, Files(parsed)));
            Add(root, "fmt", "Format goal files; - formats standard input.", [_check], (context, parsed) => FormatCommand.RunAsync(context, Files(parsed), parsed.GetValue(_check)),
                parsed => Files(parsed).Contains("-") && !parsed.GetValue(_check));
            Add(root, "compile", "Write the MSBuild project that a goal means.", [_output, _goals],
                (context, parsed) => CompileCommand.RunAsync(context, Files(parsed), Goals(parsed), parsed.GetValue(_output)),
                parsed => parsed.GetValue(_output) == "-");
            Add(root, "status", "Say where goals stand.", [_goals], (context, parsed) => StatusCommand.RunAsync(context, Files(parsed), Goals(parsed)));
            Add(root, "log", "Say what happened in a run: what the model said and did, in order.", [_run, _turn, _follow, _goals],
                (context, parsed) => LogCommand.RunAsync(context, Files(parsed), Goals(parsed), new LogOptions(parsed.GetValue(_run), parsed.GetValue(_turn), parsed.GetValue(_follow))));
            Add(root, "pause", "Ask the process that runs a goal to pause.", [_goals], (context, parsed) => PauseCommand.RunAsync(context, Files(parsed), Goals(parsed)));
            Add(root, "resume", "Go on with interrupted runs.", [_budget, _sandbox, _onFailure, _goals, _write, _writeInputs],
                (context, parsed) => RunCommand.RunAsync(context, Files(parsed), Goals(parsed), Options(parsed, resume: true) with { More = BudgetOption.Read(parsed.GetValue(_budget)) }));
            Add(root, "rollback", "Bring the tree back to a turn of the newest run, to its best state or its start.", [_dryRun, _goals],
                (context, parsed) => RollbackCommand.RunAsync(context, parsed.GetValue(_places) ?? [], Goals(parsed), parsed.GetValue(_dryRun), TypedLine()),
                arguments: [_places]);
            Add(root, "approve", "Sign off what a run proved, for a review that the goal asks for.", [_as, _note, _goals],
                (context, parsed) => ApproveCommand.RunAsync(context, Files(parsed), Goals(parsed), parsed.GetValue(_as), parsed.GetValue(_note), TypedLine()));
            Add(root, "replay", "Make the calls of a run's models again, with no model, and compare what they answer.", [_here, _sandbox, _goals],
                (context, parsed) => ReplayCommand.RunAsync(context, parsed.GetValue(_replayed)!, Files(parsed), Goals(parsed), parsed.GetValue(_here), SandboxOf(parsed), TypedLine()),
                arguments: [_replayed, _files]);
            Add(root, "clear", "Forget what is known of goals: runs, evidence, verdicts.", [_goals],
                (context, parsed) => ClearCommand.RunAsync(context, Files(parsed), Goals(parsed)));
            Add(root, "report", "Report a run: what is proved, how it came to that, and what it changed.", [_html, _markdown, _run, _output, _write, _goals],
                (context, parsed) => ReportCommand.RunAsync(context, parsed.GetValue(_reported) ?? [], Goals(parsed), new ReportOptions(parsed.GetValue(_run), parsed.GetValue(_output), parsed.GetValue(_html), parsed.GetValue(_markdown)) { Writes = Writes(parsed) }),
                parsed => parsed.GetValue(_output) is { } output ? output == "-" : !parsed.GetValue(_html),
                arguments: [_reported]);
            Add(root, "serve", "Show the runs of this repository in a browser, live.", [_port], (context, parsed) => ServeCommand.RunAsync(context, parsed.GetValue(_port)), arguments: []);
            Add(root, "explain", "Say what a diagnostic means, and what to do.", [], (context, parsed) => Task.FromResult(ExplainCommand.Run(context, parsed.GetValue(_codes) ?? [])),
                arguments: [_codes]);
            Add(root, "ci", "Write a workflow for a CI host: a gate for pull requests, and runs on demand or on a schedule.", [_output, _force],
                (context, parsed) => Task.FromResult(CiCommand.Run(context, parsed.GetValue(_ciHost)!, parsed.GetValue(_output), parsed.GetValue(_force))),
                parsed => parsed.GetValue(_output) == "-", [_ciHost]);
            Add(root, "matrix", "Print the jobs that a CI host can share a verification out to: one for each goal, phase and environment.", [_for, _whole, _goals],
                (context, parsed) => MatrixCommand.RunAsync(context, Files(parsed), Goals(parsed), parsed.GetValue(_for) ?? CiHosts[0], parsed.GetValue(_whole)),
                _ => true);
            Add(root, "lsp", "Serve an editor in the Language Server Protocol.", [_stdio], (context, _) => LspCommand.RunAsync(context), _ => true, arguments: []);
            Add(root, "new", "Write a goal that checks what the repository has.", [_output, _force],
                (context, parsed) => NewCommand.RunAsync(context, parsed.GetValue(_name), parsed.GetValue(_output), parsed.GetValue(_force)),
                parsed => parsed.GetValue(_output) == "-", arguments: [_name]);
            Add(root, "import", "Make a goal of notes: objective, requirements, verification, constraints.", [_output, _force],
                (context, parsed) => ImportCommand.RunAsync(context, parsed.GetValue(_notes)!, parsed.GetValue(_output), parsed.GetValue(_force)),
                parsed => parsed.GetValue(_output) == "-", arguments: [_notes]);
            Add(root, "draft", "Let a model propose a goal; it is shown before it is written.", [_output, _model, _at, _yes],
                (context, parsed) => DraftCommand.RunAsync(context, parsed.GetValue(_objective)!, new DraftOptions(parsed.GetValue(_output), parsed.GetValue(_model), parsed.GetValue(_at), parsed.GetValue(_yes))),
                arguments: [_objective]);
            Add(root, "mcp", "Serve other agents in the Model Context Protocol: goal, status, verify, evidence.", [], (context, parsed) => McpCommand.RunAsync(context, Files(parsed)), _ => true);
            Add(root, "hook", "Keep another agent working until the clauses hold: print, install or serve its stop hook.", [_install, _serve, _atMost, _goals],
                (context, parsed) => HookCommand.RunAsync(context, parsed.GetValue(_agent)!, Files(parsed), Goals(parsed), parsed.GetValue(_install), parsed.GetValue(_serve), parsed.GetValue(_atMost) ?? HookCommand.DefaultMost),
                parsed => !parsed.GetValue(_install), arguments: [_agent, _files]);
            Add(root, "doctor", "Look at what the tool needs here, and say the cure of what is wrong.", [_online], (context, parsed) => DoctorCommand.RunAsync(context, Files(parsed), parsed.GetValue(_online)));
            Add(root, "completions", "Print the script that lets a shell complete this command's words.", [], (context, parsed) => context.WriteAsync(CompletionScripts.Of(parsed.GetValue(_shell)!)), _ => true, arguments: [_shell]);
            Add(root, CompletionScripts.Verb, "Say what may stand at the end of a command line.", [],
                (context, parsed) => context.WriteAsync(string.Concat(new Completer(root, context.Host, context.Rooms, Choices).Of(parsed.GetValue(_words) ?? []).Select(word => word + "\n"))), _ => true, arguments: [_words]);
            root.Subcommands[^1].Hidden = true;
            return root.Parse(_args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        }

        private static string[]? Choices(string name) => name switch
        {
            "--format" => Formats,
            "host" or "--for" => CiHosts,
            "--verbosity" => Levels,
            "--sandbox" => Sandboxes,
            "--on-failure" => Failures,
            "agent" => HookAgents,
            "shell" => CompletionScripts.Shells,
            _ => null,
        };

        private Task<int> RunAsync(CommandContext context, ParseResult parsed) =>
            RunCommand.RunAsync(context, Files(parsed), Goals(parsed), Options(parsed, resume: false) with { Cap = BudgetOption.Read(parsed.GetValue(_cap)) });

        private RunOptions Options(ParseResult parsed, bool resume) => new(!resume && parsed.GetValue(_isolate), resume || !parsed.GetValue(_noCache), resume, TypedLine())
        {
            WriteInputs = parsed.GetValue(_writeInputs),
            Sandbox = SandboxOf(parsed),
            OnFailure = Enum.Parse<OnFailure>(parsed.GetValue(_onFailure) ?? Failures[0], ignoreCase: true),
        };

        private SandboxMode SandboxOf(ParseResult parsed) => Enum.Parse<SandboxMode>(parsed.GetValue(_sandbox) ?? Sandboxes[0], ignoreCase: true);

        /// <summary>How to tell what is wrong with a command line: as far as it can be understood.</summary>
        /// <param name="parsed">The command line.</param>
        public OutputOptions OptionsOfWrong(ParseResult parsed) =>
            OptionsOf(parsed.GetResult(_json) is { Implicit: false } || parsed.GetResult(_format) is { Tokens: [{ Value: "json" }] } ? OutputFormat.Json : OutputFormat.Text, Verbosity.Normal, parsed.GetResult(_noColor) is { Implicit: false });

        private static void AcceptOnly(Option<string> option, string[] words, string expected) => option.Validators.Add(result =>
        {
            foreach (var word in result.Tokens.Select(token => token.Value).Where(word => !words.Contains(word, StringComparer.Ordinal)))
            {
                var near = Suggestion.For(word, words);
                result.AddError($"'{option.Name}' is '{word}'; expected {expected}{(near is null ? "." : $"; did you mean '{near}'?")}");
            }
        });

        private static void AcceptOnlyWords(Argument<string> argument, string[] words, string expected) => argument.Validators.Add(result =>
        {
            foreach (var word in result.Tokens.Select(token => token.Value).Where(word => !words.Contains(word, StringComparer.Ordinal)))
            {
                var near = Suggestion.For(word, words);
                result.AddError($"'{argument.Name}' is '{word}'; expected {expected}{(near is null ? "." : $"; did you mean '{near}'?")}");
            }
        });

        private void Add(RootCommand root, string verb, string description, Option[] options, Func<CommandContext, ParseResult, Task<int>> work, Func<ParseResult, bool>? isDocument = null, Argument[]? arguments = null)
        {
            var command = new Command(verb, description);
            Define(command, options, work, isDocument, arguments);
            root.Subcommands.Add(command);
        }

        private void Define(Command command, Option[] options, Func<CommandContext, ParseResult, Task<int>> work, Func<ParseResult, bool>? isDocument = null, Argument[]? arguments = null)
        {
            foreach (var argument in arguments ?? [_files])
            {
                command.Arguments.Add(argument);
            }

            foreach (var option in options)
            {
                command.Options.Add(option);
            }

            command.SetAction((parsed, _) => Guard.RunAsync(_host, OptionsOf(parsed, isDocument?.Invoke(parsed) == true) with { Writes = command.Name == "report" ? [] : Writes(parsed) }, _rooms, context => work(context, parsed)));
        }

        private OutputOptions OptionsOf(ParseResult parsed, bool isDocument)
        {
            var format = parsed.GetValue(_json) ? OutputFormat.Json : parsed.GetValue(_format) switch
            {
                "json" => OutputFormat.Json,
                "msbuild" => OutputFormat.MSBuild,
                "github" => OutputFormat.GitHub,
                "azure" => OutputFormat.Azure,
                "text" => OutputFormat.Text,
                _ => isDocument ? OutputFormat.Text : CiHost.FormatOf(_host),
            };
            var verbosity = (parsed.GetValue(_verbosity) ?? "n")[0] switch
            {
                'q' => Verbosity.Quiet,
                'm' => Verbosity.Minimal,
                'd' => Verbosity.Detailed,
                _ => Verbosity.Normal,
            };
            return OptionsOf(format, verbosity, parsed.GetValue(_noColor)) with { IsDocument = isDocument };
        }

        // Each stream by itself: one of them may be a file.
        private OutputOptions OptionsOf(OutputFormat format, Verbosity verbosity, bool noColor)
        {
            var color = format is OutputFormat.Text && !noColor && string.IsNullOrEmpty(_host.Variable("NO_COLOR"));
            return new OutputOptions(format, verbosity, color && _host.IsTerminal) { ErrorColor = color && _host.IsErrorTerminal };
        }

        private WriteTarget[] Writes(ParseResult parsed) => [.. (parsed.GetValue(_write) ?? []).Select(value => WriteTarget.Read(value).Target).OfType<WriteTarget>()];

        private string[] Files(ParseResult parsed) => parsed.GetValue(_files) ?? [];

        private string[] Goals(ParseResult parsed) => parsed.GetValue(_goals) ?? [];

        private string TypedLine() => string.Join(' ', _args.Select(Quote).Prepend("goal").Prepend("dotnet"));
    }
}
