using System.Collections;
using System.Reflection;
using GoalBuild.Language.Model;

namespace GoalBuild.Language.Tests;

/// <summary>Walks over the records of the model by reflection, so that a new member is not forgotten.</summary>
internal static class ModelNodes
{
    public static IEnumerable<Node> ChildrenOf(Node node)
    {
        foreach (var property in node.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            switch (property.GetValue(node))
            {
                case Node child:
                    yield return child;
                    break;
                case IEnumerable items and not string:
                    foreach (var item in items.OfType<Node>())
                    {
                        yield return item;
                    }

                    break;
                default:
                    break;
            }
        }
    }
}
