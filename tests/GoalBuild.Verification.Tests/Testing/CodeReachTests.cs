using GoalBuild.Verification.Testing;
using GoalBuild.Verification.Tests.Support;

namespace GoalBuild.Verification.Tests.Testing;

/// <summary>Whether the code of a test could see more than what is given to it.</summary>
public sealed class CodeReachTests : IDisposable
{
    private static readonly HashSet<string> Beside = new(StringComparer.OrdinalIgnoreCase) { "nunit.framework" };

    private readonly TempFolder _folder = new("reach");

    public void Dispose() => _folder.Dispose();

    [TestCase("Assert.That(1 + 1, Is.EqualTo(2).Within(0));")]
    [TestCase("var names = new Dictionary<string, List<int>> { [\"a\"] = [1, 2] }; Assert.That(names[\"a\"].Select(n => n * 2).Sum(), Is.EqualTo(6));")]
    [TestCase("Assert.That(() => throw new InvalidOperationException($\"{1.5:F2}\"), Throws.InvalidOperationException);")]
    [TestCase("using var text = new StringReader(\"a\\nb\"); Assert.That(text.ReadLine(), Is.EqualTo(\"a\"));")]
    [TestCase("using var stream = new MemoryStream(); using (var writer = new StreamWriter(stream, leaveOpen: true)) { writer.Write(\"src/A.cs\"); } Assert.That(stream.Length, Is.Positive);")]
    [TestCase("Assert.That(System.Text.Json.JsonSerializer.Serialize(new { A = 1 }), Is.EqualTo(\"{\\\"A\\\":1}\"));")]
    [TestCase("System.Linq.Expressions.Expression<Func<string, int>> length = s => s.Length; Assert.That(length.Compile()(\"ab\"), Is.EqualTo(2));")]
    [TestCase("Assert.That(typeof(Sample).Assembly.GetManifestResourceStream(\"none\"), Is.Null); Assert.That(Environment.GetEnvironmentVariable(\"HOME\"), Is.Not.Empty);")]
    [TestCase("Task.Run(async () => await Task.Delay(1)).Wait(); Assert.That(DateTime.UtcNow.Year, Is.GreaterThan(2000));")]
    [TestCase("var made = new List<Sample> { Activator.CreateInstance<Sample>() }; Assert.That(made.OrderBy(m => m.GetHashCode()).ToArray(), Has.Length.EqualTo(1));")]
    public void Code_that_only_computes_cannot_reach_out(string body) => Assert.That(WayOut(Method(body)), Is.Null);

    [TestCase("Assert.That(File.ReadAllText(\"a\"), Is.Empty);")]
    [TestCase("foreach (var file in Directory.EnumerateFiles(\".\")) { Assert.That(file, Is.Not.Empty); }")]
    [TestCase("Assert.That(new DirectoryInfo(\".\").GetFiles(), Is.Empty);")]
    [TestCase("using var text = new StreamReader(\"a\"); Assert.That(text.ReadLine(), Is.Null);")]
    [TestCase("Assert.That(Path.Exists(\"a\"), Is.False);")]
    [TestCase("using var process = System.Diagnostics.Process.Start(\"git\");")]
    [TestCase("using var client = new System.Net.Http.HttpClient();")]
    [TestCase("using var socket = new System.Net.Sockets.TcpClient();")]
    [TestCase("System.Xml.Linq.XDocument.Load(\"a.xml\");")]
    [TestCase("System.Reflection.Assembly.LoadFrom(\"a.dll\");")]
    [TestCase("typeof(object).Assembly.GetType(\"System.IO.File\");")]
    [TestCase("Assert.That(typeof(Sample).Assembly.GetTypes(), Is.Not.Empty);")]
    [TestCase("Type.GetType(\"System.IO.File\");")]
    [TestCase("Activator.CreateInstance(\"System.Runtime\", \"System.IO.FileInfo\");")]
    [TestCase("typeof(string).GetMethod(\"ToString\", []).Invoke(\"\", null);")]
    [TestCase("Activator.CreateInstance(typeof(StreamReader), new object[] { \"a.cs\" });")]
    [TestCase("Activator.CreateInstance(typeof(List<int>));")]
    [TestCase("System.Linq.Expressions.Expression.New(typeof(StreamReader).GetConstructors()[0], System.Linq.Expressions.Expression.Constant(\"a.cs\"));")]
    [TestCase("AppDomain.CurrentDomain.GetAssemblies();")]
    [TestCase("dynamic value = typeof(object).Assembly; value.GetType(\"System.IO.File\");")]
    [TestCase("System.Runtime.InteropServices.NativeLibrary.Load(\"libc\");")]
    [TestCase("new System.Runtime.Loader.AssemblyLoadContext(\"a\");")]
    [TestCase("System.IO.Compression.ZipFile.OpenRead(\"a.zip\");")]
    [TestCase("System.IO.MemoryMappedFiles.MemoryMappedFile.CreateFromFile(\"a\");")]
    [TestCase("new System.IO.Pipes.NamedPipeClientStream(\"a\").Connect();")]
    [TestCase("Assert.That(\"a.cs\", Does.Exist);")]
    [TestCase("Assert.That(\"a.cs\", Does.Not.Exist);")]
    [TestCase("FileAssert.Exists(\"a.cs\");")]
    [TestCase("new System.IO.FileSystemWatcher(\".\");")]
    public void Code_that_names_a_way_out_may_use_it(string body) => Assert.That(WayOut(Method(body)), Is.Not.Null);

    [TestCase("public class Sample { [System.Runtime.InteropServices.DllImport(\"libc\")] public static extern int getpid(); }")]
    [TestCase("public class Sample { [TestCaseSource(typeof(Directory), \"GetFiles\", new object[] { \".\" })] public void Tests(string file) { } }")]
    [TestCase("public class Sample { public FileInfo File; }")]
    [TestCase("public class Sample : List<FileInfo> { }")]
    [TestCase("public class Sample { public Func<string, string> Read = File.ReadAllText; }")]
    public void What_is_declared_counts_too(string text) => Assert.That(WayOut(text), Is.Not.Null);

    [Test]
    public void A_type_of_an_assembly_that_does_not_lie_beside_it_is_nobodys()
    {
        var helper = CompiledCode.Write(_folder.At("Helper.dll"), "namespace Helpers; public static class Helper { public static int One => 1; }");
        var user = CompiledCode.Write(_folder.At("User.dll"), "public class Sample { public int One => Helpers.Helper.One; }", helper);

        Assert.That(CodeReach.WayOut(user, new HashSet<string> { "Helper" }), Is.Null);
        Assert.That(CodeReach.WayOut(user, new HashSet<string>()), Is.EqualTo("Helpers.Helper"));
    }

    [Test]
    public void What_is_no_assembly_runs_no_code_and_a_damaged_one_may()
    {
        Assert.That(CodeReach.WayOut(_folder.Write("text.dll", "a text"), Beside), Is.Null);

        var damaged = CompiledCode.Write(_folder.At("Damaged.dll"), "public class Sample { }");
        var bytes = File.ReadAllBytes(damaged);
        var metadata = bytes.AsSpan().IndexOf("BSJB"u8);
        bytes.AsSpan(metadata, 60).Fill(0xFF);
        File.WriteAllBytes(damaged, bytes);
        Assert.That(CodeReach.WayOut(damaged, Beside), Is.Not.Null);
    }

    private static string Method(string body) => $"public class Sample {{ [Test] public void Tests() {{ {body} }} }}";

    private string? WayOut(string text) => CodeReach.WayOut(CompiledCode.Write(_folder.At($"{Guid.NewGuid():N}/Sample.dll"), text), Beside);
}
