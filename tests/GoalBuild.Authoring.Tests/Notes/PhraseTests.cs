using GoalBuild.Authoring.Notes;
using GoalBuild.Language.Syntax;

namespace GoalBuild.Authoring.Tests.Notes;

/// <summary>The wordings that people use, and the statement that each of them becomes.</summary>
public sealed class PhraseTests
{
    [TestCase("All tests pass", "test \"Shop.slnx\"")]
    [TestCase("all existing tests still pass.", "test \"Shop.slnx\"")]
    [TestCase("The test suite is green", "test \"Shop.slnx\"")]
    [TestCase("No failing tests", "test \"Shop.slnx\"")]
    [TestCase("EXISTING TESTS MUST CONTINUE TO PASS", "test \"Shop.slnx\"")]
    [TestCase("Tests are passing", "test \"Shop.slnx\"")]
    [TestCase("`dotnet test` succeeds", "test \"Shop.slnx\"")]
    [TestCase("dotnet test passes", "test \"Shop.slnx\"")]
    [TestCase("Integration tests pass", "test \"tests/Shop.IntegrationTests/Shop.IntegrationTests.csproj\"")]
    [TestCase("Tests in tests/Shop.UnitTests pass", "test \"tests/Shop.UnitTests\"")]
    [TestCase("All tests pass 5 times in a row", "test \"Shop.slnx\" repeat 5")]
    [TestCase("At least 30 tests pass", "test \"Shop.slnx\" at least 30")]
    [TestCase("No test failures and no skipped tests", "test \"Shop.slnx\" no skips")]
    [TestCase("The solution builds without errors", "build \"Shop.slnx\"")]
    [TestCase("Build succeeds", "build \"Shop.slnx\"")]
    [TestCase("the code compiles without warnings or errors", "build \"Shop.slnx\" warnings as errors")]
    [TestCase("Zero compiler warnings", "build \"Shop.slnx\" warnings as errors")]
    [TestCase("`dotnet build -c Release -warnaserror` passes", "build \"Shop.slnx\" configuration \"Release\" warnings as errors")]
    [TestCase("No build errors", "build \"Shop.slnx\"")]
    [TestCase("`dotnet format --verify-no-changes` is clean", "lint \"Shop.slnx\"")]
    [TestCase("dotnet format has nothing to change", "lint \"Shop.slnx\"")]
    [TestCase("ESLint passes", "run \"pnpm run lint\" in \"web\"")]
    [TestCase("No type errors", "run \"npx --no-install tsc --noEmit\" in \"web\"")]
    [TestCase("TypeScript compiles", "run \"npx --no-install tsc --noEmit\" in \"web\"")]
    [TestCase("`pnpm run build` succeeds in web", "run \"pnpm run build\" in \"web\"")]
    [TestCase("`./check.sh` exits with code 3", "run \"./check.sh\" exits 3")]
    [TestCase("`./check.sh` prints \"all good\"", "run \"./check.sh\" prints \"all good\"")]
    [TestCase("Increase test coverage from 45% to 80%", "coverage \"Shop.slnx\" of \"src/**\" >= 80%")]
    [TestCase("Line coverage is at least 80 percent", "coverage \"Shop.slnx\" of \"src/**\" >= 80%")]
    [TestCase("Coverage must not drop below 72.5%", "coverage \"Shop.slnx\" of \"src/**\" >= 72.5%")]
    [TestCase("branch coverage above 60%", "coverage \"Shop.slnx\" branch of \"src/**\" > 60%")]
    [TestCase("80% code coverage for src/Shop/Checkout", "coverage \"Shop.slnx\" of \"src/Shop/Checkout/**\" >= 80%")]
    [TestCase("coverage ≥ 90%", "coverage \"Shop.slnx\" of \"src/**\" >= 90%")]
    [TestCase("p99 latency of http://127.0.0.1:5080/a stays under 1.5s", "latency \"GET http://127.0.0.1:5080/a\" p99 < 1500ms")]
    [TestCase("POST http://127.0.0.1:5080/a responds in at most 250 ms (95th percentile)", "latency \"POST http://127.0.0.1:5080/a\" p95 <= 250ms")]
    [TestCase("Mutation score is at least 65%", "mutation \"Shop.slnx\" >= 65% timeout 1h")]
    [TestCase("No vulnerable packages", "audit \"Shop.slnx\"")]
    [TestCase("No known high severity vulnerabilities in dependencies", "audit \"Shop.slnx\" severity high")]
    [TestCase("All public members have XML comments", "api \"src/Shop/Shop.csproj\" documented")]
    [TestCase("`docs/api.md` exists", "file \"docs/api.md\" exists")]
    [TestCase("docs/old.md is removed", "file \"docs/old.md\" missing")]
    [TestCase("README.md is updated", "file \"README.md\" changed")]
    [TestCase("docs/api.md documents \"POST /orders\"", "file \"docs/api.md\" contains \"POST /orders\"")]
    public void A_line_of_a_verification_is_a_clause(string line, string clause)
    {
        var result = Import($"Objective: It works.\n\nVerification:\n- {line}");
        Assert.That(result.Text.ReplaceLineEndings(" "), Does.Contain($" {clause} "));
        Assert.That(result.Warnings.Where(warning => warning.Code == "GOAL3010").Select(warning => warning.Message), Is.Empty);
    }

    [TestCase("Do not modify src/Shop/Checkout", "protect \"src/Shop/Checkout/**\"")]
    [TestCase("don't touch `src/Shop/Checkout/` or `README.md`", "protect \"src/Shop/Checkout/**\", \"README.md\"")]
    [TestCase("src/Shop/Checkout must not be changed", "protect \"src/Shop/Checkout/**\"")]
    [TestCase("docs/api.md stays unchanged", "protect \"docs/api.md\"")]
    [TestCase("Leave `web/` alone", "protect \"web/**\"")]
    [TestCase("No changes to docs/", "protect \"docs/**\"")]
    [TestCase("Never modify or delete files in src/Shop/Migrations", "protect \"src/Shop/Migrations/**\"")]
    [TestCase("Never touch the migrations folder", "protect \"src/Shop/Migrations/**\"")]
    [TestCase("Do not modify existing tests", "protect \"tests/Shop.UnitTests/**\", \"tests/Shop.IntegrationTests/**\"")]
    [TestCase("Do not delete, skip or weaken tests", "keep tests")]
    [TestCase("Only modify files in src/Shop and tests/**", "only \"src/Shop/**\", \"tests/**\"")]
    [TestCase("No changes outside of `src/`", "only \"src/**\"")]
    [TestCase("Changes are limited to src/Shop", "only \"src/Shop/**\"")]
    [TestCase("No new NuGet packages", "allow packages \"coverlet.collector\", \"Microsoft.NET.Test.Sdk\", \"NUnit\", \"System.Text.Json\", \"xunit.v3\"")]
    [TestCase("do not add any third-party dependencies", "allow packages \"coverlet.collector\", \"Microsoft.NET.Test.Sdk\", \"NUnit\", \"System.Text.Json\", \"xunit.v3\"")]
    [TestCase("Keep the public API backwards compatible", "keep api \"src/Shop/Shop.csproj\"")]
    [TestCase("No breaking changes to the public API", "keep api \"src/Shop/Shop.csproj\"")]
    [TestCase("Do not break the public API.", "keep api \"src/Shop/Shop.csproj\"")]
    [TestCase("Don't use Newtonsoft.Json", "forbid package \"Newtonsoft.Json\"")]
    [TestCase("do not add the package `Moq`", "forbid package \"Moq\"")]
    [TestCase("Do not use `Thread.Sleep` in src", "forbid text /\\bThread\\.Sleep\\b/ in \"src/**\"")]
    [TestCase("no Console.WriteLine", "forbid text /\\bConsole\\.WriteLine\\b/ in \"src/**\"")]
    [TestCase("No TODO or FIXME comments", "forbid text /\\b(TODO|FIXME)\\b/ in \"**\"")]
    [TestCase("do not suppress warnings", "forbid suppressions")]
    [TestCase("No #pragma warning disable", "forbid suppressions")]
    [TestCase("Shop.Domain must not depend on Shop.Web", "forbid reference \"Shop.Web\" from \"Shop.Domain\"")]
    [TestCase("Change at most 12 files", "limit files 12")]
    [TestCase("no more than 1,500 lines changed", "limit lines 1500")]
    [TestCase("No network access", "network off")]
    [TestCase("Never run `git push`", "command deny \"git push\"")]
    public void A_line_of_the_constraints_is_a_constraint(string line, string constraint)
    {
        var result = Import($"Objective: It works.\n\nConstraints:\n- {line}");
        Assert.That(result.Text.ReplaceLineEndings(" "), Does.Contain($" {constraint} "));
        Assert.That(result.Warnings.Where(warning => warning.Code == "GOAL3010").Select(warning => warning.Message), Is.Empty);
    }

    [TestCase("Budget:\n- 20 turns\n- $7.50", "budget { turns 20  cost $7.50 }")]
    [TestCase("Budget: at most 2.5M tokens and 90 minutes", "budget { tokens 2500k  time 90m }")]
    [TestCase("Constraints:\n- At most 60 turns, $10 and 3M tokens", "budget { turns 60  cost $10  tokens 3M }")]
    [TestCase("Constraints:\n- Stop after 2 hours", "budget { time 2h }")]
    [TestCase("Blocked when:\n- the key is missing", "blocked when \"the key is missing\"")]
    [TestCase("Constraints:\n- Stop and ask when the schema has to change", "blocked when \"the schema has to change\"")]
    [TestCase("Review:\n- Approved by security", "review by \"security\" \"Approved by security\"")]
    [TestCase("Context:\n- Read docs/api.md and src/Shop/Checkout first", "context \"docs/api.md\"     context \"src/Shop/Checkout/**\"")]
    [TestCase("Iteration: Run the narrowest failing clause first.", "iterate \"Run the narrowest failing clause first.\"")]
    public void Other_parts_become_other_members(string part, string member)
    {
        var result = Import($"Objective: It works.\n\n{part}");
        Assert.That(result.Text.ReplaceLineEndings(" "), Does.Contain($" {member} "));
        Assert.That(result.Warnings.Where(warning => warning.Code == "GOAL3010").Select(warning => warning.Message), Is.Empty);
    }

    [TestCase("Verification:\n- Users can reset their password and all tests pass", "require \"Users can reset their password and all tests pass\" {         test")]
    [TestCase("Requirements:\n- Orders over $100 ship for free", "require \"Orders over $100 ship for free\" { }")]
    [TestCase("Requirements:\n- A user can delete their account", "require \"A user can delete their account\" { }")]
    [TestCase("Verification:\n- Coverage below 80%", "require \"Coverage below 80%\" { }")]
    [TestCase("Verification:\n- Latency below 200ms", "require \"Latency below 200ms\" { }")]
    [TestCase("Constraints:\n- Do not change the behaviour of search", "\"Do not change the behaviour of search\"")]
    [TestCase("Out of scope:\n- A mobile app", "\"Out of scope: A mobile app\"")]
    [TestCase("Verification:\n- make sure that it is fast", "require \"make sure that it is fast\" { }")]
    public void What_is_not_understood_whole_is_carried_over_with_a_warning(string part, string carried)
    {
        var result = Import($"Objective: It works.\n\n{part}");
        Assert.That(result.Text.ReplaceLineEndings(" "), Does.Contain(carried));
        Assert.That(result.Warnings.Select(warning => warning.Code), Has.Member("GOAL3010"));
        Assert.That(result.Warnings.Single(warning => warning.Code == "GOAL3010").Render(result.Notes), Does.StartWith("notes.md(4,3): warning GOAL3010: "));
    }

    [Test]
    public void What_is_asked_for_twice_is_checked_once_and_both_wordings_stay()
    {
        var result = Import("Objective: It works.\n\nVerification:\n- All tests pass\n- The test suite is green");
        Assert.That(result.Text.Split("test \"Shop.slnx\"").Length, Is.EqualTo(2));
        Assert.That(result.Text, Does.Contain("// All tests pass").And.Contain("// The test suite is green"));
    }

    [TestCase("")]
    [TestCase("   \n\n---\n")]
    [TestCase("<!-- nothing yet -->")]
    public void Notes_that_say_nothing_give_no_goal(string notes) => Assert.That(Import(notes).Text, Is.Empty);

    private static ImportResult Import(string notes) => NotesImporter.Import(new SourceText("notes.md", notes), Shop.Facts, "notes");
}
