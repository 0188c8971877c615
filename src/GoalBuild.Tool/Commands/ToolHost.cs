using System.Text;
using GoalBuild.Tool.Terminal;
using GoalBuild.Verification.Processes;

namespace GoalBuild.Tool.Commands;

/// <summary>What surrounds the tool: streams, folder, environment and clock, so that a test can be all of them.</summary>
internal sealed record ToolHost
{
    private const int DefaultWidth = 120;
    private const int DefaultHeight = 24;

    /// <summary>Results.</summary>
    public required TextWriter Out { get; init; }

    /// <summary>Diagnostics.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>What <c>fmt -</c> reads.</summary>
    public required Stream In { get; init; }

    /// <summary>Gives standard output as bytes, for what is no text: <c>lsp</c>.</summary>
    public Func<Stream> OpenOutput { get; init; } = () => Stream.Null;

    /// <summary>Absolute path of the current folder.</summary>
    public required string Directory { get; init; }

    /// <summary>Gives an environment variable, or null.</summary>
    public required Func<string, string?> Variable { get; init; }

    /// <summary>Whether <see cref="Out"/> is a terminal that understands cursor movements.</summary>
    public bool IsTerminal { get; init; }

    /// <summary>Whether <see cref="Error"/> is a terminal.</summary>
    public bool IsErrorTerminal { get; init; }

    /// <summary>Whether a person can be asked: <see cref="Out"/> and <see cref="In"/> are both a terminal.</summary>
    public bool IsInteractive { get; init; }

    /// <summary>Columns of the terminal; where there is none, lines are cut for this many.</summary>
    public int Width { get; init; } = DefaultWidth;

    /// <summary>Columns and rows of the terminal as they are now; its window may change.</summary>
    public (int Width, int Height) Size() => OwnsProcess && IsTerminal ? (WidthOf(isTerminal: true), HeightOfTerminal()) : (Width, DefaultHeight);

    /// <summary>Whether what <see cref="Out"/> leads to shows more than ASCII.</summary>
    public bool IsUnicode { get; init; } = true;

    /// <summary>Whether a person can press keys while something runs.</summary>
    public bool HasKeys { get; init; }

    /// <summary>Gives a key that was pressed meanwhile, or null; never waits.</summary>
    public Func<char?> PressedKey { get; init; } = () => null;

    /// <summary>Asks everything to stop, as Ctrl+C does.</summary>
    public Action Interrupt { get; init; } = () => { };

    /// <summary>The clock.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Cancelled when the tool is to end.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>Whether the process itself answers to interrupts; a test passes <see cref="Cancellation"/> instead.</summary>
    public bool OwnsProcess { get; init; }

    /// <summary>The real surroundings.</summary>
    public static ToolHost OfThisProcess()
    {
        // Redirected output is UTF-8 everywhere; a byte order mark would break the first line of JSON.
        if (Console.IsOutputRedirected)
        {
            Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        }
        else if (OperatingSystem.IsWindows())
        {
            UseUnicode();
        }

        var isDumb = Environment.GetEnvironmentVariable("TERM") is "dumb";
        var isTerminal = !Console.IsOutputRedirected && !isDumb;
        return new ToolHost
        {
            Out = Console.Out,
            Error = Console.Error,
            In = Console.OpenStandardInput(),
            OpenOutput = Console.OpenStandardOutput,
            Directory = Environment.CurrentDirectory,
            // This process marks what it starts in its own environment, too; what counts is what it was started with.
            Variable = name => name == ProcessTree.MarkVariable ? ProcessTree.Inherited : Environment.GetEnvironmentVariable(name),
            IsTerminal = isTerminal,
            IsInteractive = isTerminal && !Console.IsInputRedirected,
            IsErrorTerminal = !Console.IsErrorRedirected && !isDumb,
            Width = WidthOf(isTerminal),
            IsUnicode = !isTerminal || Glyphs.CanWrite(Console.OutputEncoding),
            HasKeys = isTerminal && !Console.IsInputRedirected,
            PressedKey = isTerminal && !Console.IsInputRedirected ? Keyboard.Pressed : () => null,
            OwnsProcess = true,
        };
    }

    /// <summary>A path as it is shown: relative to the current folder where it lies below it, else absolute.</summary>
    /// <param name="path">An absolute path.</param>
    public string Show(string path)
    {
        var relative = Path.GetRelativePath(Directory, path);
        return relative == ".." || relative.StartsWith("../", StringComparison.Ordinal) || relative.StartsWith("..\\", StringComparison.Ordinal) ? path : relative;
    }

    // The code page of a console there is often one of the last century, though it can show all characters. Where it cannot be set, ASCII has to do.
    private static void UseUnicode()
    {
        try
        {
            Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        }
        catch (Exception exception) when (exception is IOException or System.Security.SecurityException)
        {
            // What it shows then is asked of the encoding.
        }
    }

    private static int WidthOf(bool isTerminal)
    {
        if (!isTerminal)
        {
            return int.TryParse(Environment.GetEnvironmentVariable("COLUMNS"), out var columns) && columns > 20 ? columns : DefaultWidth;
        }

        try
        {
            return Console.WindowWidth is > 20 and var width ? width : DefaultWidth;
        }
        catch (IOException)
        {
            return DefaultWidth;
        }
    }

    private static int HeightOfTerminal()
    {
        try
        {
            return Console.WindowHeight is > 0 and var height ? height : DefaultHeight;
        }
        catch (IOException)
        {
            return DefaultHeight;
        }
    }
}
