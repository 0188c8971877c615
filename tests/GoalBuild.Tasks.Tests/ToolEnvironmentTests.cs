namespace GoalBuild.Tasks.Tests;

public class ToolEnvironmentTests
{
    [Test]
    public void What_the_build_has_set_is_gone_and_the_rest_stays()
    {
        var environment = new Dictionary<string, string?>
        {
            ["MSBuildSDKsPath"] = "x",
            ["MSBUILD_EXE_PATH"] = "x",
            ["MSBuildLoadMicrosoftTargetsReadOnly"] = "true",
            ["DOTNET_HOST_PATH"] = "x",
            ["MSBUILDDISABLENODEREUSE"] = "1",
            ["DOTNET_ROOT"] = "x",
            ["PATH"] = "x",
            ["OPENAI_API_KEY"] = "x",
        };
        ToolEnvironment.Strip(environment);
        Assert.That(environment.Keys, Is.EquivalentTo(new[] { "MSBUILDDISABLENODEREUSE", "DOTNET_ROOT", "PATH", "OPENAI_API_KEY" }));
    }
}
