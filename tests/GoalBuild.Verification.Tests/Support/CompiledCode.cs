using GoalBuild.Verification.Engine;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace GoalBuild.Verification.Tests.Support;

/// <summary>Compiles small assemblies with the compiler of the SDK, in this process.</summary>
internal static class CompiledCode
{
    private const string Usings = "using System; using System.Collections.Generic; using System.IO; using System.Linq; using System.Text; using System.Threading.Tasks; using NUnit.Framework;\n";

    /// <summary>Compiles a file of C#.</summary>
    /// <param name="path">Where the assembly goes; its name is the assembly's.</param>
    /// <param name="text">The text, without the usual usings.</param>
    /// <param name="references">Paths of more assemblies that it refers to.</param>
    public static string Write(string path, string text, params string[] references)
    {
        SdkLocator.Register(TestContext.CurrentContext.TestDirectory);
        Compile(path, text, references);
        return path;
    }

    private static void Compile(string path, string text, string[] references)
    {
        var platform = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(file => Path.GetFileName(file) is var name && (name.StartsWith("System.", StringComparison.Ordinal) || name == "Microsoft.CSharp.dll" || name.StartsWith("nunit.framework", StringComparison.Ordinal)));
        var compilation = CSharpCompilation.Create(
            Path.GetFileNameWithoutExtension(path),
            [CSharpSyntaxTree.ParseText(Usings + text)],
            [.. platform.Concat(references).Select(file => MetadataReference.CreateFromFile(file))],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, deterministic: true));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var result = compilation.Emit(path);
        Assert.That(result.Success, string.Join('\n', result.Diagnostics));
    }
}
