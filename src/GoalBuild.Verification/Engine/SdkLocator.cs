using GoalBuild.Language.Diagnostics;
using Microsoft.Build.Locator;

namespace GoalBuild.Verification.Engine;

/// <summary>
/// Finds the .NET SDK whose MSBuild verifies, once for the process. Nothing that mentions a type of Microsoft.Build may be compiled
/// just in time before this has run: callers keep such code in methods and types of their own.
/// </summary>
internal static class SdkLocator
{
    private static readonly Lock Lock = new();
    private static string? _folder;

    /// <summary>The variable that makes the worker nodes of one process unusable for any other; MSBuild mixes it into the handshake.</summary>
    public const string HandshakeSalt = "MSBUILDNODEHANDSHAKESALT";

    /// <summary>Registers the SDK that <c>dotnet</c> itself would take in a folder: the one that <c>global.json</c> asks for there, else the newest.</summary>
    /// <param name="workspace">The workspace's root. Only the first call of a process decides; MSBuild cannot be changed once it is loaded.</param>
    /// <returns>The SDK's folder.</returns>
    /// <exception cref="GoalFaultException"><see cref="DiagnosticCatalogue.SdkNotFound"/>: none fits.</exception>
    public static string Register(string workspace)
    {
        lock (Lock)
        {
            return _folder ??= Locate(workspace);
        }
    }

    private static string Locate(string workspace)
    {
        // MSBuild reads these once, when it is loaded. Nodes are kept between the turns of this process, and are this process's alone.
        Environment.SetEnvironmentVariable("MSBUILDDISABLENODEREUSE", null);
        Environment.SetEnvironmentVariable(HandshakeSalt, Guid.NewGuid().ToString("N"));
        VisualStudioInstance? sdk;
        try
        {
            sdk = MSBuildLocator.QueryVisualStudioInstances(new VisualStudioInstanceQueryOptions
            {
                DiscoveryTypes = DiscoveryType.DotNetSdk,
                WorkingDirectory = workspace,
            }).FirstOrDefault();
        }
        catch (InvalidOperationException exception)
        {
            throw NotFound(workspace, exception);
        }

        if (sdk is null)
        {
            throw NotFound(workspace, null);
        }

        MSBuildLocator.RegisterInstance(sdk);
        return sdk.MSBuildPath;
    }

    private static GoalFaultException NotFound(string workspace, Exception? exception) => new(
        DiagnosticCatalogue.SdkNotFound,
        $"No .NET SDK that fits was found for '{workspace}'. Install the .NET 10 SDK or newer, or correct the version in global.json.",
        exception);
}
