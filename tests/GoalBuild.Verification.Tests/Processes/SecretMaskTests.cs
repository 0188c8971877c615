using System.Text;
using System.Text.Json;
using GoalBuild.Verification.Processes;

namespace GoalBuild.Verification.Tests.Processes;

[TestFixture]
internal sealed class SecretMaskTests
{
    private static readonly SecretMask Mask = new(new Dictionary<string, string>
    {
        ["API_KEY"] = "s3cr+t/val\"ue",
        ["LONG_KEY"] = "s3cr+t/val\"ue-and-more",
        ["SHORT_KEY"] = "short",
        ["NUGET_TOKEN"] = "plainvalue",
    });

    [Test]
    public void Values_of_secret_variables_are_replaced_by_their_names() =>
        Assert.That(Mask.Apply("a plainvalue, plainvalue."), Is.EqualTo("a [masked secret NUGET_TOKEN], [masked secret NUGET_TOKEN]."));

    [Test]
    public void The_longest_value_wins_and_short_ones_stay() =>
        Assert.That(Mask.Apply("short s3cr+t/val\"ue-and-more s3cr+t/val\"ue"), Is.EqualTo("short [masked secret LONG_KEY] [masked secret API_KEY]"));

    [Test]
    public void Values_are_found_as_json_and_addresses_write_them()
    {
        Assert.That(Mask.Apply(JsonSerializer.Serialize(new { key = "s3cr+t/val\"ue" })), Is.EqualTo("{\"key\":\"[masked secret API_KEY]\"}"));
        Assert.That(Mask.Apply($"https://x?key={Uri.EscapeDataString("s3cr+t/val\"ue")}&y"), Is.EqualTo("https://x?key=[masked secret API_KEY]&y"));
    }

    [TestCase("sk-proj-", "A1b2C3d4E5f6G7h8I9j0K1l2")]
    [TestCase("ghp", "_abcdefghijklmnopqrstuvwxyz0123456789")]
    [TestCase("github_pat", "_11ABCDEFG0abcdefghijkl_mnop")]
    [TestCase("AKIA", "IOSFODNN7EXAMPLE")]
    [TestCase("glpat-", "abcdefghij0123456789")]
    [TestCase("xoxb-", "123456789012-abcdef")]
    [TestCase("AIza", "SyA0123456789abcdefghijklmnopqrstuv")]
    [TestCase("eyJ", "hbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9P")]
    public void Tokens_of_known_shapes_are_masked_where_they_stand_alone(string start, string rest)
    {
        // In two parts, or a scanner of this repository would take it for a real one.
        var token = start + rest;
        Assert.That(Mask.Apply($"key: \"{token}\"; next"), Is.EqualTo("key: \"[masked secret]\"; next"));
        Assert.That(Mask.Apply($"{{\"text\":\"a\\n{token}\"}}"), Is.EqualTo("{\"text\":\"a\\n[masked secret]\"}"));
    }

    [TestCase("the task-of-sorting-a-very-long-list and a risk-1234567890123456789012345")]
    [TestCase("sk-learn is-a-library, and sk-words-joined-by-hyphens-only")]
    [TestCase("AKIA and eyJ alone, ghp_short, AKIAIOSFODNN7EXAMPLETOOLONG")]
    [TestCase("pem.StartsWith(\"-----BEGIN PRIVATE KEY-----\")\nreturn false;\n")]
    public void Words_that_only_look_like_tokens_stay(string text) => Assert.That(Mask.Apply(text), Is.SameAs(text));

    [Test]
    public void Blocks_of_private_keys_are_masked_whole_or_cut_with_or_without_line_numbers()
    {
        var line = new string('A', 64);
        Assert.That(Mask.Apply($"a\n-----BEGIN RSA PRIVATE KEY-----\n{line}\n{line}\nabc=\n-----END RSA PRIVATE KEY-----\nb"), Is.EqualTo("a\n[masked secret]\nb"));
        Assert.That(Mask.Apply($"1\t-----BEGIN PRIVATE KEY-----\n2\t{line}\n3\t{line}\n4\t-----END PRIVATE KEY-----\n5\tb"), Is.EqualTo("1\t[masked secret]\n5\tb"));
        Assert.That(Mask.Apply($"-----BEGIN OPENSSH PRIVATE KEY-----\n{line}\n{line[..20]}…"), Is.EqualTo("[masked secret]…"));
    }

    [Test]
    public void Text_without_secrets_comes_back_as_it_is() => Assert.That(Mask.Apply("nothing"), Is.EqualTo("nothing"));

    [Test]
    public void The_environment_gives_names_and_values()
    {
        Environment.SetEnvironmentVariable("SECRET_MASK_TEST_TOKEN", "a value of the test");
        try
        {
            Assert.That(SecretMask.OfEnvironment().Apply("<a value of the test>"), Is.EqualTo("<[masked secret SECRET_MASK_TEST_TOKEN]>"));
        }
        finally
        {
            Environment.SetEnvironmentVariable("SECRET_MASK_TEST_TOKEN", null);
        }
    }

    [Test, CancelAfter(60_000)]
    public void Megabytes_of_beginnings_and_of_open_blocks_cost_linear_time(CancellationToken cancellation)
    {
        foreach (var piece in new[] { "sk-sk-sk-", "eyJ-", "eyJeyJ.eyJ", "-----BEGIN PRIVATE KEY-----", $"-----BEGIN PRIVATE KEY-----{new string('A', 50)}", "s3cr+t/val", new string('x', 100) })
        {
            var text = new StringBuilder().Insert(0, piece, 500_000 / piece.Length).ToString();
            Assert.That(Mask.Apply(text), Has.Length.GreaterThan(0));
            Assert.That(cancellation.IsCancellationRequested, Is.False, piece);
        }
    }
}
