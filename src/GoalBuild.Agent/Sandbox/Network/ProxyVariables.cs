using System.Globalization;

namespace GoalBuild.Agent.Sandbox.Network;

/// <summary>The variables by which commands know of a proxy. Some read only those in small letters, some only the others.</summary>
internal static class ProxyVariables
{
    /// <summary>Their names, but for those of hosts that need none.</summary>
    public static readonly string[] Names = ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"];

    // What a command starts itself, such as a server that it tests, it reaches by itself.
    private static readonly string[] Loopback = ["localhost", "127.0.0.1", "::1"];

    /// <summary>The variables.</summary>
    /// <param name="port">The proxy's port on the loopback.</param>
    /// <param name="direct">Hosts that need no proxy, with <c>,</c> between; may be empty.</param>
    public static IEnumerable<(string Name, string Value)> Of(int port, string direct) =>
        Names.Select(name => (name, string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"))).Concat([("NO_PROXY", direct), ("no_proxy", direct)]);

    /// <summary>Hosts that need no proxy: the command's own loopback, but for what the goal says of this machine's.</summary>
    /// <param name="proxied">Names of this machine that are reached through the proxy as well.</param>
    public static string Direct(IEnumerable<string> proxied) => string.Join(',', Loopback.Except(proxied));
}
