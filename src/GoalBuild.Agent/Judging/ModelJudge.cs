using System.Collections;
using GoalBuild.Agent.Conversation;
using GoalBuild.Agent.Executors;
using GoalBuild.Agent.Executors.Model;
using GoalBuild.Language.Model;
using GoalBuild.Verification.Judging;
using Microsoft.Extensions.AI;

namespace GoalBuild.Agent.Judging;

/// <summary>
/// A model that judges: it has no tools, and sees nothing of the conversation of one that works on the goal. Make it before a verification begins: the
/// engine takes secrets out of the environment meanwhile.
/// </summary>
public sealed class ModelJudge : IJudge, IDisposable
{
    private readonly ModelClient? _model;
    private readonly Action<string, Spending> _spent;
    private readonly string _name = "";

    private ModelJudge(Goal goal, string stateDirectory, TimeProvider clock, Action<string, Spending> spent)
    {
        _spent = spent;
        var variables = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(variable => (string)variable.Key, variable => (string?)variable.Value, StringComparer.Ordinal);
        Func<string, string?> environment = name => variables.GetValueOrDefault(name);
        if (JudgeModel.Of(goal, environment) is not { } step)
        {
            Problem = $"There is no model that could judge it. Name one in {JudgeModel.NameVariable}, with its key in {ModelEndpoint.DefaultKeyVariable} or its address in {JudgeModel.UrlVariable}; or add a 'model' to 'agent'.";
            return;
        }

        try
        {
            var facts = ModelCatalogue.Load(stateDirectory, environment).Find(step);
            _name = step.Description;
            _model = new ModelClient(facts, ModelEndpoint.Of(step, environment), ModelPatience.Of(environment), new TokenCounter(), clock);
        }
        catch (ModelFaultException fault)
        {
            Problem = $"It could not be judged. {fault.Message}";
        }
    }

    /// <summary>Why nothing can be judged, and what to do; null where a model is there to be asked.</summary>
    public string? Problem { get; }

    /// <summary>Who judges: the model's name and where it is; empty where there is a problem.</summary>
    public string Name => _name;

    /// <summary>The judge of a goal, or null where no clause of it is judged.</summary>
    /// <param name="goal">The goal.</param>
    /// <param name="stateDirectory">Absolute path of the <c>.goal</c> folder, which may say more of models.</param>
    /// <param name="clock">Measures waits.</param>
    /// <param name="spent">Told what each opinion cost, and of whom it was, before the opinion counts; from any thread.</param>
    public static ModelJudge? For(Goal goal, string stateDirectory, TimeProvider clock, Action<string, Spending> spent) =>
        GoalClause.Of(goal).Any(clause => clause.Clause is JudgeClause) ? new ModelJudge(goal, stateDirectory, clock, spent) : null;

    /// <inheritdoc/>
    public async Task<JudgeAnswer> AskAsync(string instructions, string question, CancellationToken cancellation)
    {
        if (_model is null)
        {
            return new JudgeAnswer("", null, Problem, 0);
        }

        try
        {
            var answer = await _model.AskAsync(new ModelQuestion(instructions, [new ChatMessage(ChatRole.User, question)], []), cancellation).ConfigureAwait(false);
            var spending = Spending.Of(answer, _model.Facts);
            _spent($"judge {_name}", spending);
            return new JudgeAnswer(_model.Facts.Name, answer.Text, null, spending.Tokens);
        }
        catch (ModelFaultException fault)
        {
            return new JudgeAnswer(_model.Facts.Name, null, $"It could not be judged. {fault.Message}", 0);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _model?.Dispose();
}
