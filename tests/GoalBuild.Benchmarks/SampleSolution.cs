namespace GoalBuild.Benchmarks;

/// <summary>A library and its tests in a folder of their own, with a goal that builds and tests them.</summary>
internal sealed class SampleSolution
{
    private int _edits;

    /// <summary>Writes the files.</summary>
    /// <param name="folder">An empty folder.</param>
    public SampleSolution(string folder)
    {
        Folder = folder;
        Write("Directory.Build.props", "<Project><PropertyGroup><TargetFramework>net10.0</TargetFramework><Nullable>enable</Nullable></PropertyGroup></Project>");
        Write("Directory.Packages.props", "<Project />");
        Write("Sample/Sample.csproj", """<Project Sdk="Microsoft.NET.Sdk" />""");
        Edit();
        Write(
            "Sample.Tests/Sample.Tests.csproj",
            """
            <Project Sdk="Microsoft.NET.Sdk">
              <ItemGroup>
                <PackageReference Include="Microsoft.NET.Test.Sdk" Version="18.0.1" />
                <PackageReference Include="NUnit" Version="5.0.0" />
                <PackageReference Include="NUnit3TestAdapter" Version="6.3.1" />
                <ProjectReference Include="../Sample/Sample.csproj" />
              </ItemGroup>
            </Project>
            """);
        Write(
            "Sample.Tests/CalculatorTests.cs",
            """
            using NUnit.Framework;

            namespace Sample.Tests;

            public class CalculatorTests
            {
                [Test]
                public void Adds([Range(0, 99)] int addend) => Assert.That(Calculator.Add(addend, 1), Is.EqualTo(addend + 1));
            }
            """);
        Write(
            "sample.goal",
            """
            goal "sample" {
                objective "The calculator adds: all 100 tests pass."
                verify {
                    build "Sample.Tests"
                    test "Sample.Tests"
                }
                constrain { only "Sample/**" }
            }
            """);
    }

    /// <summary>The folder that holds it.</summary>
    public string Folder { get; }

    /// <summary>Absolute path of the goal file.</summary>
    public string GoalPath => Path.Combine(Folder, "sample.goal");

    /// <summary>The project that the SDK's commands are given.</summary>
    public string TestProject => Path.Combine(Folder, "Sample.Tests", "Sample.Tests.csproj");

    /// <summary>Changes one line of the library, so that it and its tests have to be built again.</summary>
    public void Edit() => Write(
        "Sample/Calculator.cs",
        $$"""
        namespace Sample;

        public static class Calculator
        {
            public const int Edits = {{_edits++}};

            public static int Add(int left, int right) => left + right;
        }
        """);

    private void Write(string path, string text)
    {
        var full = Path.Combine(Folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
    }
}
