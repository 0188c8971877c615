using System.Text.RegularExpressions;

namespace GoalBuild.Verification.Constraints.Built;

/// <summary>
/// Which packages a goal lets be resolved. Forbidden ones may come in no way at all. Where some are allowed, no project may ask for another one itself;
/// what an allowed package needs is allowed with it, and so is what the SDK adds of its own.
/// </summary>
/// <param name="names">Names of packages; case does not matter, and <c>*</c> stands for any text.</param>
/// <param name="allow">Whether they are the only ones that are allowed, instead of forbidden.</param>
internal sealed class PackageRule(IEnumerable<string> names, bool allow)
{
    private readonly List<Regex> _names =
        [.. names.Select(name => new Regex($"^{Regex.Escape(name).Replace("\\*", ".*", StringComparison.Ordinal)}$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking))];

    /// <summary>The packages of a project that break the rule: those that it brings in itself first.</summary>
    /// <param name="assets">What the project was restored with.</param>
    public IEnumerable<ResolvedPackage> Broken(PackageAssets assets) => assets.Packages
        .Where(package => allow ? package is { Way.Count: 1, IsImplicit: false } && !IsNamed(package.Name) : IsNamed(package.Name))
        .OrderBy(package => package.IsOfOtherProject).ThenBy(package => package.Way.Count).ThenBy(package => package.Name, StringComparer.Ordinal);

    /// <summary>The same for a project that lists all its packages in <c>packages.config</c>.</summary>
    /// <param name="package">A package's name.</param>
    public bool IsBrokenBy(string package) => allow != IsNamed(package);

    private bool IsNamed(string package) => _names.Exists(name => name.IsMatch(package));
}
