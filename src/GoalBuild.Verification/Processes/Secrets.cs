using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using GoalBuild.Language.Model;

namespace GoalBuild.Verification.Processes;

/// <summary>
/// Which environment variables hold secrets: those whose names say so, and those from which a goal's model steps take their keys. The names are all
/// that there is to go by; README.md says so under Security, with the list.
/// </summary>
public static partial class Secrets
{
    private static readonly ConcurrentDictionary<string, bool> Declared = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The variables that a goal's model steps take their keys from.</summary>
    /// <param name="goal">The goal.</param>
    public static IReadOnlyList<string> Of(Goal goal) =>
        [.. (goal.Agent?.Steps ?? []).OfType<ModelStep>().Select(step => step.KeyVariable?.Value).OfType<string>().Distinct(StringComparer.Ordinal)];

    /// <summary>Makes variables secret for the rest of this process, whatever they are called.</summary>
    /// <param name="names">Their names.</param>
    public static void Declare(params IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            Declared[name] = true;
        }
    }

    /// <summary>Whether a variable holds a secret.</summary>
    /// <param name="name">Its name.</param>
    public static bool Contains(string name) =>
        Declared.ContainsKey(name)
        || IsFeed(name)
        // Git counts its settings: with the value's name gone it refuses to start.
        || (SecretName().IsMatch(name) && !name.StartsWith("GIT_CONFIG_KEY_", StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether a secret is one with which NuGet signs in to package feeds; a restore needs it, and nothing else does.</summary>
    /// <param name="name">The variable's name.</param>
    public static bool IsFeed(string name) =>
        name.StartsWith("NuGetPackageSourceCredentials_", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("VSS_NUGET_EXTERNAL_FEED_ENDPOINTS", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("ARTIFACTS_CREDENTIALPROVIDER_", StringComparison.OrdinalIgnoreCase);

    // KEY, PAT, PASS and AUTH are whole words, or PATH, KEYBOARD, SSH_ASKPASS and SSH_AUTH_SOCK would be secret; PWD alone is the working folder. The
    // others may have more in front, as in PGPASSWORD and GITHUBTOKEN. Words that begin with them, such as TOKENIZERS, say something else. Compiled with
    // this code, since every process that is started asks; nothing in it can be tried in two ways, so that it takes no longer for going back.
    [GeneratedRegex(
        """
        (?: (?:^|[^A-Z0-9]) (?:KEY|PAT|PASS)S?
          | (?:TOKEN|SECRET|PASSWORD|PASSWD|PASSPHRASE|CREDENTIAL|API-?KEY|ACCESSKEY|SECRETKEY|PRIVATEKEY)S?
          | [^A-Z0-9]PWD
        ) [0-9]* (?:$|[^A-Z0-9])
        | (?:^|_)AUTH$
        | ^DOCKER_AUTH_CONFIG$
        """,
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex SecretName();
}
