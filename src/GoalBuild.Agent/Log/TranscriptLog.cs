using GoalBuild.Agent.Conversation;
using GoalBuild.Agent.Executors.Model;
using GoalBuild.Ledger;
using Microsoft.Extensions.AI;

namespace GoalBuild.Agent.Log;

/// <summary>The entries of a conversation as entries of a run's log.</summary>
internal static class TranscriptLog
{
    /// <summary>The entries of the log.</summary>
    /// <param name="entry">The entry of the conversation.</param>
    public static IEnumerable<LogEntry> Of(LedgerEntry entry)
    {
        LogEntry Entry(string kind, string text) => new(entry.At, entry.Turn, kind, text);
        switch (entry.Kind)
        {
            case TranscriptKinds.Told:
                return [Entry(LogKinds.Told, TranscriptKinds.Read<Told>(entry).Text)];
            case TranscriptKinds.Answered:
                return Said(ContentJson.Read(TranscriptKinds.Read<Answered>(entry).Contents)).Where(said => said.Text.Trim().Length > 0).Select(said => Entry(said.Kind, said.Text.Trim()));
            case TranscriptKinds.Called:
                var called = TranscriptKinds.Read<Called>(entry);
                return [Entry(LogKinds.Called, ToolLine.Of(called)) with { Tool = called.Name }];
            case TranscriptKinds.Returned:
                var returned = TranscriptKinds.Read<Returned>(entry);
                return [Entry(LogKinds.Returned, returned.Text) with { Tool = returned.Name, IsError = returned.IsError }];
            case TranscriptKinds.Waited:
                return [Entry(LogKinds.Waited, TranscriptKinds.Read<Told>(entry).Text)];
            case TranscriptKinds.Compacted:
                return [Entry(LogKinds.Shortened, $"older turns are summarised\n{TranscriptKinds.Read<Compacted>(entry).Summary}")];
            case TranscriptKinds.Pruned:
                return [Entry(LogKinds.Shortened, "old output of tools is no longer sent")];
            case TranscriptKinds.Anew:
                return [Entry(LogKinds.Anew, $"a new conversation begins: {TranscriptKinds.Read<Told>(entry).Text}")];
            default:
                // What a call is about to write is in the call; what a later version records, this one cannot show.
                return [];
        }
    }

    private static IEnumerable<(string Kind, string Text)> Said(IEnumerable<AIContent> contents) => contents.Select(content => content switch
    {
        TextReasoningContent thought => (LogKinds.Thought, thought.Text),
        TextContent text => (LogKinds.Said, text.Text),
        _ => (LogKinds.Said, ""),
    });
}
