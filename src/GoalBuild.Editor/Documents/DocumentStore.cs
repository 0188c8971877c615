using System.Collections.Concurrent;
using GoalBuild.Editor.Protocol;
using GoalBuild.Language;

namespace GoalBuild.Editor.Documents;

/// <summary>The documents that the editor has open. Safe for several threads; each sees one version of a document.</summary>
/// <param name="check">Reads and checks a goal file as <c>dotnet goal check</c> does.</param>
internal sealed class DocumentStore(Func<Stream, string, ParseResult> check)
{
    private readonly ConcurrentDictionary<string, GoalDocument> _documents = new(StringComparer.Ordinal);

    /// <summary>Where documents count as being that have not been saved yet: the folder that the editor has open.</summary>
    public string Folder { get; set; } = Environment.CurrentDirectory;

    /// <summary>All documents.</summary>
    public IReadOnlyCollection<GoalDocument> All => [.. _documents.Values];

    /// <summary>A document, or null where it is not open.</summary>
    /// <param name="uri">Its URI.</param>
    public GoalDocument? Find(string uri) => _documents.GetValueOrDefault(uri);

    /// <summary>Takes a document that was opened; one that is open already gets this text.</summary>
    /// <param name="item">The document.</param>
    public GoalDocument Open(TextDocumentItem item)
    {
        var path = DocumentUri.ToPath(item.Uri) ?? Path.Combine(Folder, "untitled.goal");
        return _documents[item.Uri] = new GoalDocument(item.Uri, path, item.Version, item.Text, check);
    }

    /// <summary>Changes a document.</summary>
    /// <param name="id">The document and its new version.</param>
    /// <param name="changes">The changes.</param>
    /// <returns>The document, or null where it is not open.</returns>
    public GoalDocument? Change(VersionedTextDocumentIdentifier id, IReadOnlyList<TextDocumentContentChange> changes) =>
        Find(id.Uri) is { } document ? _documents[id.Uri] = document.With(id.Version, changes) : null;

    /// <summary>Lets all documents be checked anew.</summary>
    public IReadOnlyCollection<GoalDocument> Renew()
    {
        foreach (var document in _documents.Values)
        {
            // Where it was changed or closed meanwhile, that one is new already.
            _documents.TryUpdate(document.Uri, document.Anew(), document);
        }

        return All;
    }

    /// <summary>Forgets a document that was closed.</summary>
    /// <param name="uri">Its URI.</param>
    public void Close(string uri) => _documents.TryRemove(uri, out _);
}
