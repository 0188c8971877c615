using GoalBuild.Language.Model;
using GoalBuild.Verification.Processes;
using GoalBuild.Verification.Tests.Support;

namespace GoalBuild.Verification.Tests.Processes;

public class SecretsTests
{
    [TestCase("OPENAI_API_KEY")]
    [TestCase("OPENAI_API_KEY_2")]
    [TestCase("OPENAI_API_KEY2")]
    [TestCase("OpenAiApiKey")]
    [TestCase("Azure:Storage:Key")]
    [TestCase("API_KEYS")]
    [TestCase("KEY")]
    [TestCase("TOKEN")]
    [TestCase("GITHUB_TOKEN")]
    [TestCase("GITHUBTOKEN")]
    [TestCase("ACTIONS_ID_TOKEN_REQUEST_URL")]
    [TestCase("SYSTEM_ACCESSTOKEN")]
    [TestCase("GH_PAT")]
    [TestCase("AZURE_DEVOPS_EXT_PAT")]
    [TestCase("AWS_ACCESS_KEY_ID")]
    [TestCase("AWS_SECRET_ACCESS_KEY")]
    [TestCase("SECRET")]
    [TestCase("CLIENT_SECRETS")]
    [TestCase("PGPASSWORD")]
    [TestCase("MYSQL_PWD")]
    [TestCase("SMTP_PASS")]
    [TestCase("DB_PASSWD")]
    [TestCase("SSH_PASSPHRASE")]
    [TestCase("GOOGLE_APPLICATION_CREDENTIALS")]
    [TestCase("MY_CREDENTIAL")]
    [TestCase("DOCKER_AUTH_CONFIG")]
    [TestCase("NPM_CONFIG__AUTH")]
    [TestCase("NuGetPackageSourceCredentials_Feed")]
    [TestCase("VSS_NUGET_EXTERNAL_FEED_ENDPOINTS")]
    public void A_name_that_says_so_is_secret(string name) => Assert.That(Secrets.Contains(name));

    [TestCase("PATH")]
    [TestCase("PWD")]
    [TestCase("OLDPWD")]
    [TestCase("HOME")]
    [TestCase("NUGET_PACKAGES")]
    [TestCase("DOTNET_ROOT")]
    [TestCase("SSH_AUTH_SOCK")]
    [TestCase("SSH_ASKPASS")]
    [TestCase("GIT_CONFIG_KEY_0")]
    [TestCase("KEYBOARD_LAYOUT")]
    [TestCase("TOKENIZERS_PARALLELISM")]
    [TestCase("NUGET_CREDENTIALPROVIDER_SESSIONTOKENCACHE_ENABLED")]
    [TestCase("PASSES")]
    [TestCase("COMPATIBLE")]
    [TestCase("MONKEY")]
    public void What_builds_need_is_not(string name) => Assert.That(Secrets.Contains(name), Is.False);

    [TestCase("MSBUILDDEBUGENGINE", true)]
    [TestCase("MSBuildSDKsPath", true)]
    [TestCase("MSBuildTreatWarningsAsErrors", true)]
    [TestCase("MSBuildEnableWorkloadResolver", false)]
    [TestCase("MSBUILDDISABLEFEATURESFROMVERSION", false)]
    [TestCase("NUGET_PACKAGES", false)]
    public void MSBuilds_own_variables_stay_here_but_for_those_of_the_machine(string name, bool isOfHost) => Assert.That(ChildEnvironment.IsOfHost(name), Is.EqualTo(isOfHost));

    [Test]
    [Category("Slow")]
    [NonParallelizable]
    public async Task The_goals_own_key_reaches_neither_a_command_nor_a_build_whatever_it_is_called()
    {
        const string Name = "TEST_ONLY_UNREMARKABLE", Feed = "NuGetPackageSourceCredentials_TestOnly";
        Environment.SetEnvironmentVariable(Name, "secret");
        Environment.SetEnvironmentVariable(Feed, "Username=a;Password=b");
        try
        {
            using var sample = new SampleWorkspace(isWarm: false);
            sample.Folder.Write("Tell/Tell.proj", $"<Project><Target Name=\"Restore\" /><Target Name=\"Tell\"><Error Text=\"seen\" Condition=\"'$({Name})' != ''\" /></Target></Project>");
            var goal = new Goal(new Text("sample"))
            {
                Verify = [new RunClause(new Text($"test -z \"${Name}${Feed}\"")), new TargetClause(new Text("Tell"), new Text("Tell"))],
                Agent = new([new ModelStep(new Text("any")) { KeyVariable = new Text(Name) }]),
            };

            var result = await sample.VerifyAsync(goal, request => request);

            Assert.That(result.Verdicts.Select(verdict => verdict.Reason), Is.EqualTo(new[] { "It exits with 0.", "The target 'Tell' succeeds." }));
            Assert.That(Environment.GetEnvironmentVariable(Name), Is.EqualTo("secret"), "what runs models needs it");
            Assert.That(Environment.GetEnvironmentVariable(Feed), Is.Not.Null);
        }
        finally
        {
            Environment.SetEnvironmentVariable(Name, null);
            Environment.SetEnvironmentVariable(Feed, null);
        }
    }
}
