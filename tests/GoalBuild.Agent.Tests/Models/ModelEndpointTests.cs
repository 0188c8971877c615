using GoalBuild.Agent.Executors.Model;
using GoalBuild.Language.Model;

namespace GoalBuild.Agent.Tests.Models;

/// <summary>Where a model is, from a goal and the environment.</summary>
[TestFixture]
internal sealed class ModelEndpointTests
{
    private static readonly ModelStep Plain = new(new Text("gpt-x"));

    [Test]
    public void With_a_key_alone_it_is_OpenAIs()
    {
        var endpoint = ModelEndpoint.Of(Plain, Environment(("OPENAI_API_KEY", " sk-1 ")));
        Assert.That(endpoint.Url.ToString(), Is.EqualTo("https://api.openai.com/v1"));
        Assert.That(endpoint.Key, Is.EqualTo("sk-1"));
        Assert.That(endpoint.Wire, Is.EqualTo(ModelWire.Responses));
    }

    [Test]
    public void The_environments_address_is_taken_and_needs_no_key()
    {
        var endpoint = ModelEndpoint.Of(Plain, Environment(("OPENAI_BASE_URL", "http://localhost:11434/v1")));
        Assert.That(endpoint.Url.ToString(), Is.EqualTo("http://localhost:11434/v1"));
        Assert.That(endpoint.Key, Is.EqualTo("none"));
    }

    [Test]
    public void The_goals_address_wins()
    {
        var endpoint = ModelEndpoint.Of(Plain with { Url = new Text("https://name.openai.azure.com/openai/v1/") }, Environment(("OPENAI_BASE_URL", "http://x/v1"), ("OPENAI_API_KEY", "k")));
        Assert.That(endpoint.Url.Host, Is.EqualTo("name.openai.azure.com"));
        Assert.That(endpoint.Key, Is.EqualTo("k"));
    }

    [Test]
    public void The_key_that_the_goal_names_is_taken()
    {
        var endpoint = ModelEndpoint.Of(Plain with { Url = new Text("http://far.example/v1"), KeyVariable = new Text("OTHER") }, Environment(("OPENAI_API_KEY", "k"), ("OTHER", "o")));
        Assert.That(endpoint.Key, Is.EqualTo("o"));
    }

    [TestCase("http://far.example/v1", "none")]
    [TestCase("http://127.0.0.1:1/v1", "k")]
    [TestCase("https://far.example/v1", "k")]
    public void The_default_key_crosses_no_network_in_clear(string url, string key) =>
        Assert.That(ModelEndpoint.Of(Plain with { Url = new Text(url) }, Environment(("OPENAI_API_KEY", "k"))).Key, Is.EqualTo(key));

    [Test]
    public void Without_a_key_the_message_names_the_variable()
    {
        var fault = Assert.Throws<ModelFaultException>(() => ModelEndpoint.Of(Plain, Environment()))!;
        Assert.That(fault.Kind, Is.EqualTo(ModelFaultKind.NotAllowed));
        Assert.That(fault.Message, Is.EqualTo("There is no key for model \"gpt-x\": the environment variable OPENAI_API_KEY is not set. Set it, or name a server that needs none: at \"http://localhost:11434/v1\" wire chat."));
    }

    [Test]
    public void A_key_that_the_goal_names_has_to_be_there_even_for_a_server_of_ones_own()
    {
        var step = Plain with { Url = new Text("http://localhost:1/v1"), KeyVariable = new Text("OTHER") };
        Assert.That(Assert.Throws<ModelFaultException>(() => ModelEndpoint.Of(step, Environment(("OPENAI_API_KEY", "k"))))!.Message, Does.EndWith("the environment variable OTHER is not set. Set it."));
    }

    [TestCase("localhost:11434")]
    [TestCase("ftp://x/v1")]
    [TestCase("v1")]
    [TestCase("https://user:secret@x/v1")]
    [TestCase("https://x/v1?api-key=secret")]
    public void An_address_that_cannot_be_meant_is_refused(string url)
    {
        var fault = Assert.Throws<ModelFaultException>(() => ModelEndpoint.Of(Plain with { Url = new Text(url) }, Environment(("OPENAI_API_KEY", "k"))))!;
        Assert.That(fault.Kind, Is.EqualTo(ModelFaultKind.Rejected));
        Assert.That(fault.Message, Does.Not.Contain("secret"));
    }

    [TestCase("0")]
    [TestCase("-5")]
    [TestCase("a while")]
    [TestCase("99999999")]
    public void Patience_is_a_number_of_seconds(string text)
    {
        var fault = Assert.Throws<ModelFaultException>(() => ModelPatience.Of(Environment((ModelPatience.IdleVariable, text))))!;
        Assert.That(fault.Message, Is.EqualTo($"GOALBUILD_MODEL_IDLE is '{text}'; expected a whole number of seconds from 1 to 86400."));
    }

    [Test]
    public void Patience_can_be_set()
    {
        var patience = ModelPatience.Of(Environment((ModelPatience.IdleVariable, "600"), (ModelPatience.MostWaitVariable, "60")));
        Assert.That(patience.Idle, Is.EqualTo(TimeSpan.FromMinutes(10)));
        Assert.That(patience.MostWait, Is.EqualTo(TimeSpan.FromMinutes(1)));
        Assert.That(ModelPatience.Of(Environment()).Idle, Is.EqualTo(TimeSpan.FromSeconds(120)));
    }

    private static Func<string, string?> Environment(params IReadOnlyList<(string Name, string Value)> variables) =>
        name => variables.FirstOrDefault(variable => variable.Name == name).Value;
}
