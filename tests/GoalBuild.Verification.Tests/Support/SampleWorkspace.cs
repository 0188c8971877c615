using GoalBuild.Language.Model;
using GoalBuild.Language.Syntax;
using GoalBuild.Verification.Engine;

namespace GoalBuild.Verification.Tests.Support;

/// <summary>A workspace with a library and an executable that uses it, both in one solution; nothing of this repository reaches into it.</summary>
public sealed class SampleWorkspace : IDisposable
{
    private int _verification;

    private readonly bool _isOwner = true;
    private readonly bool _isWarm;

    /// <summary>A fresh workspace.</summary>
    /// <param name="name">What its folder's name begins with.</param>
    /// <param name="isWarm">
    /// Whether the verifier is the one that all such workspaces share, whose worker node and compiler run already; otherwise it has one of its own, as a
    /// process that has just begun: for tests of the session itself, of its end, and of the environment that it takes over.
    /// </param>
    public SampleWorkspace(string name = "sample", bool isWarm = true)
    {
        _isWarm = isWarm;
        Verifier = isWarm ? SharedFixtures.Verifier : new MSBuildVerifier(TimeProvider.System);
        Folder = new TempFolder(name);
        Folder.Write("Directory.Build.props", "<Project />");
        Folder.Write("Directory.Build.targets", "<Project />");
        Folder.Write("Directory.Packages.props", "<Project />");
    }

    /// <summary>The same workspace with a verifier of its own, as another process would have it.</summary>
    public SampleWorkspace(TempFolder folder)
    {
        Folder = folder;
        Verifier = new MSBuildVerifier(TimeProvider.System);
        _isOwner = false;
        _verification = 1000;
    }

    public TempFolder Folder { get; }

    public Workspace Workspace => new(Folder.Path, Folder.At(".goal"));

    public MSBuildVerifier Verifier { get; }

    public List<VerificationEvent> Events { get; } = [];

    /// <summary>Called with each event, on the thread that tells it.</summary>
    public Action<VerificationEvent> OnEvent { get; set; } = _ => { };

    public string LastEvidence => Folder.At($".goal/runs/{_verification}");

    /// <summary>Adds <c>Lib</c>, and <c>App</c> that refers to it, and <c>Sample.slnx</c> with both.</summary>
    public SampleWorkspace WithProjects()
    {
        const string Properties = "<TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings><Nullable>enable</Nullable>";
        Folder.Write("Lib/Lib.csproj", $"<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup>{Properties}</PropertyGroup></Project>");
        Folder.Write("Lib/Greeting.cs", "namespace Lib;\npublic static class Greeting\n{\n    public static string Text => \"hello\";\n}\n");
        Folder.Write("App/App.csproj", $"<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><OutputType>Exe</OutputType>{Properties}</PropertyGroup><ItemGroup><ProjectReference Include=\"../Lib/Lib.csproj\" /></ItemGroup></Project>");
        Folder.Write("App/Program.cs", "Console.WriteLine(Lib.Greeting.Text);\n");
        Folder.Write("Sample.slnx", "<Solution><Project Path=\"Lib/Lib.csproj\" /><Project Path=\"App/App.csproj\" /></Solution>\n");
        return this;
    }

    /// <summary>Adds files and folders of a fixture.</summary>
    public SampleWorkspace WithFixture(string fixture, params string[] parts)
    {
        var source = Path.Combine(AppContext.BaseDirectory, "Fixtures", fixture);
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            var path = Path.GetRelativePath(source, file);
            if (parts.Contains(path.Split(Path.DirectorySeparatorChar)[0]))
            {
                Folder.Write(path, File.ReadAllText(file));
            }
        }

        return this;
    }

    public Task<VerificationResult> VerifyAsync(params IEnumerable<Clause> clauses) => VerifyAsync(new Goal(new Text("sample")) { Verify = [.. clauses] }, request => request);

    public Task<VerificationResult> VerifyAsync(Goal goal, Func<VerificationRequest, VerificationRequest> with, CancellationToken cancellation = default)
    {
        var request = new VerificationRequest(Workspace, new SourceText(Folder.At("sample.goal"), "goal \"sample\" { }"), goal, Folder.At($".goal/runs/{++_verification}"));
        return Verifier.VerifyAsync(with(request), new Collector(Events, OnEvent), cancellation);
    }

    public void Dispose()
    {
        if (!_isWarm)
        {
            Verifier.Dispose();
        }

        if (_isOwner)
        {
            Folder.Dispose();
        }
    }

    private sealed class Collector(List<VerificationEvent> events, Action<VerificationEvent> onEvent) : IProgress<VerificationEvent>
    {
        public void Report(VerificationEvent value)
        {
            lock (events)
            {
                events.Add(value);
            }

            onEvent(value);
        }
    }
}
