using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using GoalBuild.Verification.Tests.Latency;

namespace GoalBuild.Verification.Tests.Auditing;

/// <summary>A V3 package feed on this machine: packages that hold nothing but what they depend on, and vulnerability data where it is wanted.</summary>
public sealed class PackageFeed : IDisposable
{
    // NuGet keeps answers by their addresses, and ports come again.
    private readonly string _root = Guid.NewGuid().ToString("N");
    private readonly Dictionary<string, byte[]> _packages = new(StringComparer.OrdinalIgnoreCase);
    private readonly bool _hasData;
    private readonly LocalServer _server;

    public PackageFeed(bool hasData)
    {
        _hasData = hasData;
        _server = new LocalServer(AnswerAsync);
    }

    /// <summary>The address of the service index.</summary>
    public string Address => $"{_server.Address}{_root}/index.json";

    /// <summary>Vulnerabilities: a package's name, the severity from 0 to 3, the versions.</summary>
    public List<(string Package, int Severity, string Versions)> Vulnerabilities { get; } = [];

    /// <summary>Whether the data cannot be read.</summary>
    public bool Fails { get; set; }

    /// <summary>Adds version 1.0.0 of a package.</summary>
    public PackageFeed With(string name, params string[] dependencies)
    {
        var buffer = new MemoryStream();
        using (var archive = new ZipArchive(buffer, ZipArchiveMode.Create, leaveOpen: true))
        {
            Write($"{name}.nuspec", $"""
                <package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd"><metadata><id>{name}</id><version>1.0.0</version><authors>a</authors><description>d</description>
                <dependencies><group targetFramework="netstandard2.0">{string.Concat(dependencies.Select(dependency => $"<dependency id=\"{dependency}\" version=\"1.0.0\" />"))}</group></dependencies></metadata></package>
                """);
            Write("lib/netstandard2.0/_._", "");

            void Write(string path, string text)
            {
                using var stream = archive.CreateEntry(path).Open();
                stream.Write(Encoding.UTF8.GetBytes(text));
            }
        }

        _packages[name] = buffer.ToArray();
        return this;
    }

    /// <summary>The configuration that uses this feed alone, with the packages kept beside it.</summary>
    public string Configuration(string more = "") => $"""
        <configuration>
          <config><add key="globalPackagesFolder" value="packages" /></config>
          <packageSources><clear /><add key="feed" value="{Address}" allowInsecureConnections="true" /></packageSources>
          {more}
        </configuration>
        """;

    /// <summary>The same, as an audit source for another feed's configuration.</summary>
    public string AsAuditSource() => $"<auditSources><clear /><add key=\"audit\" value=\"{Address}\" allowInsecureConnections=\"true\" /></auditSources>";

    public void Dispose() => _server.Dispose();

    private async Task AnswerAsync(HttpListenerContext context)
    {
        var root = $"{_server.Address}{_root}";
        var path = context.Request.Url!.AbsolutePath[1..].Split('/');
        byte[]? body = path switch
        {
            [var first, ..] when first != _root => null,
            [_, "index.json"] => Json(new
            {
                version = "3.0.0",
                resources = new List<Dictionary<string, string>>
                {
                    new() { ["@id"] = $"{root}/flat/", ["@type"] = "PackageBaseAddress/3.0.0" },
                    new() { ["@id"] = $"{root}/vulnerabilities.json", ["@type"] = _hasData ? "VulnerabilityInfo/6.7.0" : "Other/1.0.0" },
                },
            }),
            [_, "vulnerabilities.json"] when Fails => "no JSON"u8.ToArray(),
            [_, "vulnerabilities.json"] => Json(new[] { new Dictionary<string, string> { ["@name"] = "base", ["@id"] = $"{root}/base.json", ["@updated"] = "2026-01-01T00:00:00Z", ["comment"] = "" } }),
            [_, "base.json"] => Json(Vulnerabilities.GroupBy(one => one.Package).ToDictionary(
                group => group.Key,
                group => group.Select(one => new { url = $"https://advisories.example/{one.Package}-{one.Severity}", severity = one.Severity, versions = one.Versions }))),
            [_, "flat", var name, "index.json"] when _packages.ContainsKey(name) => Json(new { versions = new[] { "1.0.0" } }),
            [_, "flat", var name, "1.0.0", _] when _packages.TryGetValue(name, out var package) => package,
            _ => null,
        };
        context.Response.StatusCode = body is null ? 404 : 200;
        if (body is not null)
        {
            await context.Response.OutputStream.WriteAsync(body);
        }

        context.Response.Close();
    }

    private static byte[] Json(object value) => JsonSerializer.SerializeToUtf8Bytes(value);
}
