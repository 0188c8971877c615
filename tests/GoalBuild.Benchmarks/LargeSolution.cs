using System.Globalization;

namespace GoalBuild.Benchmarks;

/// <summary>Ten libraries, each with a project of two hundred tests, in a solution of its own, with a goal that builds it all and tests each.</summary>
internal sealed class LargeSolution
{
    private const int Libraries = 10;
    private const int Tests = 200;

    private int _edits;

    /// <summary>Writes the files.</summary>
    /// <param name="folder">An empty folder.</param>
    public LargeSolution(string folder)
    {
        Folder = folder;
        Write("Directory.Build.props", "<Project><PropertyGroup><TargetFramework>net10.0</TargetFramework><Nullable>enable</Nullable></PropertyGroup></Project>");
        Write("Directory.Packages.props", "<Project />");
        for (var number = 1; number <= Libraries; number++)
        {
            // The first half stands one upon another; the second half are leaves.
            var reference = number is > 1 and <= Libraries / 2 ? $"""<ItemGroup><ProjectReference Include="../Part{number - 1}/Part{number - 1}.csproj" /></ItemGroup>""" : "";
            Write($"Part{number}/Part{number}.csproj", $"""<Project Sdk="Microsoft.NET.Sdk">{reference}</Project>""");
            Edit(number);
            Write(
                $"Part{number}.Tests/Part{number}.Tests.csproj",
                $"""
                <Project Sdk="Microsoft.NET.Sdk">
                  <ItemGroup>
                    <PackageReference Include="Microsoft.NET.Test.Sdk" Version="18.0.1" />
                    <PackageReference Include="NUnit" Version="5.0.0" />
                    <PackageReference Include="NUnit3TestAdapter" Version="6.3.1" />
                    <ProjectReference Include="../Part{number}/Part{number}.csproj" />
                  </ItemGroup>
                </Project>
                """);
            Write(
                $"Part{number}.Tests/CalculatorTests.cs",
                $$"""
                using NUnit.Framework;

                namespace Part{{number}}.Tests;

                public class CalculatorTests
                {
                    [Test]
                    public void Adds([Range(1, {{Tests}})] int addend) => Assert.That(Calculator.Add(addend, 1), Is.EqualTo(addend + 1));
                }
                """);
        }

        var projects = Enumerable.Range(1, Libraries).SelectMany(number => new[] { $"Part{number}/Part{number}.csproj", $"Part{number}.Tests/Part{number}.Tests.csproj" });
        Write("Large.slnx", $"<Solution>{string.Concat(projects.Select(project => $"""<Project Path="{project}" />"""))}</Solution>");
        Write(
            "large.goal",
            $$"""
            goal "large" {
                objective "All {{Libraries * Tests}} tests pass."
                verify {
                    build "Large.slnx"
                    test "Large.slnx" at least {{Libraries * Tests}}
                }
                constrain { only "Part*/**" }
            }
            """);
    }

    /// <summary>The folder that holds it.</summary>
    public string Folder { get; }

    /// <summary>Absolute path of the goal file.</summary>
    public string GoalPath => Path.Combine(Folder, "large.goal");

    /// <summary>Absolute path of the solution.</summary>
    public string SolutionPath => Path.Combine(Folder, "Large.slnx");

    /// <summary>Changes one line of a library that only its own tests refer to.</summary>
    public void EditLeaf() => Edit(Libraries);

    /// <summary>Changes one line of every library.</summary>
    public void EditAll()
    {
        for (var number = 1; number <= Libraries; number++)
        {
            Edit(number);
        }
    }

    private void Edit(int number) => Write(
        $"Part{number}/Calculator.cs",
        string.Create(
            CultureInfo.InvariantCulture,
            $$"""
            namespace Part{{number}};

            public static class Calculator
            {
                public const int Edits = {{_edits++}};

                public static int Add(int left, int right) => left + right;
            }
            """));

    private void Write(string path, string text)
    {
        var full = Path.Combine(Folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
    }
}
