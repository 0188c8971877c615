using GoalBuild.Verification.Processes;

namespace GoalBuild.Agent.Tools.Files;

/// <summary>Keeps a model from writing the placeholder of a secret where the secret stands: all that it has seen of that place is the placeholder.</summary>
internal static class MaskGuard
{
    /// <summary>Checks an edit.</summary>
    /// <param name="before">The file's text.</param>
    /// <param name="after">The text that it is to have.</param>
    /// <exception cref="ToolFaultException">It would write a placeholder that was not there.</exception>
    public static void Check(string before, string after)
    {
        if (Count(after) > Count(before))
        {
            throw new ToolFaultException($"The new text holds '{SecretMask.Opening} …]', which stands for a secret that was not shown. Edit around that line, without replacing it.");
        }
    }

    private static int Count(string text)
    {
        var count = 0;
        for (var at = text.IndexOf(SecretMask.Opening, StringComparison.Ordinal); at >= 0; at = text.IndexOf(SecretMask.Opening, at + 1, StringComparison.Ordinal))
        {
            count++;
        }

        return count;
    }
}
