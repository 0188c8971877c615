namespace GoalBuild.Verification.Constraints.Built;

/// <summary>An assembly whose public API is compared.</summary>
/// <param name="Path">Absolute path.</param>
/// <param name="Framework">Its target framework.</param>
/// <param name="References">Absolute paths of the assemblies that its types refer to.</param>
internal sealed record ApiAssembly(string Path, string Framework, IReadOnlyList<string> References);
