using System.Text.Json;
using GoalBuild.Agent.Executors;
using GoalBuild.Agent.Tools;
using GoalBuild.Ledger;

namespace GoalBuild.Agent.Conversation;

/// <summary>The entries of a conversation, as the ledger keeps them. A kind is never given another meaning: runs of earlier versions are resumed.</summary>
internal static class TranscriptKinds
{
    /// <summary>The harness told the model something: <see cref="Told"/>.</summary>
    public const string Told = "told";

    /// <summary>The model answered: <see cref="Answered"/>. Its cost is recorded with it.</summary>
    public const string Answered = "answered";

    /// <summary>A tool is about to be called: <see cref="Called"/>.</summary>
    public const string Called = "called";

    /// <summary>A tool is about to write files: <see cref="Edits"/>.</summary>
    public const string Edits = "edits";

    /// <summary>A tool answered: <see cref="Returned"/>.</summary>
    public const string Returned = "returned";

    /// <summary>The endpoint failed, or a wait began: <see cref="Told"/>.</summary>
    public const string Waited = "waited";

    /// <summary>Old output of tools is no longer sent: <see cref="Pruned"/>.</summary>
    public const string Pruned = "pruned";

    /// <summary>What is older is no longer sent, and a summary stands for it: <see cref="Compacted"/>.</summary>
    public const string Compacted = "compacted";

    /// <summary>A new conversation begins: <see cref="Told"/>, why.</summary>
    public const string Anew = "anew";

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>An entry to be recorded.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="data">Its content.</param>
    public static TranscriptEntry Of<T>(string kind, T data) => new(kind, JsonSerializer.Serialize(data, Options));

    /// <summary>The content of an entry.</summary>
    /// <param name="entry">The entry.</param>
    public static T Read<T>(LedgerEntry entry) => JsonSerializer.Deserialize<T>(entry.Data, Options)!;
}

/// <summary>Something that was told.</summary>
/// <param name="Text">The words.</param>
internal sealed record Told(string Text);

/// <summary>An answer.</summary>
/// <param name="Contents">What <see cref="ContentJson"/> wrote.</param>
/// <param name="End">How it ended.</param>
/// <param name="TokensIn">Tokens sent.</param>
/// <param name="TokensOut">Tokens received.</param>
internal sealed record Answered(string Contents, string End, long TokensIn, long TokensOut);

/// <summary>A call of a tool.</summary>
/// <param name="Id">The call's id.</param>
/// <param name="Name">The tool.</param>
/// <param name="Arguments">As the model wrote them.</param>
internal sealed record Called(string Id, string Name, string Arguments);

/// <summary>What a call is about to write.</summary>
/// <param name="Id">The call's id.</param>
/// <param name="Files">The files.</param>
internal sealed record Edits(string Id, IReadOnlyList<EditIntent> Files);

/// <summary>The answer of a tool.</summary>
/// <param name="Id">The call's id.</param>
/// <param name="Name">The tool.</param>
/// <param name="Text">What the model is given.</param>
/// <param name="IsError">Whether it says why nothing was done.</param>
internal sealed record Returned(string Id, string Name, string Text, bool IsError)
{
    /// <summary>The obstacle that was reported, or null.</summary>
    public string? Obstacle { get; init; }
}

/// <summary>Old output that is no longer sent.</summary>
/// <param name="UpTo">Before which message, counted from 0 in the conversation.</param>
internal sealed record Pruned(int UpTo);

/// <summary>A summary that stands for what is older.</summary>
/// <param name="UpTo">Before which message, counted from 0 in the conversation.</param>
/// <param name="Summary">The summary.</param>
internal sealed record Compacted(int UpTo, string Summary);
