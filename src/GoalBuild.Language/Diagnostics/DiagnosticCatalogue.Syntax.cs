namespace GoalBuild.Language.Diagnostics;

public static partial class DiagnosticCatalogue
{
    /// <summary>Something else was expected here.</summary>
    public static readonly DiagnosticDescriptor Unexpected = new(
        "GOAL1001",
        DiagnosticSeverity.Error,
        "Something else was expected here",
        "A statement started well and went on with something that has no place in it; the message lists what may stand there.",
        "Write one of the things that the message expects, or take out what was found.");

    /// <summary>No statement starts with this word here.</summary>
    public static readonly DiagnosticDescriptor UnknownStatement = new(
        "GOAL1002",
        DiagnosticSeverity.Error,
        "No statement starts with this word here",
        "Each statement starts with its keyword, in lower case, and each block has its own; this word is none of them.",
        "Correct the word if the message names a near one, or move the statement to the block that it belongs to.");

    /// <summary>A block is not closed.</summary>
    public static readonly DiagnosticDescriptor BlockNotClosed = new(
        "GOAL1003",
        DiagnosticSeverity.Error,
        "A block is not closed",
        "A block opened with '{', and the file ended, or a statement of the block around it came, before its '}'.",
        "Write '}' where the block ends; the message says which block and where it started.");

    /// <summary>A brace closes nothing.</summary>
    public static readonly DiagnosticDescriptor NothingToClose = new(
        "GOAL1004",
        DiagnosticSeverity.Error,
        "A '}' closes nothing",
        "There are more '}' than '{' before this place.",
        "Take the brace out, or add the '{' that is missing before it.");

    /// <summary>A string is not closed.</summary>
    public static readonly DiagnosticDescriptor StringNotClosed = new(
        "GOAL1005",
        DiagnosticSeverity.Error,
        "A string is not closed",
        "A string in double quotes ends on the line that it starts on, and this one does not.",
        "Write '\"' where the string ends; for several lines use a raw string in three double quotes.");

    /// <summary>A raw string is not closed.</summary>
    public static readonly DiagnosticDescriptor RawStringNotClosed = new(
        "GOAL1006",
        DiagnosticSeverity.Error,
        "A raw string is not closed",
        "A raw string ends with as many double quotes as it starts with, and the file ended first.",
        "Write the closing quotes on a line of their own.");

    /// <summary>A raw string is malformed.</summary>
    public static readonly DiagnosticDescriptor RawStringMalformed = new(
        "GOAL1007",
        DiagnosticSeverity.Error,
        "A raw string is malformed",
        "Raw strings follow C#: over several lines, text starts on the line after the opening quotes, the closing quotes stand on a line of their own, and every line is indented at least as they are.",
        "Break or indent the line as the message says.");

    /// <summary>An escape is unknown.</summary>
    public static readonly DiagnosticDescriptor UnknownEscape = new(
        "GOAL1008",
        DiagnosticSeverity.Error,
        "An escape is unknown",
        "In a string a backslash starts an escape of C#, and this is none; most often a Windows path or a pattern was written into a string.",
        "Write a backslash as '\\\\', a path with '/', or use a raw string in three double quotes.");

    /// <summary>A comment is not closed.</summary>
    public static readonly DiagnosticDescriptor CommentNotClosed = new(
        "GOAL1009",
        DiagnosticSeverity.Error,
        "A comment is not closed",
        "A comment that starts with '/*' goes on to the next '*/', and there is none.",
        "Write '*/' where the comment ends.");

    /// <summary>A pattern is not closed.</summary>
    public static readonly DiagnosticDescriptor PatternNotClosed = new(
        "GOAL1010",
        DiagnosticSeverity.Error,
        "A pattern is not closed",
        "A pattern stands between slashes on one line; a slash inside is written '\\/' or stands in a character class.",
        "Write '/' where the pattern ends. If this is a path, write it as a string in double quotes.");

    /// <summary>A flag of a pattern is unknown.</summary>
    public static readonly DiagnosticDescriptor UnknownFlag = new(
        "GOAL1011",
        DiagnosticSeverity.Error,
        "A flag of a pattern is unknown",
        "Behind its closing slash a pattern may have the flags i (ignore case), m (multiline) and s (single line), each once.",
        "Take the letter out; other options can be written inside the pattern, such as (?x).");

    /// <summary>A number is malformed.</summary>
    public static readonly DiagnosticDescriptor NumberMalformed = new(
        "GOAL1012",
        DiagnosticSeverity.Error,
        "A number is malformed",
        "A number is digits with at most one '.', then its unit, with nothing between them; this unit does not exist.",
        "Write the number as the message says: its place takes only some of the units %, ms, s, m, h, d, k, M, KB, MB, and '$' before the number.");

    /// <summary>A number is too large.</summary>
    public static readonly DiagnosticDescriptor NumberTooLarge = new(
        "GOAL1013",
        DiagnosticSeverity.Error,
        "A number is too large",
        "No count, time, price or threshold needs more than a billion billions.",
        "Write a smaller number; to set no cap, leave the statement out.");

    /// <summary>A character has no meaning.</summary>
    public static readonly DiagnosticDescriptor StrayCharacter = new(
        "GOAL1014",
        DiagnosticSeverity.Error,
        "A character has no meaning here",
        "Outside strings, patterns and comments only words, numbers and the signs { } , / = == < <= > >= have a meaning.",
        "Take it out, or put the text that it belongs to in double quotes.");

    /// <summary>The file has no goal.</summary>
    public static readonly DiagnosticDescriptor NoGoalInFile = new(
        "GOAL1015",
        DiagnosticSeverity.Error,
        "The file has no goal",
        "The file is empty, or holds only comments.",
        "Write a goal: goal \"name\" { objective \"…\" verify { … } }.");

    /// <summary>The file is not UTF-8.</summary>
    public static readonly DiagnosticDescriptor NotUtf8 = new(
        "GOAL1016",
        DiagnosticSeverity.Error,
        "The file is not UTF-8",
        "A goal file is text in UTF-8; these bytes are none.",
        "Save the file as UTF-8.");

    /// <summary>The file holds a NUL character.</summary>
    public static readonly DiagnosticDescriptor NulInFile = new(
        "GOAL1017",
        DiagnosticSeverity.Error,
        "The file holds a NUL character",
        "Text holds no NUL; the file is binary, damaged, or in UTF-16.",
        "Save the file as UTF-8, or name another file.");

    /// <summary>The file is too large.</summary>
    public static readonly DiagnosticDescriptor FileTooLarge = new(
        "GOAL1018",
        DiagnosticSeverity.Error,
        "The file is too large",
        "A goal is read by people; a file of this size is something else, and is not read to its end.",
        "Name a .goal file, or split the file: several goals may be ordered by 'after' in one file, or stand in files of their own.");

    /// <summary>A line break is none of the language's.</summary>
    public static readonly DiagnosticDescriptor BadLineBreak = new(
        "GOAL1019",
        DiagnosticSeverity.Error,
        "A line ends with something else than LF or CRLF",
        "Editors show a CR on its own, U+0085, U+2028 and U+2029 as line breaks. A reader would see a new line where a comment goes on, and take what is in it for a statement.",
        "Save the file with LF or CRLF. In a string, write the character as an escape, such as \\u2028.");
}
