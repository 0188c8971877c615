using BenchmarkDotNet.Attributes;
using GoalBuild.Language;
using GoalBuild.Language.Syntax;

namespace GoalBuild.Benchmarks;

/// <summary>The parser on a megabyte of goal text, and on ten times as much: the cost must be linear.</summary>
[MemoryDiagnoser]
public class ParserBenchmarks
{
    private SourceText _text = null!;

    /// <summary>Size of the text in megabytes.</summary>
    [Params(1, 10)]
    public int Megabytes { get; set; }

    /// <summary>Writes the text.</summary>
    [GlobalSetup]
    public void Setup() => _text = new SourceText("large.goal", GoalText.OfSize(Megabytes << 20));

    /// <summary>Parses it.</summary>
    [Benchmark]
    public ParseResult Parse() => GoalLanguage.Parse(_text);
}
