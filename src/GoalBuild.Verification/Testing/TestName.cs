using System.Text;

namespace GoalBuild.Verification.Testing;

/// <summary>Names of tests without what varies in them: arguments of rows, of generated cases and of fixtures.</summary>
public static class TestName
{
    /// <summary>Takes arguments out of a class and a method.</summary>
    /// <param name="type">The class, such as <c>Shop.Tests.CartTests("EUR")</c>; may be empty.</param>
    /// <param name="method">The method, such as <c>Adds(1,"a.b")</c>, or a name with its class in front.</param>
    /// <returns>Both without arguments.</returns>
    public static (string Class, string Method) WithoutArguments(string type, string method)
    {
        // VSTest's logger splits a qualified name at its last dot, which may stand in an argument: only both parts together are balanced.
        if (type.Contains('(', StringComparison.Ordinal) && type.Count(c => c == '(') != type.Count(c => c == ')'))
        {
            var whole = Strip($"{type}.{method}");
            var dot = whole.LastIndexOf('.');
            return dot < 0 ? ("", whole) : (whole[..dot], whole[(dot + 1)..]);
        }

        return (Strip(type), Strip(method));
    }

    // A parenthesis in a text or character argument ends nothing.
    private static string Strip(string name)
    {
        var kept = new StringBuilder(name.Length);
        var depth = 0;
        var quote = '\0';
        for (var i = 0; i < name.Length; i++)
        {
            var c = name[i];
            if (quote != '\0')
            {
                if (c == '\\')
                {
                    i++;
                }
                else if (c == quote)
                {
                    quote = '\0';
                }
            }
            else if (depth > 0 && (c == '"' || (c == '\'' && name.IndexOf('\'', i + 1) is > 0 and var end && end <= i + 7)))
            {
                quote = c;
            }
            else if (c == '(')
            {
                depth++;
            }
            else if (c == ')' && depth > 0)
            {
                depth--;
            }
            else if (depth == 0)
            {
                kept.Append(c);
            }
        }

        return kept.ToString().TrimEnd();
    }
}
