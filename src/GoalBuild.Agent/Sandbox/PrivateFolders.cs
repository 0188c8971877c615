using System.Xml;
using System.Xml.Linq;
using GoalBuild.Verification;

namespace GoalBuild.Agent.Sandbox;

/// <summary>Makes the home and the temporary folder of a run's commands, and puts into them what tools need and holds no secret.</summary>
internal static class PrivateFolders
{
    // Where NuGet keeps a user's settings on Linux and macOS: which feeds there are decides how packages are resolved, and whether a restore still stands.
    private static readonly string[] FeedSettings = [".nuget/NuGet/NuGet.Config", ".config/NuGet/NuGet.Config"];

    // Everything else in the file says where packages come from; these say how to sign in.
    private static readonly string[] SecretSections = ["packageSourceCredentials", "apikeys"];

    /// <summary>The folder in which a run keeps them.</summary>
    /// <param name="workspace">The tree.</param>
    /// <param name="run">The run's name.</param>
    public static string Of(Workspace workspace, string run) => Path.Combine(workspace.StateDirectory, "tmp", $"commands-{run}");

    /// <summary>Makes them where they are not there yet.</summary>
    /// <param name="policy">Where they are to be.</param>
    /// <param name="home">The user's own home folder.</param>
    public static void Make(SandboxPolicy policy, string home)
    {
        Directory.CreateDirectory(policy.Temporary);
        if (Directory.Exists(policy.Home))
        {
            return;
        }

        // Nobody but the user looks into a home.
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(policy.Home);
        }
        else
        {
            Directory.CreateDirectory(policy.Home, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        foreach (var file in FeedSettings.Where(file => File.Exists(Path.Combine(home, file))))
        {
            CopyWithoutSecrets(Path.Combine(home, file), Path.Combine(policy.Home, file));
        }
    }

    private static void CopyWithoutSecrets(string from, string to)
    {
        try
        {
            var settings = XDocument.Load(from);
            settings.Root?.Elements().Where(section => SecretSections.Contains(section.Name.LocalName, StringComparer.OrdinalIgnoreCase)).Remove();

            // A feed's address can carry a name and a password as well.
            foreach (var value in settings.Descendants().Attributes("value").Where(value => Uri.TryCreate(value.Value, UriKind.Absolute, out var address) && address.UserInfo.Length > 0))
            {
                value.Value = new UriBuilder(value.Value) { UserName = "", Password = "" }.Uri.AbsoluteUri;
            }

            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            settings.Save(to);
        }
        catch (Exception exception) when (exception is XmlException or IOException or UnauthorizedAccessException)
        {
            // A file that cannot be read is one that commands do not see: a restore of theirs then uses the public feed.
        }
    }
}
