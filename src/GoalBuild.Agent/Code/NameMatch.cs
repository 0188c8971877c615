namespace GoalBuild.Agent.Code;

/// <summary>How well a name fits what was asked for; smaller is better.</summary>
internal enum NameFit
{
    /// <summary>It is the same.</summary>
    Exact,

    /// <summary>It is the same but for upper and lower case.</summary>
    AnyCase,

    /// <summary>It begins so.</summary>
    Start,

    /// <summary>It holds it.</summary>
    Part,

    /// <summary>Its words begin so: <c>FiSyTo</c> fits <c>FindSymbolTool</c>.</summary>
    Humps,

    /// <summary>It does not fit.</summary>
    None,
}

/// <summary>Compares names of symbols with what someone remembers of them: <c>Type</c>, <c>Type.Member</c>, <c>Namespace.Type</c>, or a part.</summary>
internal sealed class NameMatch
{
    private readonly string[] _parts;

    /// <summary>Reads what is asked for.</summary>
    /// <param name="query">A name; type arguments, parameters and <c>global::</c> take no part.</param>
    public NameMatch(string query)
    {
        var name = query.Trim();
        name = name.StartsWith("global::", StringComparison.Ordinal) ? name["global::".Length..] : name;

        // An operator's name may hold the very characters that end other names.
        var end = name.StartsWith("operator ", StringComparison.Ordinal) ? -1 : name.AsSpan().IndexOfAny('(', '<');
        var bare = end < 0 ? name : name[..end] + (name.LastIndexOf('>') is var close && close > end && close + 1 < name.Length && name[close + 1] == '.' ? Tail(name[(close + 1)..]) : "");
        _parts = bare.Split(["::", "."], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

        static string Tail(string rest) => rest.IndexOf('(', StringComparison.Ordinal) is var open and >= 0 ? rest[..open] : rest;
    }

    /// <summary>Whether there is something to look for.</summary>
    public bool IsEmpty => _parts.Length == 0;

    /// <summary>The last part: the name alone.</summary>
    public string Name => _parts[^1];

    /// <summary>How well a declaration fits: as well as the worst of the parts, which name the nearest containers in order.</summary>
    /// <param name="declaration">The declaration.</param>
    public NameFit Of(Declaration declaration)
    {
        var worst = Fit(Name, declaration.Name);
        if (worst == NameFit.None || _parts.Length == 1)
        {
            return worst;
        }

        var containers = declaration.Container.Split('.');
        var count = _parts.Length - 1;
        if (declaration.Container.Length == 0 || containers.Length < count)
        {
            return NameFit.None;
        }

        for (var index = 0; index < count; index++)
        {
            var fit = Fit(_parts[index], containers[containers.Length - count + index]);
            worst = fit > worst ? fit : worst;
        }

        return worst;
    }

    /// <summary>How well a name fits.</summary>
    /// <param name="asked">What is asked for.</param>
    /// <param name="name">The name.</param>
    internal static NameFit Fit(string asked, string name) =>
        name == asked ? NameFit.Exact
        : name.Equals(asked, StringComparison.OrdinalIgnoreCase) ? NameFit.AnyCase
        : name.StartsWith(asked, StringComparison.OrdinalIgnoreCase) ? NameFit.Start
        : name.Contains(asked, StringComparison.OrdinalIgnoreCase) ? NameFit.Part
        : FitsHumps(asked, name) ? NameFit.Humps
        : NameFit.None;

    // Each word of what is asked begins a word of the name, in order, the first one the first.
    private static bool FitsHumps(string asked, string name)
    {
        var words = Words(asked);
        var humps = Words(name);
        if (words.Count < 2 || !humps[0].StartsWith(words[0], StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var next = 1;
        for (var hump = 1; hump < humps.Count && next < words.Count; hump++)
        {
            next += humps[hump].StartsWith(words[next], StringComparison.Ordinal) ? 1 : 0;
        }

        return next == words.Count;
    }

    private static List<string> Words(string name)
    {
        var words = new List<string>();
        var start = 0;
        for (var index = 1; index <= name.Length; index++)
        {
            if (index == name.Length || char.IsUpper(name[index]) || name[index] == '_')
            {
                words.Add(name[start..index].TrimStart('_'));
                start = index;
            }
        }

        return words.FindAll(word => word.Length > 0) is { Count: > 0 } some ? some : [name];
    }
}
