using GoalBuild.Language.Model;

namespace GoalBuild.Language.Tests.Formatting;

internal sealed partial class GoalPrinter
{
    private void Print(AgentStep step)
    {
        switch (step)
        {
            case FixersStep:
                Add("fixers");
                break;
            case FixStep fix:
                Add("fix", String(fix.Command));
                Option("in", fix.Directory, String);
                break;
            case ModelStep model:
                Add("model", Name(model.Model));
                Options(
                    () => Option("at", model.Url, String),
                    () => AddIf(model.Wire != ModelWire.Responses || Chance(4), "wire", Word(model.Wire)),
                    () => Option("key", model.KeyVariable, Name),
                    () => AddIf(model.Effort is not null, "effort", Word(model.Effort ?? default)),
                    () => AddIf(model.PriceIn is not null, "price", "$" + Decimal(model.PriceIn ?? 0), "/", "$" + Decimal(model.PriceOut ?? 0)));
                break;
            case CommandStep command:
                Add("command", String(command.Command));
                break;
            case AcpStep acp:
                Add("acp", String(acp.Command));
                break;
            default:
                throw new NotSupportedException(step.GetType().Name);
        }

        PrintBudget(step.Budget ?? new Budget());
    }

    private void PrintBudget(Budget budget) => Options(
        () => AddIf(budget.Turns is not null, "turns", Count(budget.Turns ?? 0)),
        () => AddIf(budget.Tokens is not null, "tokens", Count(budget.Tokens ?? 0)),
        () => AddIf(budget.Cost is not null, "cost", "$" + Decimal(budget.Cost ?? 0)),
        () => AddIf(budget.Time is not null, "time", Duration(budget.Time ?? default)),
        () => AddIf(budget.Attempts is not null, "attempts", Count(budget.Attempts ?? 0)));
}
