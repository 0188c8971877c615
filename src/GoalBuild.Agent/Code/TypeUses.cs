namespace GoalBuild.Agent.Code;

/// <summary>
/// Which files use types that others declare, judged by names alone: a file that has the identifier is taken to use the type. That errs for common
/// names, and costs next to nothing.
/// </summary>
internal sealed class TypeUses
{
    // A name that so many files declare says nothing of which one is meant.
    private const int MostDeclaring = 5;

    private readonly Dictionary<int, List<int>> _declaring = [];
    private readonly Dictionary<int, int> _files = [];
    private readonly CodeMap _map;

    /// <summary>Counts.</summary>
    /// <param name="map">The tree.</param>
    public TypeUses(CodeMap map)
    {
        _map = map;
        for (var index = 0; index < map.Parsed.Count; index++)
        {
            foreach (var name in map.Parsed[index].Declarations.Where(declaration => declaration.IsType).Select(declaration => declaration.Name).Distinct(StringComparer.Ordinal))
            {
                if (map.Names.Find(name) is { } number)
                {
                    if (!_declaring.TryGetValue(number, out var files))
                    {
                        _declaring[number] = files = [];
                    }

                    files.Add(index);
                }
            }

            foreach (var number in map.Parsed[index].Names)
            {
                _files[number] = _files.GetValueOrDefault(number) + 1;
            }
        }

        Counts = new int[map.Parsed.Count];
        for (var index = 0; index < map.Parsed.Count; index++)
        {
            foreach (var declaring in UsedBy(index))
            {
                Counts[declaring]++;
            }
        }
    }

    /// <summary>For each parsed file, by how many others its types are used.</summary>
    public int[] Counts { get; }

    /// <summary>The files that declare types which a file uses, each once; not the file itself.</summary>
    /// <param name="file">The index of a parsed file.</param>
    public IEnumerable<int> UsedBy(int file) => _map.Parsed[file].Names
        .SelectMany(number => _declaring.TryGetValue(number, out var files) && files.Count <= MostDeclaring ? files : [])
        .Where(declaring => declaring != file)
        .Distinct();

    /// <summary>In how many files a name stands.</summary>
    /// <param name="name">An identifier.</param>
    public int FilesWith(string name) => _map.Names.Find(name) is { } number ? _files.GetValueOrDefault(number) : 0;
}
