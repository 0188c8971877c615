using GoalBuild.Verification.Environments;

namespace GoalBuild.Verification.Tests.Environments;

public class RunnersTests
{
    [TestCase("windows-latest", "windows-latest", true)]
    [TestCase("windows-latest", "Windows-Latest", true)]
    [TestCase("big-arm, windows-latest", "windows-latest", true)]
    [TestCase("big-arm", "windows-latest", false)]
    [TestCase("windows", "windows-latest", false)]
    [TestCase(null, "windows-latest", false)]
    public void A_machine_says_which_runner_it_is(string? said, string asked, bool expected) =>
        Assert.That(new Runners(name => name == "GOALBUILD_RUNNER" ? said : null).IsHere(asked), Is.EqualTo(expected));

    [TestCase("Linux", "ubuntu24", "ubuntu-latest", true)]
    [TestCase("Linux", "ubuntu24", "ubuntu-24.04", true)]
    [TestCase("Linux", "ubuntu24", "ubuntu-22.04", false)]
    [TestCase("Windows", "win22", "windows-latest", true)]
    [TestCase("Windows", "win25", "windows-2025", true)]
    [TestCase("Windows", "win25", "windows-2022", false)]
    [TestCase("macOS", "macos15", "macos-latest", true)]
    [TestCase("macOS", "macos15", "macos-15", true)]
    [TestCase("macOS", "macos15", "macos-14", false)]
    [TestCase("Linux", "ubuntu24", "windows-latest", false)]
    [TestCase("Linux", "ubuntu24", "ubuntu", false)]
    [TestCase("Linux", "ubuntu24", "my-latest", false)]
    public void On_GitHub_Actions_the_labels_of_hosted_runners_are_known(string system, string image, string asked, bool expected)
    {
        var variables = new Dictionary<string, string> { ["GITHUB_ACTIONS"] = "true", ["RUNNER_OS"] = system, ["ImageOS"] = image };
        Assert.That(new Runners(variables.GetValueOrDefault).IsHere(asked), Is.EqualTo(expected));
    }

    [Test]
    public void Elsewhere_they_are_not_whatever_the_machine_is() =>
        Assert.That(new Runners(name => name == "RUNNER_OS" ? "Linux" : null).IsHere("ubuntu-latest"), Is.False);
}
