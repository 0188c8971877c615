using GoalBuild.Language.Model;

namespace GoalBuild.Language.Tests.Formatting;

internal sealed partial class GoalPrinter
{
    private void Print(Constraint constraint)
    {
        switch (constraint)
        {
            case OnlyConstraint only:
                AddList("only", only.Globs, String);
                break;
            case ProtectConstraint protect:
                AddList("protect", protect.Globs, String);
                break;
            case KeepTestsConstraint:
                Add("keep", "tests");
                break;
            case AllowTestRemovalConstraint allow:
                Add("allow", "test");
                AddList("removal", allow.Globs, String);
                break;
            case KeepApiConstraint keep:
                Add("keep", "api", String(keep.Project));
                break;
            case ForbidPackageConstraint forbid:
                Add("forbid", "package", Name(forbid.Package));
                break;
            case AllowPackagesConstraint allow:
                Add("allow");
                AddList("packages", allow.Packages, Name);
                break;
            case ForbidTextConstraint forbid:
                Add("forbid", "text", forbid.Pattern.ToString());
                AddList("in", forbid.Globs, String);
                break;
            case ForbidReferenceConstraint forbid:
                Add("forbid", "reference", String(forbid.Target), "from", String(forbid.Origin));
                break;
            case ForbidSuppressionsConstraint:
                Add("forbid", "suppressions");
                break;
            case LimitConstraint limit:
                Add("limit", Word(limit.Measure), Count(limit.Most));
                break;
            case NetworkConstraint { Access: NetworkAccess.Hosts } network:
                AddList("network", network.Hosts, String);
                break;
            case NetworkConstraint network:
                Add("network", Word(network.Access));
                break;
            case CommandConstraint command:
                Add("command");
                AddList(command.Allow ? "allow" : "deny", command.Commands, String);
                break;
            case AllowChangeConstraint allow:
                Add("allow");
                AddList("change", allow.Globs, String);
                break;
            case AdviceConstraint advice:
                Add(String(advice.Advice));
                break;
            default:
                throw new NotSupportedException(constraint.GetType().Name);
        }
    }
}
