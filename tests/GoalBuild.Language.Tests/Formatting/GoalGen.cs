using CsCheck;
using GoalBuild.Language.Model;

namespace GoalBuild.Language.Tests.Formatting;

/// <summary>Random goals that say something the language can say, every member, clause, constraint and step among them.</summary>
internal static class GoalGen
{
    private static readonly Gen<char> AnyChar = Gen.Frequency(
        (8, Gen.Char['a', 'z']),
        (2, Gen.OneOf(' ', '/', '*', '{', '}', ',', '.', '!', '-')),
        (1, Gen.OneOf('"', '\\', '\n', '\t', '\'')),
        (1, Gen.OneOf('\0', '\x1b', '\u00e9', '\u4e2d', '\u200d', '\ufeff', '\r')));

    private static readonly Gen<Text> Words = Gen.String[AnyChar, 1, 24].Where(text => !string.IsNullOrWhiteSpace(text)).Select(text => new Text(text));

    /// <summary>A name that may stand without quotes; the digit keeps it from being a keyword.</summary>
    private static readonly Gen<Text> Bare = Gen.Select(Gen.Char['a', 'z'], Gen.Int[0, 99], Gen.OneOf("", ".x", "-y", "_z", "\u00fc"), (first, number, tail) => new Text($"{first}{number}{tail}"));

    private static readonly Gen<Text> Name = Gen.Frequency((3, Bare), (1, Words));
    private static readonly Gen<Text> Glob = Gen.OneOf("src/**", "!src/**/Generated.cs", "*.md", "a b/\u00e9.txt").Select(text => new Text(text));
    private static readonly Gen<ValueList<Text>> Globs = Glob.ListOf(1, 4);
    private static readonly Gen<ValueList<Text>> Names = Name.ListOf(1, 3);
    private static readonly Gen<ValueList<Text>> Texts = Words.ListOf(1, 3);
    private static readonly Gen<int> Count = Gen.OneOf(Gen.Int[1, 99], Gen.Int[1, 9].Select(n => n * 1000), Gen.Int[1, 9].Select(n => n * 1_000_000));
    private static readonly Gen<decimal> Percent = Gen.OneOf(Gen.Int[0, 100].Select(n => (decimal)n), Gen.Int[0, 999].Select(n => n / 10m));
    private static readonly Gen<decimal> Dollars = Gen.Int[1, 9999].Select(cents => cents / 100m);
    private static readonly Gen<Comparison> Comparisons = Gen.Enum<Comparison>();

    private static readonly Gen<TimeSpan> Duration = Gen.OneOf(
        Gen.Int[1, 999].Select(n => TimeSpan.FromMilliseconds(n)),
        Gen.Int[1, 90].Select(n => TimeSpan.FromSeconds(n)),
        Gen.Int[1, 90].Select(n => TimeSpan.FromMinutes(n)),
        Gen.Int[1, 30].Select(n => TimeSpan.FromHours(n)),
        Gen.Int[1, 3].Select(n => TimeSpan.FromDays(n)));

    private static readonly Gen<Pattern> Patterns = Gen.Select(
        Gen.OneOf("a", @"\d+ of \d+", @"a\/b", "[/\"]", @"\[x\]", "(?<value>[0-9.]+) KB", "^$", "\u00e9|{}", @"a \/\/ b", "[^]/]*x"),
        Gen.Int[0, 7],
        (regex, flags) => new Pattern(regex, (PatternOptions)flags));

    private static readonly Gen<Pattern> ValuePatterns = Gen.OneOf(@"(?<value>\d+)", @"size\/(?<value>\d+)").Select(regex => new Pattern(regex, PatternOptions.None));

    private static readonly Gen<Quantity> Quantities = Gen.Select(Gen.Enum<Unit>(), Gen.Int[0, 5000], (unit, n) => new Quantity(unit == Unit.None ? n : n / 10m, unit));

    private static readonly Gen<PrintExpectation> Print = Gen.OneOf(
        Gen.Select(Gen.Bool, Words, (never, text) => new PrintExpectation(never, text, null)),
        Gen.Select(Gen.Bool, Patterns, (never, pattern) => new PrintExpectation(never, null, pattern)));

    private static readonly Gen<Clause> Clauses = Gen.Select(
        Gen.OneOf(
            Gen.Select(Name, Name.Null(), Gen.Bool, Clause (project, configuration, warnings) => new BuildClause(project) { Configuration = configuration, WarningsAsErrors = warnings }),
            Gen.Select(Name, Words.Null(), Count, Count, Gen.Bool, Clause (project, filter, least, repeat, skips) => new TestClause(project) { Filter = filter, AtLeast = least, Repeat = repeat, NoSkips = skips }),
            Gen.Select(Name, Comparisons, Percent, Gen.Enum<CoverageMetric>(), Glob.Null(), Clause (project, op, percent, metric, of) => new CoverageClause(project, op, percent) { Metric = metric, Of = of }),
            Gen.Select(Name.Null(), Gen.Enum<LintScope>(), Gen.OneOf("info", "warn", "error").Select(s => new Text(s)).Null(), Clause (project, scope, severity) => new LintClause(project) { Scope = scope, Severity = severity }),
            Gen.Select(Words, Glob.Null(), Gen.Int[0, 3], Print.ListOf(0, 3), Clause (command, directory, exits, prints) => new RunClause(command) { Directory = directory, Exits = exits, Prints = prints }),
            Gen.Select(Words, Words, Glob.Null(), ValuePatterns, Comparisons, Quantities, Clause (name, command, directory, matching, op, threshold) => new MeasureClause(name, command, matching, op, threshold) { Directory = directory }),
            Gen.Select(Gen.Const(new Text("GET http://127.0.0.1:5080/x")), Gen.OneOf(50m, 95m, 99.9m), Comparisons, Duration, Count.Nullable(), Count.Nullable(), Words.Null(), Clause (request, percentile, op, threshold, requests, concurrency, serve) => new LatencyClause(request, percentile, op, threshold) { Requests = requests, Concurrency = concurrency, Serve = serve }),
            Gen.Select(Glob, Gen.Enum<FileCondition>(), Words, Patterns, Clause (glob, condition, text, pattern) => new FileClause(glob, condition) { Contains = condition == FileCondition.Contains ? text : null, Matches = condition == FileCondition.Matches ? pattern : null }),
            Name.Select(Clause (project) => new ApiClause(project)),
            Gen.Select(Name, Gen.OneOf("low", "moderate", "high", "critical").Select(s => new Text(s)).Null(), Clause (project, severity) => new AuditClause(project) { Severity = severity }),
            Gen.Select(Name, Comparisons, Percent, Clause (project, op, percent) => new MutationClause(project, op, percent)),
            Gen.Select(Words, Name, Clause (target, project) => new TargetClause(target, project)),
            Gen.Select(Words, Globs.OrEmpty(), Count, Clause (statement, reading, votes) => new JudgeClause(statement) { Reading = reading, Votes = votes })),
        Bare.ListOf(0, 2),
        Duration.Nullable(),
        Words.Null(),
        (clause, environments, timeout, label) => clause with { Environments = environments, Timeout = timeout, Label = label });

    private static readonly Gen<Constraint> Constraints = Gen.OneOf(
        Globs.Select(Constraint (globs) => new OnlyConstraint(globs)),
        Globs.Select(Constraint (globs) => new ProtectConstraint(globs)),
        Gen.Const(Constraint () => new KeepTestsConstraint()),
        Globs.Select(Constraint (globs) => new AllowTestRemovalConstraint(globs)),
        Name.Select(Constraint (project) => new KeepApiConstraint(project)),
        Name.Select(Constraint (package) => new ForbidPackageConstraint(package)),
        Names.Select(Constraint (packages) => new AllowPackagesConstraint(packages)),
        Gen.Select(Patterns, Globs, Constraint (pattern, globs) => new ForbidTextConstraint(pattern, globs)),
        Gen.Select(Words, Words, Constraint (target, origin) => new ForbidReferenceConstraint(target, origin)),
        Gen.Const(Constraint () => new ForbidSuppressionsConstraint()),
        Gen.Select(Gen.Enum<LimitMeasure>(), Count, Constraint (measure, most) => new LimitConstraint(measure, most)),
        Gen.Select(Gen.Enum<NetworkAccess>(), Texts, Constraint (access, hosts) => new NetworkConstraint(access, access == NetworkAccess.Hosts ? hosts : [])),
        Gen.Select(Gen.Bool, Texts, Constraint (allow, commands) => new CommandConstraint(allow, commands)),
        Globs.Select(Constraint (globs) => new AllowChangeConstraint(globs)),
        Words.Select(Constraint (advice) => new AdviceConstraint(advice)));

    private static readonly Gen<Budget> Shares = Gen.Select(Count.Nullable(), Count.Nullable(), Dollars.Nullable(), Duration.Nullable(), (turns, tokens, cost, time) => new Budget { Turns = turns, Tokens = tokens, Cost = cost, Time = time });

    private static readonly Gen<Budget> Budgets = Gen.Select(Shares, Count.Nullable(), (budget, attempts) => budget with { Attempts = attempts });

    private static readonly Gen<AgentStep> Steps = Gen.Select(
        Gen.OneOf(
            Gen.Const(AgentStep () => new FixersStep()),
            Gen.Select(Words, Glob.Null(), AgentStep (command, directory) => new FixStep(command) { Directory = directory }),
            Gen.Select(Name, Words.Null(), Gen.Enum<ModelWire>(), Bare.Null(), Gen.Enum<ModelEffort>().Nullable(), Gen.Select(Dollars, Dollars).Nullable(), AgentStep (model, url, wire, key, effort, price) =>
                new ModelStep(model) { Url = url, Wire = wire, KeyVariable = key, Effort = effort, PriceIn = price?.Item1, PriceOut = price?.Item2 }),
            Words.Select(AgentStep (command) => new CommandStep(command)),
            Words.Select(AgentStep (command) => new AcpStep(command))),
        Shares,
        (step, share) => step with { Budget = share == new Budget() ? null : share });

    private static readonly Gen<Requirement> Requirements = Gen.Select(Words, Clauses.ListOf(0, 3), (statement, clauses) => new Requirement(statement, clauses));

    private static readonly Gen<GoalEnvironment> Environments = Gen.Select(Name, Name.Null(), Words.Null(), Gen.Select(Bare, Words, (name, value) => new Variable(name, value)).ListOf(0, 2), Words.Null(), Words.Null(), (name, configuration, framework, variables, container, runner) =>
        new GoalEnvironment(name) { Configuration = configuration, Framework = framework, Variables = variables, Container = container, Runner = runner });

    private static readonly Gen<Phase> Phases = Gen.Select(Name, Names.OrEmpty(), Words, Requirements.ListOf(0, 2), Clauses.ListOf(0, 2), Constraints.ListOf(0, 2), Budgets.Null(), (name, after, objective, requirements, verify, constraints, budget) =>
        new Phase(name) { After = after, Objective = objective, Requirements = requirements, Verify = verify, Constraints = constraints, Budget = budget });

    private static readonly Gen<Goal> Goals = Gen.Select(
        Gen.Select(Name, Names.OrEmpty(), Words, Globs.OrEmpty(), Requirements.ListOf(0, 3), Clauses.ListOf(0, 4), Constraints.ListOf(0, 4)),
        Gen.Select(Phases.ListOf(0, 2), Environments.ListOf(0, 2), Budgets.Null(), Words.Null(), Texts.OrEmpty(), Steps.ListOf(1, 4).Null()),
        Gen.Select(Gen.Int[0, 31], Gen.Select(Words, Words, (by, subject) => new Review(by, subject)).ListOf(0, 2)),
        (scope, more, rest) => new Goal(scope.Item1)
        {
            After = scope.Item2,
            Objective = scope.Item3,
            Context = scope.Item4,
            Requirements = scope.Item5,
            Verify = scope.Item6,
            Constraints = scope.Item7,
            Phases = more.Item1,
            Environments = more.Item2,
            Budget = more.Item3,
            Iterate = more.Item4,
            BlockedWhen = more.Item5,
            Agent = more.Item6 is { } steps ? new Agent(steps) : null,
            Evidence = (EvidenceParts)rest.Item1,
            Reviews = rest.Item2,
        });

    public static readonly Gen<GoalFile> Files = Goals.ListOf(1, 2).Select(goals => new GoalFile(goals));

    private static Gen<ValueList<T>> ListOf<T>(this Gen<T> gen, int least, int most) => gen.Array[least, most].Select(items => items.ToValueList());

    private static Gen<ValueList<T>> OrEmpty<T>(this Gen<ValueList<T>> gen) => Gen.OneOf(gen, Gen.Const(ValueList<T>.Empty));
}
