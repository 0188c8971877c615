using System.Net;
using System.Net.Sockets;

namespace GoalBuild.Agent.Sandbox.Network;

/// <summary>Tells addresses of the internet from those of a machine itself and of the networks around it.</summary>
internal static class AddressKinds
{
    // IANA's registries of special-purpose addresses (RFC 6890 and its updates): this host, private, shared, link-local, loopback, benchmarks, documentation,
    // relays, multicast, reserved. 64:ff9b::/96 and 2002::/16 hold an address of version 4 in them, which may be any of these.
    private static readonly IPNetwork[] Special =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16",
            "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            "::/128", "::1/128", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
        }.Select(text => IPNetwork.Parse(text)),
    ];

    /// <summary>Whether an address is one of the internet.</summary>
    /// <param name="address">The address.</param>
    public static bool IsPublic(IPAddress address)
    {
        var plain = Unmapped(address);
        return !Special.Any(network => network.BaseAddress.AddressFamily == plain.AddressFamily && network.Contains(plain));
    }

    /// <summary>The address of version 4 that stands in one of version 6, where it does.</summary>
    /// <param name="address">The address.</param>
    public static IPAddress Unmapped(IPAddress address) => address.AddressFamily == AddressFamily.InterNetworkV6 && address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
