using System.Net;
using GoalBuild.Agent.Sandbox.Network;

namespace GoalBuild.Agent.Tests.Sandbox;

internal sealed class AllowedHostsTests
{
    [TestCase("example.org", "example.org", 443, true)]
    [TestCase("example.org", "EXAMPLE.org.", 80, true)]
    [TestCase("example.org", "example.org", 8080, false)]
    [TestCase("example.org", "www.example.org", 443, false)]
    [TestCase("example.org", "example.org.evil.test", 443, false)]
    [TestCase("example.org", "notexample.org", 443, false)]
    [TestCase("*.example.org", "www.example.org", 443, true)]
    [TestCase("*.example.org", "a.b.example.org", 443, true)]
    [TestCase("*.example.org", "example.org", 443, false)]
    [TestCase("*.example.org", "wwwexample.org", 443, false)]
    [TestCase("*.0.0.1", "127.0.0.1", 443, false)]
    [TestCase("example.org:8080", "example.org", 8080, true)]
    [TestCase("example.org:8080", "example.org", 443, false)]
    [TestCase("*.example.org:8443", "api.example.org", 8443, true)]
    [TestCase("127.0.0.1:5000", "127.0.0.1", 5000, true)]
    [TestCase("127.0.0.1:5000", "::ffff:127.0.0.1", 5000, true)]
    [TestCase("[::1]:5000", "::1", 5000, true)]
    [TestCase("::1", "::1", 443, true)]
    public void A_host_is_allowed_by_its_name_and_port(string allowed, string host, int port, bool expected) =>
        Assert.That(new AllowedHosts([allowed]).Allows(host, port), Is.EqualTo(expected));

    [TestCase("93.184.215.14", true)]
    [TestCase("2606:4700::1111", true)]
    [TestCase("127.0.0.1", false)]
    [TestCase("127.8.8.8", false)]
    [TestCase("10.1.2.3", false)]
    [TestCase("172.16.0.1", false)]
    [TestCase("172.32.0.1", true)]
    [TestCase("192.168.1.1", false)]
    [TestCase("169.254.169.254", false)]
    [TestCase("100.64.0.1", false)]
    [TestCase("0.0.0.0", false)]
    [TestCase("224.0.0.1", false)]
    [TestCase("::1", false)]
    [TestCase("::", false)]
    [TestCase("fe80::1", false)]
    [TestCase("fd00::1", false)]
    [TestCase("::ffff:10.0.0.1", false)]
    [TestCase("64:ff9b::a00:1", false)]
    [TestCase("2002:7f00:1::", false)]
    public void Only_addresses_of_the_internet_are_reached_by_a_name(string address, bool expected) =>
        Assert.That(new AllowedHosts(["example.org"]).Allows(IPAddress.Parse(address), 443), Is.EqualTo(expected));

    [TestCase("10.1.2.3", "10.1.2.3", 443, true)]
    [TestCase("10.1.2.3", "10.1.2.4", 443, false)]
    [TestCase("10.1.2.3:5000", "10.1.2.3", 443, false)]
    [TestCase("10.1.2.3", "::ffff:10.1.2.3", 443, true)]
    [TestCase("localhost:5000", "127.0.0.1", 5000, true)]
    [TestCase("localhost:5000", "::1", 5000, true)]
    [TestCase("localhost:5000", "127.0.0.1", 22, false)]
    [TestCase("localhost:5000", "10.0.0.1", 5000, false)]
    public void An_address_of_this_machine_or_around_it_is_reached_only_where_the_goal_names_it(string allowed, string address, int port, bool expected) =>
        Assert.That(new AllowedHosts([allowed, "example.org:5000"]).Allows(IPAddress.Parse(address), port), Is.EqualTo(expected));

    [Test]
    public void A_commands_own_loopback_needs_no_proxy_but_for_what_the_goal_names_of_this_machines() =>
        Assert.Multiple(() =>
        {
            Assert.That(Direct("example.org"), Is.EqualTo("localhost,127.0.0.1,::1"));
            Assert.That(Direct("localhost:5000"), Is.EqualTo("127.0.0.1,::1"));
            Assert.That(Direct("127.0.0.1:5000"), Is.EqualTo("localhost,::1"));
        });

    [Test]
    public void A_relay_is_told_of_this_machine_alone_and_reads_it_as_it_was_meant()
    {
        var told = new RelayProgram("dotnet", "x.dll").Command("socket", new AllowedHosts(["example.org", "[::1]:5000", "localhost", "127.0.0.1:80"]))[^1];

        Assert.That(told, Is.EqualTo("[::1]:5000,localhost,127.0.0.1:80"));
        Assert.That(new AllowedHosts(told.Split(',')).Local, Is.EqualTo(new (string, int?)[] { ("::1", 5000), ("localhost", null), ("127.0.0.1", 80) }));
    }

    private static string Direct(string host) => ProxyVariables.Direct(new AllowedHosts([host]).Local.Select(local => local.Name));
}
