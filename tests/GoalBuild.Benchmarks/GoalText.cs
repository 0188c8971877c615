using System.Text;

namespace GoalBuild.Benchmarks;

/// <summary>Goal text of any size, as varied as people's.</summary>
internal static class GoalText
{
    /// <summary>Goals one after another until the size is reached.</summary>
    /// <param name="characters">The least number of characters.</param>
    public static string OfSize(int characters)
    {
        var text = new StringBuilder(characters + 2_000);
        for (var number = 1; text.Length < characters; number++)
        {
            text.Append(
                $$"""
                // Goal number {{number}}.
                goal "payments-{{number}}" {
                    objective "Webhooks of kind {{number}} are accepted, and replayed ones are rejected with status 409."
                    context "docs/payments.md", "src/Payments/**"

                    require "signatures are validated" {
                        test "tests/Payments.Tests" filter "FullyQualifiedName~Signature{{number}}" at least 3
                    }

                    verify {
                        build "Payments.sln" warnings as errors
                        test "Payments.sln" no skips timeout 5m
                        coverage "tests/Payments.Tests" branch of "src/Payments/**" >= 80.5%
                        run "dotnet run --project tools/Check -- --strict" in "tools" exits 0 prints /checked \d+ files/i
                        file "docs/api.md" contains "subscription.created"
                    }

                    constrain {
                        only "src/**", "tests/**", "!src/Legacy/**"
                        protect "db/schema/**"
                        "use the existing logging framework"
                    }

                    budget { turns 60  tokens 3M  cost $10  time 2h }
                    agent { fixers  fix "dotnet run --project tools/Generate" }
                }

                """);
        }

        return text.ToString();
    }
}
