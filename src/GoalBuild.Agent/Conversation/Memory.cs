using System.Globalization;
using GoalBuild.Ledger;
using GoalBuild.Verification.Processes;

namespace GoalBuild.Agent.Conversation;

/// <summary>
/// What was learnt about a repository, in <c>.goal/memory.md</c>: a file of notes that people read, correct and commit. It exists once something was
/// remembered. In an isolated run it is still the one of the user's own tree.
/// </summary>
/// <param name="stateDirectory">Absolute path of the user's <c>.goal</c> folder.</param>
/// <param name="mask">Hides secrets.</param>
/// <param name="clock">Dates the notes.</param>
internal sealed class Memory(string stateDirectory, SecretMask mask, TimeProvider clock)
{
    /// <summary>Most characters of one note, and of the file: about 2,000 tokens, sent with every request.</summary>
    public const int MostOfNote = 500, MostCharacters = 8_000;

    private static readonly TimeSpan MostWait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(20);

    private readonly string _path = Path.Combine(stateDirectory, StateFolder.MemoryFileName);

    /// <summary>The notes as they are in the file now, secrets masked, cut at <see cref="MostCharacters"/>; empty where there are none, or they cannot be read.</summary>
    public string Read()
    {
        try
        {
            var text = File.Exists(_path) ? mask.Apply(File.ReadAllText(_path)) : "";
            return text.Length <= MostCharacters ? text : $"{text[..MostCharacters]}\n… cut; the file is longer than {MostCharacters} characters.\n";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    /// <summary>Adds a note. Several writers, in this process and in others, wait for each other.</summary>
    /// <param name="note">One thing that was learnt; line breaks become blanks, and what is longer than <see cref="MostOfNote"/> is cut.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    /// <returns>False where it is known already.</returns>
    /// <exception cref="IOException">It cannot be written, or another process holds the file.</exception>
    public async Task<bool> AddAsync(string note, CancellationToken cancellation)
    {
        StateFolder.Ensure(stateDirectory);
        using var held = await HoldAsync(cancellation).ConfigureAwait(false);
        var notes = MemoryNotes.Parse(File.Exists(_path) ? await File.ReadAllTextAsync(_path, cancellation).ConfigureAwait(false) : "");
        var line = string.Join(' ', mask.Apply(note).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        line = line.Length <= MostOfNote ? line : $"{line[..MostOfNote]}…";
        if (line.Length == 0 || notes.Knows(line))
        {
            return false;
        }

        var text = notes.With(line, DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime)).Fold(MostCharacters).ToString();
        // At once: whoever reads meanwhile, and a crash, find the old text or the new one.
        var aside = Path.Combine(stateDirectory, string.Create(CultureInfo.InvariantCulture, $"memory-{Environment.ProcessId}.tmp"));
        await File.WriteAllTextAsync(aside, text, cancellation).ConfigureAwait(false);
        File.Move(aside, _path, overwrite: true);
        return true;
    }

    private async Task<FileStream> HoldAsync(CancellationToken cancellation)
    {
        var path = Path.Combine(stateDirectory, "memory.lock");
        var started = clock.GetTimestamp();
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (clock.GetElapsedTime(started) < MostWait)
            {
                await Task.Delay(BetweenTries, clock, cancellation).ConfigureAwait(false);
            }
        }
    }
}
