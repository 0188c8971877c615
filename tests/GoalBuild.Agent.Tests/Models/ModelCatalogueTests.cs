using GoalBuild.Agent.Conversation;
using GoalBuild.Agent.Executors.Model;
using GoalBuild.Language.Model;

namespace GoalBuild.Agent.Tests.Models;

/// <summary>Prices and windows: what comes with the tool, and what users say instead.</summary>
[TestFixture, FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class ModelCatalogueTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Test]
    public void A_known_model_has_its_window_and_price()
    {
        var facts = Load().Find("gpt-5-mini");
        Assert.That(facts, Is.EqualTo(new ModelFacts("gpt-5-mini", 400_000, new ModelPrice(0.25m, 0.025m, 2m)) { MostOut = 128_000 }));
        Assert.That(facts.Price!.Of(1_000_000, 400_000, 100_000), Is.EqualTo((0.6m * 0.25m) + (0.4m * 0.025m) + 0.2m));
    }

    [TestCase("gpt-5.4-2026-03-05")]
    [TestCase("GPT-5.4")]
    [TestCase("openai/gpt-5.4")]
    [TestCase("openai/gpt-5.4-20260305")]
    public void A_snapshot_is_as_its_model(string name)
    {
        var facts = Load().Find(name);
        Assert.That(facts.Name, Is.EqualTo(name));
        Assert.That(facts.Price, Is.EqualTo(new ModelPrice(2.5m, 0.25m, 15m)));
    }

    [TestCase("gpt-5.4-2026")]
    [TestCase("gpt-5.4-pro")]
    [TestCase("qwen9")]
    public void Nothing_is_guessed_of_an_unknown_model(string name) =>
        Assert.That(Load().Find(name), Is.EqualTo(new ModelFacts(name, ModelCatalogue.DefaultWindow, null)));

    [Test]
    public void What_comes_with_the_tool_is_sound_and_names_its_sources()
    {
        using var stream = typeof(ModelCatalogue).Assembly.GetManifestResourceStream("models.json")!;
        using var document = System.Text.Json.JsonDocument.Parse(stream);
        var sources = document.RootElement.GetProperty("sources");
        foreach (var model in document.RootElement.GetProperty("models").EnumerateObject())
        {
            Assert.That(model.Value.GetProperty("source").EnumerateArray().All(source => sources.TryGetProperty(source.GetString()!, out _)), model.Name);
            var facts = Load().Find(model.Name);
            Assert.That(facts.Price is null || (facts.Price.CachedIn <= facts.Price.In && facts.Price.In <= facts.Price.Out), model.Name);
            Assert.That(facts.MostOut ?? 0, Is.LessThan(facts.Window), model.Name);
        }
    }

    [Test]
    public void A_users_file_adds_models_and_changes_what_it_names()
    {
        _folder.With(".goal/models.json", """
            { // mine
              "models": { "qwen9": { "window": 32000 }, "gpt-5-mini": { "in": 0.5, "out": 4 }, "gpt-5": { "window": 200000 }, }
            }
            """);
        var catalogue = Load();
        Assert.That(catalogue.Find("qwen9"), Is.EqualTo(new ModelFacts("qwen9", 32_000, null)));
        Assert.That(catalogue.Find("gpt-5-mini").Price, Is.EqualTo(new ModelPrice(0.5m, 0.5m, 4m)));
        Assert.That(catalogue.Find("gpt-5-mini").Window, Is.EqualTo(400_000));
        Assert.That(catalogue.Find("gpt-5").Window, Is.EqualTo(200_000));
        Assert.That(catalogue.Find("gpt-5").Price!.In, Is.EqualTo(1.25m));
    }

    [Test]
    public void A_file_that_the_environment_names_is_taken_instead()
    {
        _folder.With(".goal/models.json", """{ "models": { "a": { "window": 1000 } } }""").With("mine.json", """{ "models": { "b": { "window": 2000 } } }""");
        var catalogue = Load(_folder["mine.json"]);
        Assert.That(catalogue.Find("a").Window, Is.EqualTo(ModelCatalogue.DefaultWindow));
        Assert.That(catalogue.Find("b").Window, Is.EqualTo(2000));
    }

    [Test]
    public void A_file_that_is_named_has_to_be_there() =>
        Assert.That(Assert.Throws<ModelFaultException>(() => Load(_folder["gone.json"]))!.Message, Does.StartWith(_folder["gone.json"]).And.Contains("Expected a file such as"));

    [TestCase("{\n  \"models\": {\n    \"a\": { \"window\": \"big\" }\n  }\n}", "(3,")]
    [TestCase("{\n  \"models\": { \"a\": { \"price\": 1 } }\n}", "(2,")]
    [TestCase("{\n \"models\": ", "(2,")]
    [TestCase("{}", "models")]
    [TestCase("null", "null")]
    [TestCase("{ \"models\": { \"a\": { \"window\": 0 } } }", "'a'")]
    [TestCase("{ \"models\": { \"a\": { \"in\": 1 } } }", "'a'")]
    [TestCase("{ \"models\": { \"a\": { \"in\": -1, \"out\": 1 } } }", "'a'")]
    [TestCase("{ \"models\": { \"a\": null } }", "'a'")]
    public void A_bad_file_is_named_with_the_line(string text, string part)
    {
        _folder.With(".goal/models.json", text);
        var fault = Assert.Throws<ModelFaultException>(() => Load())!;
        Assert.That(fault.Message, Does.StartWith(Path.Combine(_folder.State, "models.json")).And.Contains(part).And.Contains("Expected a file such as"));
        Assert.That(fault.Message, Does.Not.Contain("GoalBuild.Agent").And.Not.Contains("System."));
    }

    [Test]
    public void The_goals_own_price_wins()
    {
        var step = new ModelStep(new Text("gpt-5-mini")) { PriceIn = 3m, PriceOut = 9m };
        Assert.That(Load().Find(step).Price, Is.EqualTo(new ModelPrice(3m, 3m, 9m)));
        Assert.That(Load().Find(step).Window, Is.EqualTo(400_000));
    }

    private ModelCatalogue Load(string? file = null) => ModelCatalogue.Load(_folder.State, name => name == ModelCatalogue.FileVariable ? file : null);
}
