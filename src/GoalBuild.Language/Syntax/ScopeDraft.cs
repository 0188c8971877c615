using GoalBuild.Language.Model;
using GoalBuild.Language.Syntax.Grammar;

namespace GoalBuild.Language.Syntax;

/// <summary>A goal or phase while its members are being read.</summary>
internal sealed class ScopeDraft
{
    public Text? Objective { get; set; }

    public List<Text> Context { get; } = [];

    public List<Requirement> Requirements { get; } = [];

    public List<Clause> Verify { get; } = [];

    public List<Constraint> Constraints { get; } = [];

    public List<Phase> Phases { get; } = [];

    public List<GoalEnvironment> Environments { get; } = [];

    public Budget? Budget { get; set; }

    public Text? Iterate { get; set; }

    public List<Text> BlockedWhen { get; } = [];

    public Agent? Agent { get; set; }

    public EvidenceParts Evidence { get; set; }

    public Token? EvidenceBlock { get; set; }

    public List<Review> Reviews { get; } = [];

    public Goal ToGoal(Header header) => new(header.Name)
    {
        After = header.After,
        Objective = Objective,
        Context = Context.ToValueList(),
        Requirements = Requirements.ToValueList(),
        Verify = Verify.ToValueList(),
        Constraints = Constraints.ToValueList(),
        Phases = Phases.ToValueList(),
        Environments = Environments.ToValueList(),
        Budget = Budget,
        Iterate = Iterate,
        BlockedWhen = BlockedWhen.ToValueList(),
        Agent = Agent,
        Evidence = Evidence,
        Reviews = Reviews.ToValueList(),
    };

    public Phase ToPhase(Header header) => new(header.Name)
    {
        After = header.After,
        Objective = Objective,
        Requirements = Requirements.ToValueList(),
        Verify = Verify.ToValueList(),
        Constraints = Constraints.ToValueList(),
        Budget = Budget,
    };
}
