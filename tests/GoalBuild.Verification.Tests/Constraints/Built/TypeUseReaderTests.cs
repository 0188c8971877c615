using GoalBuild.Verification.Constraints.Built;

namespace GoalBuild.Verification.Tests.Constraints.Built;

public class TypeUseReaderTests
{
    private static readonly ReferenceScope Users = new("Compiled.Users", new HashSet<string>());
    private static readonly ReferenceScope Used = new("Compiled.Used", new HashSet<string>());

    private static List<TypeUse> Uses()
    {
        using var reader = new TypeUseReader(typeof(TypeUseReaderTests).Assembly.Location);
        return [.. reader.Uses(Users.Contains).Where(use => Used.Contains(use.Used))];
    }

    [TestCase("OfBase", "Thing")]
    [TestCase("OfInterface", "IThing")]
    [TestCase("OfConstraint`1", "Thing")]
    [TestCase("OfAttribute", "MarkAttribute")]
    [TestCase("OfAttributeArgument", "Hidden")]
    [TestCase("OfAttributeArgument", "Listed")]
    [TestCase("OfField", "Thing")]
    [TestCase("OfProperty", "Thing")]
    [TestCase("OfEvent", "Handler")]
    [TestCase("OfParameter", "Thing")]
    [TestCase("OfReturn", "Thing")]
    [TestCase("OfGenericArgument", "Thing")]
    [TestCase("OfNestedArgument", "Thing.Inner")]
    [TestCase("OfArray", "Thing")]
    [TestCase("OfCall", "Tool")]
    [TestCase("OfGenericCall", "Thing")]
    [TestCase("OfTypeOf", "Thing")]
    [TestCase("OfCatch", "Trouble")]
    [TestCase("OfCast", "Thing")]
    [TestCase("Below.OfSubNamespace", "Thing")]
    public void A_use_is_found_wherever_it_stands(string user, string used)
    {
        var found = Uses().Where(use => use.User.ToString() == $"Compiled.Users.{user}").Select(use => use.Used.ToString());

        Assert.That(found, Does.Contain($"Compiled.Used.{used}"));
    }

    [Test]
    public void A_use_in_a_lambda_or_an_async_method_is_found_in_what_the_compiler_made_of_it()
    {
        var names = Uses().Select(use => use.User.Name).ToList();

        Assert.Multiple(() =>
        {
            Assert.That(names, Has.Some.StartsWith("OfLambda.<"));
            Assert.That(names, Has.Some.StartsWith("OfAsync.<"));
        });
    }

    [Test]
    public void A_use_in_code_has_the_line_that_it_was_written_on()
    {
        var use = Uses().First(use => use.User.Name == "OfCall" && use.Line is not null && use.Member == "Run");
        var line = File.ReadLines(Source("TypeUseSubject.cs")).Select((text, i) => (text, i)).Single(line => line.text.Contains("Tool.Work(); // here", StringComparison.Ordinal)).i + 1;

        Assert.Multiple(() =>
        {
            Assert.That(Path.GetFileName(use.File), Is.EqualTo("TypeUseSubject.cs"));
            Assert.That(Uses().Where(use => use.User.Name == "OfCall").Select(use => use.Line), Does.Contain(line));
        });
    }

    [Test]
    public void Types_that_use_nothing_of_it_are_not_among_the_users() =>
        Assert.That(Uses().Select(use => use.User.Name), Has.None.EqualTo("Innocent"));

    [Test]
    public void A_namespace_holds_what_is_below_it_and_not_what_only_begins_alike()
    {
        Assert.Multiple(() =>
        {
            Assert.That(Used.Contains(new TypeName("A", "Compiled.Used.More", "T")));
            Assert.That(Used.Contains(new TypeName("A", "Compiled.Useds", "T")), Is.False);
            Assert.That(new ReferenceScope("Web", new HashSet<string> { "Shop.Web" }).Contains(new TypeName("Shop.Web", "", "Program")));
        });
    }

    [Test]
    public void A_damaged_file_is_an_error_and_not_one_without_uses()
    {
        var path = Path.GetTempFileName();
        File.WriteAllText(path, "MZ and nothing more");
        try
        {
            Assert.Throws<BadImageFormatException>(() => new TypeUseReader(path).Dispose());
        }
        finally
        {
            File.Delete(path);
        }
    }

    // The compiler's own idea of where a source lies is another one where a build is reproducible.
    private static string Source(string name)
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "GoalBuild.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("GoalBuild.sln is not above the tests.");
        }

        return Path.Combine(folder, "tests", "GoalBuild.Verification.Tests", "Constraints", "Built", name);
    }
}
