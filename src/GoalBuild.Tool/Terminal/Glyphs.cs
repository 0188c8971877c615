using System.Text;

namespace GoalBuild.Tool.Terminal;

/// <summary>The signs of the live display: those of Unicode, or of ASCII where the terminal's code page has no others.</summary>
/// <param name="Spinner">The steps of what turns while something runs.</param>
/// <param name="Waiting">It waits.</param>
/// <param name="Holds">It holds.</param>
/// <param name="Fails">It fails.</param>
/// <param name="Unknown">It could not be evaluated.</param>
/// <param name="Full">The part of a bar that is spent.</param>
/// <param name="Empty">The part of a bar that is left.</param>
internal sealed record Glyphs(string Spinner, string Waiting, string Holds, string Fails, string Unknown, char Full, char Empty)
{
    /// <summary>For terminals that show Unicode.</summary>
    public static Glyphs Unicode { get; } = new("⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏", "·", "✓", "✗", "?", '━', '─');

    /// <summary>For all others.</summary>
    public static Glyphs Ascii { get; } = new("|/-\\", ".", "+", "x", "?", '#', '-');

    /// <summary>Whether all signs can be written in an encoding.</summary>
    /// <param name="encoding">The terminal's.</param>
    public static bool CanWrite(Encoding encoding)
    {
        var signs = $"{Unicode.Spinner}{Unicode.Waiting}{Unicode.Holds}{Unicode.Fails}{Unicode.Full}{Unicode.Empty}…";
        return encoding.GetString(encoding.GetBytes(signs)) == signs;
    }
}
