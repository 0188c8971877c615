using System.Text;
using GoalBuild.Agent.Tools.Files;
using GoalBuild.Agent.Tools.Patches;
using GoalBuild.Verification;

namespace GoalBuild.Agent.Tools;

/// <summary><c>apply_patch</c>: files added, changed, moved and deleted by one patch: all of it or nothing.</summary>
internal sealed class ApplyPatchTool : ITool
{
    /// <inheritdoc/>
    public string Name => "apply_patch";

    /// <inheritdoc/>
    public string Description => "Apply a patch, whole or not at all: *** Begin Patch, per file *** Add File: p, *** Delete File: p or *** Update File: p (then *** Move to: p), @@ markers, lines with ' ', '-' or '+', *** End Patch.";

    /// <inheritdoc/>
    public ToolSchema Schema { get; } = new(new ToolParameter("patch", "string"));

    /// <inheritdoc/>
    public async Task<ToolResult> CallAsync(ToolArguments arguments, ToolContext context, CancellationToken cancellation)
    {
        var drafts = new FileDrafts(context.Files);
        var report = new StringBuilder();
        foreach (var file in PatchParser.Parse(arguments.Text("patch")))
        {
            try
            {
                report.AppendLine(await DraftAsync(file, drafts, cancellation).ConfigureAwait(false));
            }
            catch (ToolFaultException fault)
            {
                throw new ToolFaultException($"{file.Path}: {fault.Message}\nNothing was changed, in no file of the patch.");
            }
        }

        var edits = drafts.Edits();
        if (edits.Count == 0)
        {
            return ToolResult.Error("Nothing would change: the files are already as the patch wants them.");
        }

        context.Edits.Apply(edits);
        return new ToolResult(report.ToString().TrimEnd());
    }

    private static async Task<string> DraftAsync(PatchFile file, FileDrafts drafts, CancellationToken cancellation)
    {
        var draft = await drafts.OpenAsync(file.Path, cancellation).ConfigureAwait(false);
        switch (file.Act)
        {
            case PatchAct.Add when draft.Bytes is not null:
                throw new ToolFaultException("It exists already; change it with '*** Update File:', or write it anew with edit_file.");
            case PatchAct.Add:
                draft.Write(FileText.Empty, string.Concat(file.Lines.Select(line => line + "\n")));
                return $"Added {file.Path} ({Words.Count(file.Lines.Count, "line")})";
            case not PatchAct.Add when draft.Bytes is null:
                throw new ToolFaultException("There is no such file; list_files says which there are, and '*** Add File:' makes a new one.");
            case PatchAct.Delete:
                draft.Bytes = null;
                return $"Deleted {file.Path}";
            default:
                return await UpdateAsync(file, draft, drafts, cancellation).ConfigureAwait(false);
        }
    }

    private static async Task<string> UpdateAsync(PatchFile file, FileDraft draft, FileDrafts drafts, CancellationToken cancellation)
    {
        var said = $"Updated {file.Path}";
        if (file.Hunks.Count > 0)
        {
            var text = FileText.Of(draft.Bytes!) ?? throw new ToolFaultException("It is no text; it can be deleted or moved, and not changed.");
            var (patched, places) = PatchedText.Apply(text.Text, file.Hunks);
            draft.Write(text, patched);
            var lines = string.Join(", ", places.Select(place => place.Start + 1));
            said += $" ({Words.Count(places.Count, "hunk")}, at line {lines}{(places.Any(place => place.Level > 0) ? "; the lines found differ in white space or punctuation from the patch's" : "")})";
        }
        else if (file.MoveTo is null)
        {
            throw new ToolFaultException("The patch says nothing of what to change in it; expected lines that begin with '@@', ' ', '-' or '+'.");
        }

        if (file.MoveTo is null)
        {
            return said;
        }

        var target = await drafts.OpenAsync(file.MoveTo, cancellation).ConfigureAwait(false);
        if (target != draft)
        {
            target.TakeFrom(draft);
        }

        return $"{said}, moved to {file.MoveTo}";
    }
}
