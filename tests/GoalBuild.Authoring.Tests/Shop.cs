using GoalBuild.Authoring.Repository;

namespace GoalBuild.Authoring.Tests;

/// <summary>A repository as teams have it: a solution, tests of two kinds, a web front end, a workflow.</summary>
internal static class Shop
{
    public static IReadOnlyDictionary<string, string> Files { get; } = new Dictionary<string, string>
    {
        ["Shop.slnx"] = """<Solution><Folder Name="/src/"><Project Path="src/Shop/Shop.csproj" /><Project Path="src/Shop.Web/Shop.Web.csproj" /></Folder><Project Path="tests\Shop.UnitTests\Shop.UnitTests.csproj" /><Project Path="tests/Shop.IntegrationTests/Shop.IntegrationTests.csproj" /></Solution>""",
        ["Directory.Build.props"] = "<Project><PropertyGroup><TreatWarningsAsErrors>true</TreatWarningsAsErrors></PropertyGroup></Project>",
        [".editorconfig"] = "root = true",
        ["global.json"] = """{ "sdk": { "version": "10.0.100" } /* pinned */ }""",
        [".github/workflows/ci.yml"] = """
            jobs:
              test:
                steps:
                  - uses: actions/checkout@v4
                  - run: dotnet build --configuration Release
                  - name: test
                    run: |
                      dotnet test -c Release
                      ./scripts/check-licenses.sh
                  - run: npm run build
            """,
        ["src/Shop/Shop.csproj"] = """<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><PackageId>Shop</PackageId></PropertyGroup><ItemGroup><PackageReference Include="System.Text.Json" /></ItemGroup></Project>""",
        ["src/Shop/Checkout/Cart.cs"] = "",
        ["src/Shop/Migrations/001.sql"] = "",
        ["src/Shop.Web/Shop.Web.csproj"] = """<Project Sdk="Microsoft.NET.Sdk.Web"><ItemGroup><ProjectReference Include="..\Shop\Shop.csproj" /></ItemGroup></Project>""",
        ["tests/Shop.UnitTests/Shop.UnitTests.csproj"] = """<Project Sdk="Microsoft.NET.Sdk"><ItemGroup><PackageReference Include="NUnit" /><PackageReference Include="Microsoft.NET.Test.Sdk" /><PackageReference Include="coverlet.collector" /></ItemGroup></Project>""",
        ["tests/Shop.IntegrationTests/Shop.IntegrationTests.csproj"] = """<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><UseMicrosoftTestingPlatformRunner>true</UseMicrosoftTestingPlatformRunner></PropertyGroup><ItemGroup><PackageReference Include="xunit.v3" /></ItemGroup></Project>""",
        ["web/package.json"] = """{ "scripts": { "build": "tsc && vite build", "lint": "eslint .", "test": "vitest --watch", "start": "vite" } }""",
        ["web/tsconfig.json"] = "{}",
        ["web/pnpm-lock.yaml"] = "",
        ["docs/api.md"] = "# API",
        ["README.md"] = "# Shop",
        ["samples/Demo/Demo.csproj"] = """<Project Sdk="Microsoft.NET.Sdk" />""",
    };

    public static RepositoryTree Tree { get; } = TreeOf("shop", Files);

    public static RepositoryFacts Facts { get; } = RepositoryScan.Of(Tree);

    public static RepositoryTree TreeOf(string name, IReadOnlyDictionary<string, string> files) => new(name, [.. files.Keys], files.GetValueOrDefault);

    public static RepositoryFacts FactsOf(params (string Path, string Text)[] files) => RepositoryScan.Of(TreeOf("app", files.ToDictionary(file => file.Path, file => file.Text)));
}
