namespace GoalBuild.EndToEnd;

/// <summary>A project that uses the package, in a folder of its own.</summary>
internal sealed class GoalProject : IDisposable
{
    private readonly TempFolder _folder;

    /// <summary>Writes the project.</summary>
    /// <param name="properties">XML for its property group.</param>
    /// <param name="items">XML for its item group; the goals.</param>
    /// <param name="targets">XML for its targets.</param>
    /// <param name="folder">The name of its folder.</param>
    public GoalProject(string items = """<Goal Include="app.goal" />""", string properties = "<TargetFramework>net10.0</TargetFramework>", string targets = "", string folder = "Größe & Maß")
    {
        _folder = new TempFolder(folder);
        With("nuget.config", PackageFeed.NuGetConfig);
        With("Directory.Build.props", "<Project />");
        With("Directory.Build.targets", "<Project />");
        With("Directory.Packages.props", "<Project />");
        With("Class1.cs", "public class Class1;");
        With(
            "app.csproj",
            $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                {properties}
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="GoalBuild" Version="{PackageFeed.Version}" PrivateAssets="all" />
                {items}
              </ItemGroup>
              {targets}
            </Project>
            """);
    }

    /// <summary>Its folder.</summary>
    public string Path => _folder.Path;

    /// <summary>The absolute path of a file in it.</summary>
    /// <param name="name">A path relative to the folder.</param>
    public string this[string name] => _folder[name];

    /// <summary>Whether its folder for stamps holds one.</summary>
    public bool HasStamp => Directory.Exists(this["obj"]) && Directory.EnumerateFiles(this["obj"], "*.stamp", SearchOption.AllDirectories).Any();

    /// <summary>Writes a file.</summary>
    /// <param name="name">A path relative to the folder.</param>
    /// <param name="text">Its content.</param>
    public GoalProject With(string name, string text)
    {
        _folder.With(name, text);
        return this;
    }

    /// <summary>Writes a goal file with these clauses, the first of them on line 5.</summary>
    /// <param name="clauses">Clauses, one a line.</param>
    /// <param name="more">Further members.</param>
    /// <param name="name">The goal's name, and its file's without the extension.</param>
    public GoalProject WithGoal(string clauses, string more = "", string name = "app") => With(
        name + ".goal",
        $$"""
        goal "{{name}}" {
          objective "The files that the clauses name exist."
          constrain { keep tests }
          verify {
        {{clauses}}
          }
          {{more}}
        }
        """);

    /// <summary>Builds it.</summary>
    /// <param name="arguments">More arguments for <c>dotnet build</c>.</param>
    public Task<Outcome> BuildAsync(params string[] arguments) => BuildAsync(null, arguments);

    /// <summary>Builds it.</summary>
    /// <param name="environment">Variables to set.</param>
    /// <param name="arguments">More arguments for <c>dotnet build</c>.</param>
    public Task<Outcome> BuildAsync(IReadOnlyDictionary<string, string?>? environment, params string[] arguments) =>
        Shell.RunAsync(Path, "dotnet", ["build", "-nologo", "-tl:off", .. arguments], environment);

    /// <inheritdoc/>
    public void Dispose() => _folder.Dispose();
}
