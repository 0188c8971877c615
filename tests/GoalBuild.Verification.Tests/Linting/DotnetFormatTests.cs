using System.Runtime.Versioning;
using GoalBuild.Verification.Linting;
using GoalBuild.Verification.Tests.Support;

namespace GoalBuild.Verification.Tests.Linting;

/// <summary>The runner, on programs that stand in for the formatter: they print and end as it may.</summary>
[Platform("Linux,MacOsX")]
[UnsupportedOSPlatform("windows")]
public sealed class DotnetFormatTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Test]
    public async Task A_load_failure_in_the_midst_of_much_output_is_found()
    {
        var result = await RunAsync("""
            yes 'Determining formattable files.' | head -n 20000
            echo "Msbuild failed when processing the file '/repo/B.csproj' with message: it is broken"
            yes 'Determining formattable files.' | head -n 20000
            echo 'Formatted 0 of 7 files.'
            echo '[]' > "$report/format-report.json"
            """);

        Assert.That(result.Problem, Is.EqualTo("dotnet format could not load 'B.csproj': it is broken"));
    }

    [Test]
    public async Task A_run_that_writes_no_report_is_a_problem() =>
        Assert.That((await RunAsync("echo 'Formatted 0 of 5 files.'")).Problem, Is.EqualTo("dotnet format wrote no report"));

    [Test]
    public async Task A_damaged_report_is_a_problem() =>
        Assert.That((await RunAsync("echo 'Formatted 0 of 5 files.'; echo '{}' > \"$report/format-report.json\"")).Problem, Does.StartWith("the formatter's report is damaged"));

    /// <summary>Runs a script in the place of <c>dotnet</c>.</summary>
    private Task<FormatResult> RunAsync(string script)
    {
        var dotnet = _folder.Write("dotnet", $"#!/bin/sh\nreport='{_folder.At("report")}'\n{script}\n");
        File.SetUnixFileMode(dotnet, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var request = new FormatRequest(_folder.At("A.csproj"), _folder.At("report")) { VerifyOnly = true };
        return new DotnetFormat(new DotnetHost(_folder.At("sdk/1.0"), new Dictionary<string, string?>())).RunAsync(request, CancellationToken.None);
    }
}
