namespace GoalBuild.Verification.Constraints.Built;

/// <summary>
/// The packages that SDKs of Microsoft add to a project by themselves: reference and runtime packs, hosts, compilers, linkers, and the test packages of
/// MSTest.Sdk and the hosts of Aspire. From the targets of the .NET SDK (those that set <c>IsImplicitlyDefined</c> or <c>PackageDownload</c>), MSTest.Sdk and
/// Aspire.AppHost.Sdk.
/// </summary>
internal static class SdkPackages
{
    private static readonly HashSet<string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        "Microsoft.NETCore.App", "NETStandard.Library", "Microsoft.NETFramework.ReferenceAssemblies", "Microsoft.NET.ILLink.Tasks", "Microsoft.NET.ILLink.Analyzers",
        "Microsoft.DotNet.ILCompiler", "Microsoft.NET.Sdk.Compilers.Toolset", "Microsoft.Net.Compilers.Toolset", "Microsoft.Net.Compilers.Toolset.Framework",
        "Microsoft.AspNetCore.App.Internal.Assets", "FSharp.Core", "System.ValueTuple", "MSTest", "MSTest.TestFramework", "MSTest.TestAdapter", "MSTest.Analyzers",
        "MSTest.SourceGeneration", "MSTest.Engine", "Microsoft.NET.Test.Sdk", "Aspire.Hosting.AppHost",
    };

    private static readonly string[] Families =
    [
        "Microsoft.NETCore.App.", "Microsoft.AspNetCore.App.", "Microsoft.WindowsDesktop.App.", "Microsoft.Windows.SDK.NET.Ref", "NETStandard.Library.Ref", "Microsoft.NETFramework.ReferenceAssemblies.",
        "Microsoft.Testing.Extensions.", "Aspire.Dashboard.Sdk.", "Aspire.Hosting.Orchestration.", "Microsoft.NET.Runtime.", "Microsoft.NET.Sdk.WebAssembly.Pack",
    ];

    /// <summary>Whether an SDK adds it.</summary>
    /// <param name="name">A package's name.</param>
    public static bool Contains(string name) =>
        Names.Contains(name)
        || Array.Exists(Families, family => name.StartsWith(family, StringComparison.OrdinalIgnoreCase))
        || (name.StartsWith("runtime.", StringComparison.OrdinalIgnoreCase) && name.EndsWith(".Microsoft.DotNet.ILCompiler", StringComparison.OrdinalIgnoreCase));
}
