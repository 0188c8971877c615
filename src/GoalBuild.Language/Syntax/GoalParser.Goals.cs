using GoalBuild.Language.Diagnostics;
using GoalBuild.Language.Model;
using GoalBuild.Language.Syntax.Grammar;

namespace GoalBuild.Language.Syntax;

internal sealed partial class GoalParser
{
    /// <summary>Stands for a name that could not be read, which was reported; it has no length.</summary>
    private Text Unnamed => new("") { Span = new SourceSpan(Current.Start, 0) };

    private bool ParseGoal(List<Goal> goals)
    {
        var first = Current;
        if (ReadHead(Place.File, MemberGrammar.Named, new Header(Unnamed, []), out var header))
        {
            var draft = new ScopeDraft();
            ParseBlock(Place.Goal, first, keyword => ParseGoalMember(draft, keyword));
            goals.Add(Spanned(draft.ToGoal(header), first));
        }

        return true;
    }

    private bool ParsePhase(ScopeDraft goal)
    {
        var first = Current;
        if (ReadHead(Place.Goal, MemberGrammar.Named, new Header(Unnamed, []), out var header))
        {
            var draft = new ScopeDraft();
            ParseBlock(Place.Phase, first, keyword => ParseScopeMember(Place.Phase, draft, keyword));
            goal.Phases.Add(Spanned(draft.ToPhase(header), first));
        }

        return true;
    }

    /// <summary>What only a goal may hold.</summary>
    private bool ParseGoalMember(ScopeDraft draft, ReadOnlySpan<char> keyword)
    {
        var first = Current;
        switch (keyword)
        {
            case "context":
                if (Read(Place.Goal, MemberGrammar.Globs, out var globs))
                {
                    draft.Context.AddRange(globs);
                }

                return true;
            case "phase":
                return ParsePhase(draft);
            case "environment":
                return ParseEnvironment(draft);
            case "iterate":
                if (Read(Place.Goal, MemberGrammar.Statement, out var policy))
                {
                    draft.Iterate = Once(first, draft.Iterate, policy);
                }

                return true;
            case "blocked":
                if (Read(Place.Goal, MemberGrammar.Blocked, out var condition))
                {
                    draft.BlockedWhen.Add(condition);
                }

                return true;
            case "agent":
                return ParseAgent(draft);
            case "evidence":
                return ParseEvidence(draft);
            case "review":
                if (Read(Place.Goal, MemberGrammar.Review, out var review))
                {
                    draft.Reviews.Add(Spanned(review, first));
                }

                return true;
            default:
                return ParseScopeMember(Place.Goal, draft, keyword);
        }
    }

    /// <summary>What goals and phases may hold.</summary>
    private bool ParseScopeMember(Place place, ScopeDraft draft, ReadOnlySpan<char> keyword)
    {
        var first = Current;
        switch (keyword)
        {
            case "objective":
                if (Read(place, MemberGrammar.Statement, out var objective))
                {
                    draft.Objective = Once(first, draft.Objective, objective);
                }

                return true;
            case "require":
                if (ReadHead(place, MemberGrammar.Statement, Unnamed, out var statement))
                {
                    var clauses = ParseClauses(first);
                    draft.Requirements.Add(Spanned(new Requirement(statement, clauses), first));
                }

                return true;
            case "verify":
                _position++;
                draft.Verify.AddRange(ParseClauses(first));
                return true;
            case "constrain":
                _position++;
                ParseBlock(Place.Constraints, first, word => ParseConstraint(draft, word));
                return true;
            case "budget":
                _position++;
                draft.Budget = Once(first, draft.Budget, ParseBudget(first));
                return true;
            default:
                return false;
        }
    }

    private ValueList<Clause> ParseClauses(Token keyword)
    {
        var clauses = new List<Clause>();
        ParseBlock(Place.Clauses, keyword, word =>
        {
            var first = Current;
            if (ClauseGrammar.For(word) is not { } parser)
            {
                return false;
            }

            if (Read(Place.Clauses, parser, out var clause))
            {
                clauses.Add(Spanned(clause, first));
            }

            return true;
        });
        return clauses.ToValueList();
    }

    private bool ParseConstraint(ScopeDraft draft, ReadOnlySpan<char> keyword)
    {
        var first = Current;
        if (first.IsString)
        {
            draft.Constraints.Add(ParseAdvice());
            return true;
        }

        if (ConstraintGrammar.For(keyword) is not { } parser)
        {
            return false;
        }

        if (Read(Place.Constraints, parser, out var constraint))
        {
            draft.Constraints.Add(Spanned(constraint, first));
        }

        return true;
    }

    private AdviceConstraint ParseAdvice()
    {
        var token = Current;
        var text = StringLiteral.Read(token.Kind, _state.TextOf(token));
        _position++;
        if (text.Length > 0 && !text.Any(char.IsWhiteSpace) && !IsBroken(token))
        {
            _diagnostics.Report(DiagnosticCatalogue.AdviceIsNoSentence, token.Span, $"Found {Shown(token)} on its own, which is no sentence; put ',' before it to make it part of the list above, or write the advice as a sentence");
        }

        return Spanned(new AdviceConstraint(new Text(text) { Span = token.Span }), token);
    }

    /// <summary>The first of two; the second one is reported.</summary>
    private T Once<T>(Token keyword, T? before, T value)
        where T : Node
    {
        if (before is null)
        {
            return value;
        }

        ReportTwice(keyword);
        return before;
    }

    private void ReportTwice(Token keyword) =>
        _diagnostics.Report(DiagnosticCatalogue.GivenTwice, keyword.Span, $"Found '{_state.TextOf(keyword)}', which is given already in this block; keep one of the two");
}
