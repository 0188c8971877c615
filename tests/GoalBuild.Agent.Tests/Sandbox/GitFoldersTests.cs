using System.Diagnostics;
using GoalBuild.Agent.Sandbox;

namespace GoalBuild.Agent.Tests.Sandbox;

[TestFixture]
internal sealed class GitFoldersTests
{
    [Test]
    [Platform("Linux,MacOsX", Reason = "Pipes have no files elsewhere.")]
    public async Task A_pipe_in_the_place_of_gits_own_file_is_not_waited_for()
    {
        using var folder = new TempFolder();
        using (var made = Process.Start("mkfifo", [folder[".git"]]))
        {
            await made.WaitForExitAsync();
        }

        Assert.That(await Task.Run(() => GitFolders.Elsewhere(folder.Path)).WaitAsync(TimeSpan.FromSeconds(20)), Is.Empty);
    }
}
