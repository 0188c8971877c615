using System.Buffers;
using System.Collections;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.RegularExpressions;

namespace GoalBuild.Verification.Processes;

/// <summary>
/// Hides secrets in texts: the values of variables that <see cref="Secrets"/> names, as they are and as JSON and addresses write them, and tokens of
/// well-known shapes. One pass over the text, whatever the number of secrets. Immutable; safe from any thread.
/// </summary>
public sealed partial class SecretMask
{
    /// <summary>What every placeholder begins with.</summary>
    public const string Opening = "[masked secret";

    /// <summary>Shorter values are left alone: they are words that stand anywhere.</summary>
    public const int LeastLength = 8;

    private const string KeyBlock = "-----BEGIN ", KeyEnd = "-----END ";

    // Longer than any key in use.
    private const int MostOfKey = 20_000;

    // Base64, and what stands between its lines: breaks, line numbers, quotes, escapes.
    private static readonly SearchValues<char> KeyCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=\r\n\t \"'\\,:");

    // What a token may begin with; each is looked at only there.
    private static readonly string[] Beginnings =
        ["sk-", "sk_live_", "rk_live_", "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_", "glpat-", "xoxa-", "xoxb-", "xoxe-", "xoxp-", "xoxr-", "xoxs-", "AKIA", "ASIA", "AIza", "npm_", "oy2", "eyJ", KeyBlock];

    private readonly Dictionary<string, string> _placeholders = new(StringComparer.Ordinal);
    private readonly ILookup<char, string> _byFirst;
    private readonly SearchValues<string> _starts;

    /// <summary>Makes a mask.</summary>
    /// <param name="secrets">Names and values; values shorter than <see cref="LeastLength"/> are left out.</param>
    public SecretMask(IEnumerable<KeyValuePair<string, string>> secrets)
    {
        foreach (var (name, value) in secrets.Select(pair => (pair.Key, Value: pair.Value.Trim())).Where(pair => pair.Value.Length >= LeastLength))
        {
            foreach (var form in new[] { value, JavaScriptEncoder.Default.Encode(value), JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(value), Uri.EscapeDataString(value) })
            {
                _placeholders.TryAdd(form, $"{Opening} {name}]");
            }
        }

        // The longest first: one value may begin another.
        _byFirst = _placeholders.Keys.OrderByDescending(value => value.Length).ToLookup(value => value[0]);
        _starts = SearchValues.Create([.. _placeholders.Keys, .. Beginnings], StringComparison.Ordinal);
    }

    /// <summary>The mask for the secrets of this process's environment as it is now.</summary>
    public static SecretMask OfEnvironment() => new(
        Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .Where(variable => Secrets.Contains((string)variable.Key))
            .Select(variable => KeyValuePair.Create((string)variable.Key, (string?)variable.Value ?? "")));

    /// <summary>The text with a placeholder for each secret; the same placeholder for the same variable, always.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The same instance where there is none.</returns>
    public string Apply(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        StringBuilder? masked = null;
        var (kept, at) = (0, 0);
        while (at < text.Length)
        {
            var next = text.AsSpan(at).IndexOfAny(_starts);
            if (next < 0)
            {
                break;
            }

            at += next;
            if (SecretAt(text, at) is not var (length, placeholder))
            {
                at++;
                continue;
            }

            (masked ??= new StringBuilder(text.Length)).Append(text, kept, at - kept).Append(placeholder);
            kept = at += length;
        }

        return masked is null ? text : masked.Append(text, kept, text.Length - kept).ToString();
    }

    private (int Length, string Placeholder)? SecretAt(string text, int at)
    {
        if (_byFirst[text[at]].FirstOrDefault(value => string.CompareOrdinal(text, at, value, 0, value.Length) == 0) is { } found)
        {
            return (found.Length, _placeholders[found]);
        }

        if (text[at] != '-' && !BeginsWord(text, at))
        {
            return null;
        }

        var length = text[at] == '-' ? KeyBlockLength(text, at) : Tokens().Match(text, at).Length;
        return length > 0 ? (length, $"{Opening}]") : null;
    }

    // Up to the line that ends it; where that was cut off, as far as base64 goes.
    private static int KeyBlockLength(string text, int at)
    {
        var begin = KeyBegin().Match(text, at).Length;
        if (begin == 0)
        {
            return 0;
        }

        var body = text.AsSpan(at + begin, Math.Min(MostOfKey, text.Length - at - begin));
        var end = body.IndexOf(KeyEnd);
        if (end >= 0 && KeyEndLine().Match(text, at + begin + end) is { Success: true, Length: var line })
        {
            return begin + end + line;
        }

        var stop = body.IndexOfAnyExcept(KeyCharacters);
        return begin + (stop < 0 ? body.Length : stop);
    }

    // "task-…" is no "sk-…"; but behind JSON's "\n" a word begins.
    private static bool BeginsWord(string text, int at) =>
        at == 0 || !char.IsAsciiLetterOrDigit(text[at - 1]) || (at > 1 && text[at - 2] == '\\' && (text[at - 1] is 'n' or 'r' or 't'));

    // The shapes are those that the issuers document; a digit is asked of "sk-", or words joined by hyphens would match. What may fail late is bounded, or a
    // text full of beginnings would be read to its end from each of them.
    [GeneratedRegex(
        """
        \G (?:
            sk- (?= (?> [A-Za-z_-]{0,200} ) [0-9]) [A-Za-z0-9_-]{20,}
          | [sr]k_live_ [A-Za-z0-9]{16,}
          | gh[pousr]_ [A-Za-z0-9]{36,}
          | github_pat_ [A-Za-z0-9_]{22,}
          | glpat- [A-Za-z0-9_-]{20,}
          | xox[abeprs]- [A-Za-z0-9-]{10,}
          | A[KS]IA [A-Z0-9]{16} (?![A-Za-z0-9])
          | AIza [A-Za-z0-9_-]{35}
          | npm_ [A-Za-z0-9]{36}
          | oy2 [a-z0-9]{43} (?![A-Za-z0-9])
          | eyJ (?> [A-Za-z0-9_-]{8,500} ) \. eyJ (?> [A-Za-z0-9_-]{8,8000} ) \. [A-Za-z0-9_-]{8,}
        )
        """,
        RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Tokens();

    // Without a stretch of base64 soon behind it, it is a text about keys.
    [GeneratedRegex(@"\G-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY-----(?=[\s\S]{0,200}?[A-Za-z0-9+/]{40})", RegexOptions.CultureInvariant)]
    private static partial Regex KeyBegin();

    [GeneratedRegex(@"\G-----END (?:[A-Z0-9]+ )*PRIVATE KEY-----", RegexOptions.CultureInvariant)]
    private static partial Regex KeyEndLine();
}
