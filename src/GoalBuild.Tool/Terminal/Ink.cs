namespace GoalBuild.Tool.Terminal;

/// <summary>Colours text with escape sequences, or leaves it alone.</summary>
/// <param name="color">Whether colours are used.</param>
internal sealed class Ink(bool color)
{
    /// <summary>Good.</summary>
    /// <param name="text">What to colour.</param>
    public string Green(string text) => Wrap(text, "32");

    /// <summary>Bad.</summary>
    /// <param name="text">What to colour.</param>
    public string Red(string text) => Wrap(text, "31");

    /// <summary>Not known, or to be looked at.</summary>
    /// <param name="text">What to colour.</param>
    public string Yellow(string text) => Wrap(text, "33");

    /// <summary>Where one is.</summary>
    /// <param name="text">What to colour.</param>
    public string Cyan(string text) => Wrap(text, "36");

    /// <summary>Less important.</summary>
    /// <param name="text">What to colour.</param>
    public string Dim(string text) => Wrap(text, "2");

    /// <summary>More important.</summary>
    /// <param name="text">What to colour.</param>
    public string Bold(string text) => Wrap(text, "1");

    private string Wrap(string text, string code) => color && text.Length > 0 ? $"\e[{code}m{text}\e[0m" : text;
}
