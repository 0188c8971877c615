namespace GoalBuild.Verification.Compilation;

/// <summary>A parameter of a clause's task. What a goal says is always a text; expressions of MSBuild are GoalBuild's own and are marked as such.</summary>
public sealed record TaskParameter
{
    private TaskParameter(string name, string? value)
    {
        Name = name;
        Value = value;
    }

    /// <summary>Whether the call of a project just before succeeded.</summary>
    public static TaskParameter Succeeded { get; } = Expression("Succeeded", "$(MSBuildLastTaskResult)");

    /// <summary>The parameter's name.</summary>
    public string Name { get; }

    /// <summary>The attribute's value as MSBuild reads it, or null where the parameter is left out.</summary>
    public string? Value { get; }

    /// <summary>A text, taken as it is, or null to leave the parameter out.</summary>
    public static implicit operator TaskParameter((string Name, string? Text) parameter) => Text(parameter.Name, parameter.Text);

    /// <summary>A text, taken as it is.</summary>
    /// <param name="name">The parameter's name.</param>
    /// <param name="text">The text, or null to leave the parameter out.</param>
    public static TaskParameter Text(string name, string? text) => new(name, text is null ? null : MSBuildText.Escape(text));

    /// <summary>A list of texts for a parameter that is read with <see cref="MSBuildText.Elements"/>; left out where it is empty.</summary>
    /// <param name="name">The parameter's name.</param>
    /// <param name="texts">The texts.</param>
    public static TaskParameter List(string name, IReadOnlyCollection<string> texts) => new(name, texts.Count == 0 ? null : MSBuildText.List(texts));

    /// <summary>An expression that MSBuild evaluates; never made of what a goal says.</summary>
    /// <param name="name">The parameter's name.</param>
    /// <param name="expression">Such as <c>$(GoalBaseline)</c>.</param>
    public static TaskParameter Expression(string name, string expression) => new(name, expression);
}
