using GoalBuild.Language.Model;
using Sprache;

namespace GoalBuild.Language.Syntax.Grammar;

/// <summary>The constraints that start with a keyword; advice, a string on its own, is read by the block.</summary>
internal static class ConstraintGrammar
{
    private static readonly Parser<ValueList<Text>> Globs = Tokens.List(Tokens.String("a glob"));

    /// <summary>The parser of what follows a constraint's keyword, or null where the word starts no constraint.</summary>
    public static Parser<Constraint>? For(ReadOnlySpan<char> keyword) => keyword switch
    {
        "only" => Only,
        "protect" => Protect,
        "keep" => Keep,
        "forbid" => Forbid,
        "allow" => Allow,
        "limit" => Limit,
        "network" => Network,
        "command" => Command,
        _ => null,
    };

    private static readonly Parser<Constraint> Only = Globs.Select(globs => (Constraint)new OnlyConstraint(globs));

    private static readonly Parser<Constraint> Protect = Globs.Select(globs => (Constraint)new ProtectConstraint(globs));

    private static readonly Parser<Constraint> Keep =
        Tokens.Word("tests").Select(_ => (Constraint)new KeepTestsConstraint())
            .XOr(After("api", Tokens.String("a project")).Select(project => (Constraint)new KeepApiConstraint(project)));

    private static readonly Parser<Constraint> Forbid =
        After("package", Tokens.Name("a package")).Select(package => (Constraint)new ForbidPackageConstraint(package))
            .XOr(
                from pattern in After("text", Tokens.Pattern)
                from globs in After("in", Globs)
                select (Constraint)new ForbidTextConstraint(pattern, globs))
            .XOr(
                from target in After("reference", Tokens.String("a namespace or project"))
                from origin in After("from", Tokens.String("a namespace or project"))
                select (Constraint)new ForbidReferenceConstraint(target, origin))
            .XOr(Tokens.Word("suppressions").Select(_ => (Constraint)new ForbidSuppressionsConstraint()));

    private static readonly Parser<Constraint> Allow =
        After("packages", Tokens.List(Tokens.Name("a package"))).Select(packages => (Constraint)new AllowPackagesConstraint(packages))
            .XOr(After("test", After("removal", Globs)).Select(globs => (Constraint)new AllowTestRemovalConstraint(globs)))
            .XOr(After("change", Globs).Select(globs => (Constraint)new AllowChangeConstraint(globs)));

    private static readonly Parser<Constraint> Limit =
        After("files", Quantities.Count("limit files", 1, long.MaxValue)).Select(most => (Constraint)new LimitConstraint(LimitMeasure.Files, (long)most.Value))
            .XOr(After("lines", Quantities.Count("limit lines", 1, long.MaxValue)).Select(most => (Constraint)new LimitConstraint(LimitMeasure.Lines, (long)most.Value)));

    private static readonly Parser<Constraint> Network =
        Tokens.Word("off").Select(_ => (Constraint)new NetworkConstraint(NetworkAccess.Off, []))
            .XOr(Tokens.Word("on").Select(_ => (Constraint)new NetworkConstraint(NetworkAccess.On, [])))
            .XOr(Tokens.List(Tokens.String("a host")).Select(hosts => (Constraint)new NetworkConstraint(NetworkAccess.Hosts, hosts)));

    private static readonly Parser<Constraint> Command =
        After("allow", Tokens.List(Tokens.String("a command"))).Select(commands => (Constraint)new CommandConstraint(true, commands))
            .XOr(After("deny", Tokens.List(Tokens.String("a command"))).Select(commands => (Constraint)new CommandConstraint(false, commands)));

    private static Parser<T> After<T>(string word, Parser<T> parser) => Tokens.Word(word).Then(_ => parser);
}
