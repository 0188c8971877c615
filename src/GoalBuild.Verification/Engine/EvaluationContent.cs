using System.Collections;
using Microsoft.Build.Evaluation;
using Microsoft.Build.Execution;
using Microsoft.Build.Framework;

namespace GoalBuild.Verification.Engine;

/// <summary>
/// Reads items and properties of an evaluation out of its event. The event promises only a sequence of objects: the node in this process sends
/// its own items and properties, a worker node sends pairs.
/// </summary>
internal static class EvaluationContent
{
    private const string Reference = "Reference", HintPath = "HintPath";

    /// <summary>Types and paths of the items, and where a reference is to be looked for; empty where nothing says.</summary>
    /// <param name="e">The event.</param>
    public static IEnumerable<(string Type, string Include, string Hint)> Items(ProjectEvaluationFinishedEventArgs e)
    {
        foreach (var entry in Copy(e.Items))
        {
            switch (entry)
            {
                case ProjectItemInstance item:
                    yield return (item.ItemType, item.EvaluatedInclude, item.ItemType == Reference ? item.GetMetadataValue(HintPath) : "");
                    break;
                case ProjectItem item:
                    yield return (item.ItemType, item.EvaluatedInclude, item.ItemType == Reference ? item.GetMetadataValue(HintPath) : "");
                    break;
                case DictionaryEntry { Key: string type, Value: ITaskItem item }:
                    yield return (type, item.ItemSpec, type == Reference ? HintOf(item) : "");
                    break;
                case DictionaryEntry { Key: string type, Value: IEnumerable<ITaskItem> items }:
                    foreach (var item in items)
                    {
                        yield return (type, item.ItemSpec, type == Reference ? HintOf(item) : "");
                    }

                    break;
            }
        }
    }

    /// <summary>Items of a worker node give null, against their contract, for metadata that they lack.</summary>
    private static string HintOf(ITaskItem item) => (string?)item.GetMetadata(HintPath) ?? "";

    /// <summary>The value of a property, or null.</summary>
    /// <param name="e">The event.</param>
    /// <param name="name">The property's name.</param>
    public static string? Property(ProjectEvaluationFinishedEventArgs e, string name)
    {
        foreach (var entry in Copy(e.Properties))
        {
            var (key, value) = entry switch
            {
                ProjectPropertyInstance property => (property.Name, property.EvaluatedValue),
                ProjectProperty property => (property.Name, property.EvaluatedValue),
                DictionaryEntry pair => (pair.Key as string, pair.Value as string),
                KeyValuePair<string, string> pair => (pair.Key, pair.Value),
                _ => (null, null),
            };
            if (string.Equals(key, name, StringComparison.OrdinalIgnoreCase))
            {
                return value;
            }
        }

        return null;
    }

    /// <summary>
    /// In process, the items and properties of an evaluation are those of the project itself, and the build that follows may be changing them
    /// on another thread by the time that a logger hears of them.
    /// </summary>
    private static List<object> Copy(IEnumerable? entries)
    {
        while (true)
        {
            try
            {
                // Cast takes the generic sequence where there is one: the plain one of MSBuild's own dictionary has lists of items, not items.
                return [.. entries?.Cast<object>() ?? []];
            }
            catch (InvalidOperationException)
            {
                // "Collection was modified": what it holds now is as good.
            }
        }
    }
}
