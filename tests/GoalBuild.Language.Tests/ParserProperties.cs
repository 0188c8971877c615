using CsCheck;
using GoalBuild.Language.Analysis;
using GoalBuild.Language.Model;
using GoalBuild.Language.Syntax;

namespace GoalBuild.Language.Tests;

/// <summary>What holds for every text whatever: good files with pieces cut out, doubled or swapped, and random ones.</summary>
public sealed class ParserProperties
{
    private static readonly string[] Files = [.. Corpus.Good.Select(name => File.ReadAllText(Corpus.PathOf(name)))];

    private static readonly string[] Pieces =
    [
        .. Keywords.All, "{", "}", "{", "}", ",", "=", ">=", "/", "//", "/*", "*/", "\"", "\"\"\"", "\"x\"", "\"src/**\"", "/x/", "/[", "80%", "3", "$1", "10m", "-", "$", ";", "\\", "\n", "\r\n", "\r", "\t", " ", "\0", "\ud83d", "é", "\u2028",
    ];

    private static readonly Gen<string> Soup = Gen.Int[0, Pieces.Length - 1].Select(index => Pieces[index]).Array[0, 200].Select(pieces => string.Join(' ', pieces));

    private static readonly Gen<string> Noise = Gen.String[Gen.Char, 0, 500];

    private static readonly Gen<string> Mutated =
        from file in Gen.Int[0, Files.Length - 1].Select(index => Files[index])
        from edits in Gen.Select(Gen.Int[0, 100_000], Gen.Int[0, 60], Gen.OneOf(Gen.Const(""), Gen.Int[0, Pieces.Length - 1].Select(index => Pieces[index]))).Array[1, 6]
        select edits.Aggregate(file, (text, edit) =>
        {
            var start = edit.Item1 % (text.Length + 1);
            return string.Concat(text.AsSpan(0, start), edit.Item3, text.AsSpan(Math.Min(text.Length, start + edit.Item2)));
        });

    [Test]
    public void Random_words_and_signs_never_make_the_parser_fail() => Soup.Sample(Holds, iter: 3_000);

    [Test]
    public void Random_characters_never_make_the_parser_fail() => Noise.Sample(Holds, iter: 3_000);

    [Test]
    public void Mutated_files_never_make_the_parser_fail() => Mutated.Sample(Holds, iter: 5_000);

    [Test]
    public void Random_bytes_never_make_the_reader_fail() =>
        Gen.Byte.Array[0, 300].Sample(bytes => GoalLanguage.Parse(bytes, "random.goal").Diagnostics.Count <= 20);

    [Test]
    public void A_cut_file_is_never_taken_for_whole() =>
        Gen.Select(Gen.Int[0, Files.Length - 1].Select(index => Files[index]), Gen.Int[0, 100_000]).Sample(
            (file, at) =>
            {
                var cut = file[..(at % file.LastIndexOf('}'))];
                return GoalLanguage.Parse(new SourceText("cut.goal", cut)).HasErrors || GoalsEnd(cut);
            },
            iter: 2_000);

    private static void Holds(string text)
    {
        var source = new SourceText("random.goal", text);
        var result = GoalLanguage.Check(source, new AnalysisContext("goals", _ => true));
        Assert.That(result.Diagnostics, Has.Count.LessThanOrEqualTo(40));
        foreach (var diagnostic in result.Diagnostics)
        {
            Assert.That(diagnostic.Span.Start >= 0 && diagnostic.Span.Length >= 0 && diagnostic.Span.End <= text.Length, diagnostic.ToString());
            Assert.That(diagnostic.Message.Any(char.IsControl), Is.False, diagnostic.Message);
        }

        Assert.That(result.Diagnostics.Select(diagnostic => diagnostic.Span.Start), Is.Ordered);
        foreach (var goal in result.File.Goals)
        {
            AssertNested(result.File, goal);
        }
    }

    /// <summary>Every node lies in the one that holds it.</summary>
    private static void AssertNested(Node outer, Node inner)
    {
        Assert.That(inner.Span.Start >= outer.Span.Start && inner.Span.End <= outer.Span.End, $"{inner.GetType().Name} {inner.Span} is not in {outer.GetType().Name} {outer.Span}");
        foreach (var child in ModelNodes.ChildrenOf(inner))
        {
            AssertNested(inner, child);
        }
    }

    /// <summary>Whether the cut fell between two goals, or behind the last.</summary>
    private static bool GoalsEnd(string cut)
    {
        var tokens = Scanner.Scan(new SourceText("cut.goal", cut)).Tokens.Where(token => !token.IsComment).ToList();
        return tokens.Count > 1 && tokens[^2].Kind == TokenKind.CloseBrace && tokens.Count(token => token.Kind == TokenKind.OpenBrace) == tokens.Count(token => token.Kind == TokenKind.CloseBrace);
    }
}
