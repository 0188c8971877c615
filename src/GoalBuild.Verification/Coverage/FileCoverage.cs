namespace GoalBuild.Verification.Coverage;

/// <summary>What was measured of one source file, all reports and classes taken together.</summary>
/// <param name="path">The file's absolute path.</param>
public sealed class FileCoverage(string path)
{
    private readonly SortedDictionary<int, bool> _lines = [];
    private readonly Dictionary<(string Class, int Line), (int Covered, int Total)> _branches = [];
    private readonly Dictionary<(string Class, string Method, int Line), bool> _methods = [];

    /// <summary>The file's absolute path.</summary>
    public string Path { get; } = path;

    /// <summary>Its lines that hold code, each once, whatever number of classes, methods and reports mention it.</summary>
    public CoverageCount Lines => new(_lines.Count(line => line.Value), _lines.Count);

    /// <summary>Its branches.</summary>
    public CoverageCount Branches => new(_branches.Values.Sum(branch => branch.Covered), _branches.Values.Sum(branch => branch.Total));

    /// <summary>Its methods; one of whose lines ran is covered.</summary>
    public CoverageCount Methods => new(_methods.Count(method => method.Value), _methods.Count);

    /// <summary>Lines that hold code and never ran, as ranges from first to last; lines without code do not end a range.</summary>
    public IReadOnlyList<(int First, int Last)> UncoveredLines
    {
        get
        {
            var ranges = new List<(int First, int Last)>();
            var open = false;
            foreach (var (line, covered) in _lines)
            {
                if (covered)
                {
                    open = false;
                }
                else if (open)
                {
                    ranges[^1] = (ranges[^1].First, line);
                }
                else
                {
                    ranges.Add((line, line));
                    open = true;
                }
            }

            return ranges;
        }
    }

    /// <summary>Lines some of whose branches were never taken, in order.</summary>
    public IReadOnlyList<int> UncoveredBranches =>
        [.. _branches.Where(branch => branch.Value.Covered < branch.Value.Total).Select(branch => branch.Key.Line).Distinct().Order()];

    /// <summary>Methods that never ran, with their first lines, in order.</summary>
    public IReadOnlyList<(string Name, int Line)> UncoveredMethods =>
        [.. _methods.Where(method => !method.Value).Select(method => (method.Key.Method, method.Key.Line)).OrderBy(method => method.Line)];

    internal void AddLine(int line, bool covered) => _lines[line] = covered || _lines.GetValueOrDefault(line);

    /// <summary>Branches of one line in one class; another report of the same line can only cover more.</summary>
    internal void AddBranches(string type, int line, int covered, int total)
    {
        var known = _branches.GetValueOrDefault((type, line));
        _branches[(type, line)] = (Math.Max(known.Covered, covered), Math.Max(known.Total, total));
    }

    internal void AddMethod(string type, string method, int firstLine, bool covered) =>
        _methods[(type, method, firstLine)] = covered || _methods.GetValueOrDefault((type, method, firstLine));
}

/// <summary>How many of something were covered.</summary>
/// <param name="Covered">How many ran.</param>
/// <param name="Total">How many there are.</param>
public readonly record struct CoverageCount(int Covered, int Total)
{
    /// <summary>The share in percent, 0 to 100, exact; 100 where there is nothing to cover.</summary>
    public decimal Percent => Total == 0 ? 100 : 100m * Covered / Total;

    /// <summary>Both counts added.</summary>
    public static CoverageCount operator +(CoverageCount left, CoverageCount right) => new(left.Covered + right.Covered, left.Total + right.Total);
}
