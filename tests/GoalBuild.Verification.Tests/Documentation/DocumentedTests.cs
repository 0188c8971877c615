using GoalBuild.Verification.Documentation;
using GoalBuild.Verification.Tests.Support;

namespace GoalBuild.Verification.Tests.Documentation;

public sealed class DocumentedTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // Each: sources, and the names that lack a comment.
    private static IEnumerable<TestCaseData> Sources()
    {
        yield return Case("public class A { public void M() { } protected int F; internal void I() { } private int P; }", "A", "A.M()", "A.F");
        yield return Case("class Hidden { public void M() { } public class Inner { public void M() { } } }");
        yield return Case("/// <summary>It is.</summary>\npublic class A\n{\n    /// <summary>Goes.</summary>\n    public void M(int x) { }\n}");
        yield return Case("/** <summary>It is.</summary> */ public class A { }");
        yield return Case("// A plain comment.\npublic class A { }", "A");
        yield return Case("#pragma warning disable CS1591\npublic class A { }\n#pragma warning restore CS1591", "A");
        yield return Case("/// <summary>E.</summary>\npublic enum E { One, /** <summary>Two.</summary> */ Two }", "E.One");
        yield return Case("/// <summary>I.</summary>\npublic interface I { void M(); int P { get; set; } static void S() { } private void H() { } }", "I.M()", "I.P", "I.S()");
        yield return Case("/// <summary>D.</summary>\npublic delegate int D(int x);");
        yield return Case("public delegate int D(int x);", "D");

        // Accessors and what the compiler adds are no members of their own; one comment stands for all names of a field.
        yield return Case("/// <summary>A.</summary>\npublic class A { /** <summary>P.</summary> */ public int P { get; set; } /** <summary>E.</summary> */ public event System.Action E; /** <summary>F.</summary> */ public int F, G; static A() { } ~A() { } }");
        yield return Case("/// <summary>A.</summary>\npublic class A { public A() { } public int this[int i] => i; public static A operator +(A a, A b) => a; public static implicit operator int(A a) => 1; }", "A.A()", "A.this[int]", "A.operator +(A, A)", "A.implicit operator int(A)");
        yield return Case("/// <summary>A.</summary>\npublic class A : System.IDisposable { void System.IDisposable.Dispose() { } }");

        // Nobody can reach what is protected in a class that nobody can derive from.
        yield return Case("/// <summary>A.</summary>\npublic sealed class A { protected void M() { } protected internal void N() { } }");
        yield return Case("/// <summary>A.</summary>\npublic class A { private protected void M() { } protected internal void N() { } }", "A.N()");

        // Records: their properties are described by the record's parameters.
        yield return Case("/// <summary>R.</summary>\n/// <param name=\"X\">Across.</param>\npublic record R(int X, int Y) { public int Z { get; init; } }", "R.Y", "R.Z");
        yield return Case("/// <summary>R.</summary>\n/// <param name=\"X\"></param>\npublic readonly record struct R(int X);", "R.X");
        yield return Case("/// <inheritdoc/>\npublic record R(int X) : B;\n/// <summary>B.</summary>\npublic record B;");
        yield return Case("/// <summary>A class with a primary constructor.</summary>\npublic class C(int x) { /** <summary>X.</summary> */ public int X => x; }");

        // Inherited comments need something to inherit from.
        yield return Case("/// <inheritdoc/>\npublic class A { /** <inheritdoc/> */ public override string ToString() => \"\"; /** <inheritdoc/> */ public void M() { } }", "A", "A.M()");
        yield return Case("/// <inheritdoc cref=\"B\"/>\npublic class A { }\n/// <summary>B.</summary>\npublic class B : System.IDisposable { /** <inheritdoc/> */ public void Dispose() { } }");
        yield return Case("/// <inheritdoc/>\npublic partial class A { }");
        yield return Case("/// <summary>A.</summary>\npublic class A { public override string ToString() => \"\"; }", "A.ToString()");

        // Empty comments, and those that are no XML, are none.
        yield return Case("/// <summary></summary>\npublic class A { }", "A");
        yield return Case("///\npublic class A { }", "A");
        yield return Case("/// <summary>A & B</summary>\npublic class A { }", "A");
        yield return Case("/// <summary>unclosed\npublic class A { }", "A");
        yield return Case("/// <summary><see cref=\"int\"/></summary>\npublic class A { }");
        yield return Case("/// <include file='a.xml' path='x'/>\npublic class A { }");
        yield return Case("/// Words without an element.\npublic class A { }");

        yield return Case("namespace N.M;\n/// <summary>A.</summary>\npublic class A<T> { public class Inner { public void M<U>(T t, ref U u) { } } }", "N.M.A<T>.Inner", "N.M.A<T>.Inner.M<U>(T, ref U)");
        yield return Case("/// <summary>A.</summary>\npublic static class A { extension(string s) { public int Twice() => 2; /** <summary>Three.</summary> */ public int Three => 3; } }", "A.extension(string).Twice()");
        yield return Case("#if WINDOWS\npublic class A { }\n#elif UNIX\npublic class B { }\n#endif", "B");
        yield return Case("System.Console.WriteLine(1);\n/// <summary>A.</summary>\npublic class A { }");
        yield return Case("[System.Obsolete]\n/// <summary>Behind the attribute, where the compiler does not look.</summary>\npublic class A { }", "A");
        yield return Case("/// <summary>Before it.</summary>\n[System.Obsolete]\npublic class A { }");

        static TestCaseData Case(string source, params string[] expected) => new TestCaseData(source, expected).SetArgDisplayNames(source.ReplaceLineEndings(" "));
    }

    [TestCaseSource(nameof(Sources))]
    public void Members_without_a_comment_are_found(string source, string[] expected) => Assert.That(Undocumented(source), Is.EquivalentTo(expected));

    [Test]
    public void One_half_of_what_is_partial_is_enough()
    {
        var without = Undocumented(
            "/// <summary>A.</summary>\npublic partial class A { public partial void M(); public partial int P { get; } }",
            "partial class A { /** <summary>M.</summary> */ public partial void M() { } public partial int P => 1; }");

        Assert.That(without, Is.EqualTo(new[] { "A.P" }));
    }

    [Test]
    public void What_tools_write_is_left_out_and_counted()
    {
        var sources = Set(["public class A { }", "// <auto-generated/>\npublic class B { }", "public class C { }", "public partial class A { public void M() { } }"], ["A.cs", "B.cs", "C.Designer.cs", "obj/A.g.cs"]);

        var (members, generated) = PublicApi.Of(sources, CancellationToken.None);

        Assert.Multiple(() =>
        {
            Assert.That(members.Select(member => member.Name), Is.EqualTo(new[] { "A" }));
            Assert.That(generated, Is.EqualTo(2), "what lies in 'obj' goes without saying");
        });
    }

    [Test]
    public void A_comment_that_a_tool_wrote_for_the_other_half_counts()
    {
        var sources = Set(["public partial class A { }", "/// <summary>A.</summary>\npublic partial class A { }"], ["A.cs", "obj/A.g.cs"]);

        Assert.That(PublicApi.Of(sources, CancellationToken.None).Members.Select(XmlComment.FaultOf), Is.EqualTo(new string?[] { null }));
    }

    [TestCase("/// <summary></summary>\npublic class A { }", "has an XML comment without a word in it")]
    [TestCase("/// <summary>A & B</summary>\npublic class A { }", "has a comment that is no well-formed XML")]
    [TestCase("/// <inheritdoc/>\npublic class A { }", "inherits its XML comment from nothing")]
    [TestCase("public class A { }", "has no XML comment")]
    public void What_is_wrong_is_said(string source, string fault) =>
        Assert.That(PublicApi.Of(Set([source], ["A.cs"]), CancellationToken.None).Members.Select(XmlComment.FaultOf), Is.EqualTo(new[] { fault }));

    [Test]
    public void A_member_stands_where_its_name_does()
    {
        var set = Set(["namespace N;\n\n[System.Obsolete]\npublic class A\n{\n    public void\n        M() { }\n    public int F, G;\n}\n"], ["A.cs"]);

        Assert.That(
            PublicApi.Of(set, CancellationToken.None).Members.Select(member => (member.Name, member.Place.Line, member.Place.Column)),
            Is.EqualTo(new[] { ("N.A", 4, 14), ("N.A.M()", 7, 9), ("N.A.F", 8, 16), ("N.A.G", 8, 19) }));
    }

    private List<string> Undocumented(params string[] sources)
    {
        var set = Set(sources, [.. sources.Select((_, i) => $"{i}.cs")]);
        return [.. PublicApi.Of(set, CancellationToken.None).Members.Where(member => XmlComment.FaultOf(member) is not null).Select(member => member.Name)];
    }

    private SourceSet Set(string[] sources, string[] names)
    {
        var folder = Guid.NewGuid().ToString("N");
        var files = sources.Zip(names).Select(source => _folder.Write($"{folder}/{source.Second}", source.First)).ToList();
        return new SourceSet(files, ["UNIX"], "preview", _folder.At($"{folder}/obj/"));
    }
}
