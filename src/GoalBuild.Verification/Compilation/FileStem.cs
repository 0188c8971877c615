using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace GoalBuild.Verification.Compilation;

/// <summary>Makes the names of a clause's files in the evidence folder, and of a goal's folders: short, readable, and legal on every file system.</summary>
public static class FileStem
{
    private const int MaxLength = 60, HashLength = 8;

    private static readonly HashSet<string> Devices = new(
        ["CON", "PRN", "AUX", "NUL", .. Enumerable.Range(0, 10).SelectMany(digit => new[] { $"COM{digit}", $"LPT{digit}" })], StringComparer.OrdinalIgnoreCase);

    /// <summary>A stem such as <c>02-test-tests-Payments.Tests</c>; the number keeps two of them apart and in the order of the goal.</summary>
    /// <param name="number">The clause's number in its goal, from 1.</param>
    /// <param name="clauseName">The clause's name.</param>
    public static string Of(int number, string clauseName)
    {
        var stem = new StringBuilder(number.ToString("00", CultureInfo.InvariantCulture)).Append('-');
        Append(stem, clauseName, MaxLength);
        return stem.ToString().TrimEnd('-', '.');
    }

    /// <summary>The stem of the files that a clause leaves in one of several environments.</summary>
    /// <param name="stem">The clause's stem.</param>
    /// <param name="number">The environment's number in the clause, from 1.</param>
    /// <param name="environment">Its name.</param>
    public static string In(string stem, int number, string environment) => $"{stem}.{Of(number, environment)}";

    /// <summary>The name of a goal's folder: the goal's own where that is a plain one, else what is legal of it and a hash that keeps two of them apart.</summary>
    /// <param name="name">The goal's name.</param>
    public static string Folder(string name)
    {
        var plain = new StringBuilder();
        Append(plain, name, MaxLength);
        if (plain.ToString() == name && name.Length > 0 && name[0] != '.' && name[^1] is not ('.' or '-') && !Devices.Contains(name.Split('.')[0]))
        {
            return name;
        }

        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.Unicode.GetBytes(name)))[..HashLength];
        var readable = plain.ToString().Trim('-', '.');
        return readable.Length == 0 ? $"goal-{hash}" : $"{readable[..Math.Min(readable.Length, MaxLength - HashLength - 1)]}-{hash}";
    }

    private static void Append(StringBuilder stem, string name, int maxLength)
    {
        foreach (var c in name)
        {
            if (stem.Length >= maxLength)
            {
                break;
            }

            if (char.IsAsciiLetterOrDigit(c) || c is '.' or '_')
            {
                stem.Append(c);
            }
            else if (stem.Length == 0 || stem[^1] != '-')
            {
                stem.Append('-');
            }
        }
    }
}
