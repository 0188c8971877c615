using System.Globalization;
using System.Net;

namespace GoalBuild.Agent.Sandbox.Network;

/// <summary>
/// The hosts of <c>network "host", …</c>: a name, <c>*.suffix</c> for all below a name, or an address; with <c>:port</c> behind it for that port alone, else for
/// the ports of HTTP and HTTPS.
/// </summary>
/// <param name="hosts">As they stand in the goal.</param>
internal sealed class AllowedHosts(IEnumerable<string> hosts)
{
    private static readonly int[] StandardPorts = [80, 443];

    private readonly List<(string Name, int? Port)> _entries = [.. hosts.Select(Parse)];

    /// <summary>Whether a host may be asked for.</summary>
    /// <param name="host">A name or an address, without brackets.</param>
    /// <param name="port">The port.</param>
    public bool Allows(string host, int port) => _entries.Exists(entry => IsPort(entry.Port, port) && IsName(entry.Name, Plain(host)));

    /// <summary>
    /// Whether an address may be connected to for a host that is allowed. Where a name leads is decided by whoever keeps it: into the machine itself or the
    /// networks around it it leads only where the goal names that very address, or <c>localhost</c>.
    /// </summary>
    /// <param name="address">What the name was resolved to.</param>
    /// <param name="port">The port.</param>
    public bool Allows(IPAddress address, int port) => AddressKinds.IsPublic(address)
        || _entries.Exists(entry => IsPort(entry.Port, port)
            && ((IPAddress.TryParse(entry.Name, out var named) && named.Equals(AddressKinds.Unmapped(address))) || (entry.Name == "localhost" && IPAddress.IsLoopback(address))));

    /// <summary>What is named of this machine, each with its port, or null for the ports of HTTP and HTTPS.</summary>
    public IEnumerable<(string Name, int? Port)> Local => _entries.Where(entry => entry.Name == "localhost" || (IPAddress.TryParse(entry.Name, out var address) && IPAddress.IsLoopback(address)));

    /// <summary>A host as a goal and a request write it: an address of version 6 in brackets where a port follows.</summary>
    /// <param name="name">A name or an address, without brackets.</param>
    /// <param name="port">The port, or null for none.</param>
    public static string Written(string name, int? port) => port is null ? name : name.Contains(':', StringComparison.Ordinal) ? $"[{name}]:{port}" : $"{name}:{port}";

    private static bool IsPort(int? allowed, int port) => allowed is { } one ? one == port : StandardPorts.Contains(port);

    private static bool IsName(string allowed, string host) => allowed.StartsWith("*.", StringComparison.Ordinal)
        ? host.Length > allowed.Length - 1 && host.EndsWith(allowed[1..], StringComparison.Ordinal) && !IPAddress.TryParse(host, out _)
        : allowed == host || (IPAddress.TryParse(allowed, out var one) && IPAddress.TryParse(host, out var other) && one.Equals(AddressKinds.Unmapped(other)));

    private static (string Name, int? Port) Parse(string text)
    {
        // "[::1]:8080", "::1", "host:8080", "host"
        var name = text.Trim();
        var colon = name.LastIndexOf(':');
        var isPort = colon > 0 && (name[colon - 1] == ']' || name.IndexOf(':', StringComparison.Ordinal) == colon)
            && int.TryParse(name[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out _);
        return isPort ? (Plain(name[..colon]), int.Parse(name[(colon + 1)..], CultureInfo.InvariantCulture)) : (Plain(name), null);
    }

    // A dot at the end means the same name.
    private static string Plain(string host) => host.Trim('[', ']').TrimEnd('.').ToLowerInvariant();
}
