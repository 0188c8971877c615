using System.Xml.Linq;
using GoalBuild.Verification.Compilation;

namespace GoalBuild.Verification.Clauses;

/// <summary>The elements of a target that builds a project and runs a task on the tests among its outputs.</summary>
internal static class TestBuild
{
    /// <summary>The items that the target Build returned.</summary>
    private const string Outputs = "GoalOutput";

    /// <summary>Makes the elements.</summary>
    /// <param name="context">The clause.</param>
    /// <param name="project">Absolute path of the project or solution.</param>
    /// <param name="task">The class name of a <see cref="TestsTask"/>, by <c>nameof</c>.</param>
    /// <param name="parameters">Its own parameters.</param>
    public static IEnumerable<XElement> Compile(ClauseContext context, string project, string task, params IEnumerable<TaskParameter> parameters)
    {
        var build = context.CallProject(project, "Build");
        build.Add(new XElement("Output", new XAttribute("TaskParameter", "TargetOutputs"), new XAttribute("ItemName", Outputs)));
        var verify = context.Verify(task, [TaskParameter.Succeeded, TaskParameter.Expression("Sdk", DotnetHost.SdkProperty), .. parameters]);
        verify.Add(new XAttribute("Outputs", $"@({Outputs})"));
        return
        [
            // By hand, several clauses may run in one instance of the project; each sees its own outputs.
            new XElement("ItemGroup", new XElement(Outputs, new XAttribute("Remove", $"@({Outputs})"))),
            build,
            verify,
        ];
    }
}
