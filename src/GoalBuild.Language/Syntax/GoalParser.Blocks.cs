using GoalBuild.Language.Diagnostics;
using GoalBuild.Language.Model;
using GoalBuild.Language.Syntax.Grammar;

namespace GoalBuild.Language.Syntax;

/// <summary>The small blocks: environment, budget, agent, evidence.</summary>
internal sealed partial class GoalParser
{
    private bool ParseEnvironment(ScopeDraft draft)
    {
        var first = Current;
        if (!ReadHead(Place.Goal, MemberGrammar.Name, Unnamed, out var name))
        {
            return true;
        }

        var environment = new GoalEnvironment(name);
        var variables = new List<Variable>();
        var errors = _diagnostics.Diagnostics.Count;
        ParseBlock(Place.Environment, first, keyword =>
        {
            var setting = Current;
            if (keyword is "set")
            {
                if (Read(Place.Environment, MemberGrammar.Variable, out var variable))
                {
                    variables.Add(Spanned(variable, setting));
                }
            }
            else if (MemberGrammar.Setting(keyword) is not { } parser)
            {
                return false;
            }
            else
            {
                // The keyword may be one that a misspelt word was taken for, so it is not read from the text again.
                var word = keyword.ToString();
                if (Read(Place.Environment, parser, out var value))
                {
                    environment = word switch
                    {
                        "configuration" => environment with { Configuration = Once(setting, environment.Configuration, value) },
                        "framework" => environment with { Framework = Once(setting, environment.Framework, value) },
                        "container" => environment with { Container = Once(setting, environment.Container, value) },
                        _ => environment with { Runner = Once(setting, environment.Runner, value) },
                    };
                }
            }

            return true;
        });
        environment = environment with { Variables = variables.ToValueList() };
        ReportIfEmpty(environment == new GoalEnvironment(name), errors, first, "a setting, such as: configuration Release");
        draft.Environments.Add(Spanned(environment, first));
        return true;
    }

    private Budget ParseBudget(Token first)
    {
        var budget = new Budget();
        var errors = _diagnostics.Diagnostics.Count;
        ParseBlock(Place.Budget, first, keyword =>
        {
            var cap = Current;
            if (MemberGrammar.Cap(keyword) is not { } parser)
            {
                return false;
            }

            var word = keyword.ToString();
            if (Read(Place.Budget, parser, out var most))
            {
                var (before, after) = word switch
                {
                    "turns" => (budget.Turns is not null, budget with { Turns = (long)most.Value }),
                    "tokens" => (budget.Tokens is not null, budget with { Tokens = (long)most.Value }),
                    "cost" => (budget.Cost is not null, budget with { Cost = most.Value }),
                    "time" => (budget.Time is not null, budget with { Time = most.Time() }),
                    _ => (budget.Attempts is not null, budget with { Attempts = (long)most.Value }),
                };
                if (before)
                {
                    ReportTwice(cap);
                }

                budget = before ? budget : after;
            }

            return true;
        });
        ReportIfEmpty(budget == new Budget(), errors, first, "a cap, such as: turns 60");
        return Spanned(budget, first);
    }

    private bool ParseAgent(ScopeDraft draft)
    {
        var first = Current;
        var steps = new List<AgentStep>();
        var errors = _diagnostics.Diagnostics.Count;
        _position++;
        ParseBlock(Place.Agent, first, keyword =>
        {
            var step = Current;
            if (StepGrammar.For(keyword) is not { } parser)
            {
                return false;
            }

            if (Read(Place.Agent, parser, out var value))
            {
                steps.Add(Spanned(value, step));
            }

            return true;
        });
        ReportIfEmpty(steps.Count == 0, errors, first, "a step, such as: fixers");
        draft.Agent = Once(first, draft.Agent, Spanned(new Agent(steps.ToValueList()), first));
        return true;
    }

    private bool ParseEvidence(ScopeDraft draft)
    {
        var first = Current;
        var parts = EvidenceParts.None;
        var errors = _diagnostics.Diagnostics.Count;
        _position++;
        ParseBlock(Place.Evidence, first, keyword =>
        {
            if (MemberGrammar.Evidence(keyword) is not { } part)
            {
                return false;
            }

            if (parts.HasFlag(part))
            {
                ReportTwice(Current);
            }

            parts |= part;
            _position++;

            // The reference lists the parts with commas, which a reader may well keep.
            if (Current.Kind == TokenKind.Comma)
            {
                _position++;
            }

            return true;
        });
        ReportIfEmpty(parts == EvidenceParts.None, errors, first, "a part, such as: transcript");
        if (draft.EvidenceBlock is not null)
        {
            ReportTwice(first);
            return true;
        }

        draft.Evidence = parts;
        draft.EvidenceBlock = first;
        return true;
    }

    /// <summary>Reports a block that says nothing, unless something in it could not be read.</summary>
    private void ReportIfEmpty(bool empty, int errorsBefore, Token keyword, string expected)
    {
        if (empty && _diagnostics.Diagnostics.Count == errorsBefore && _scanner.Diagnostics.Count == 0)
        {
            _diagnostics.Report(DiagnosticCatalogue.EmptyBlock, keyword.Span, $"The block '{_state.TextOf(keyword)}' is empty; expected {expected}, or take the block out");
        }
    }
}
