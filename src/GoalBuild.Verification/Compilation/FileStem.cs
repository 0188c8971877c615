using System.Globalization;
using System.Text;

namespace GoalBuild.Verification.Compilation;

/// <summary>Makes the names of a clause's files in the evidence folder: short, readable, and legal on every file system.</summary>
public static class FileStem
{
    private const int MaxLength = 60;

    /// <summary>A stem such as <c>02-test-tests-Payments.Tests</c>; the number keeps two of them apart and in the order of the goal.</summary>
    /// <param name="number">The clause's number in its goal, from 1.</param>
    /// <param name="clauseName">The clause's name.</param>
    public static string Of(int number, string clauseName)
    {
        var stem = new StringBuilder(number.ToString("00", CultureInfo.InvariantCulture)).Append('-');
        foreach (var c in clauseName)
        {
            if (stem.Length >= MaxLength)
            {
                break;
            }

            if (char.IsAsciiLetterOrDigit(c) || c is '.' or '_')
            {
                stem.Append(c);
            }
            else if (stem[^1] != '-')
            {
                stem.Append('-');
            }
        }

        return stem.ToString().TrimEnd('-', '.');
    }
}
