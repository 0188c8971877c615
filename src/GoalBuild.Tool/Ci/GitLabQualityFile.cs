namespace GoalBuild.Tool.Ci;

/// <summary>GitLab's code quality report: an array of violations, which a merge request shows beside the lines.</summary>
internal static class GitLabQualityFile
{
    /// <summary>Renders the file.</summary>
    /// <param name="results">The goals.</param>
    /// <param name="diagnostics">What is wrong with goal files.</param>
    public static string Render(IReadOnlyList<GoalResult> results, IReadOnlyList<FileDiagnostic> diagnostics) => ResultText.Json(json =>
    {
        var fingerprint = ResultText.Fingerprints();
        json.WriteStartArray();
        foreach (var diagnostic in diagnostics)
        {
            Write(diagnostic.Code, diagnostic.Message, diagnostic.IsError, new FindingPlace(diagnostic.File, diagnostic.Line, null), diagnostic.Message);
        }

        foreach (var (goal, item) in results.SelectMany(goal => goal.Open.Select(item => (goal, item))))
        {
            Write(item.Code, $"{item.Name}: {item.Reason}", true, new FindingPlace(goal.File, item.Line, null), $"{goal.Name}\n{item.Name}");
            foreach (var finding in item.Findings)
            {
                // The report has relative paths only.
                if (FindingPlace.Of(finding, goal.Root) is { } place && !Path.IsPathFullyQualified(place.File))
                {
                    var text = finding.Test is null ? finding.Message : $"{finding.Test}: {finding.Message}";
                    Write(finding.Code ?? item.Code, text, finding.IsError, place, $"{goal.Name}\n{item.Name}\n{text}");
                }
            }
        }

        json.WriteEndArray();

        void Write(string code, string text, bool error, FindingPlace place, string subject)
        {
            json.WriteStartObject();
            json.WriteString("description", ResultText.Clean(text));
            json.WriteString("check_name", code);
            json.WriteString("fingerprint", fingerprint([code, place.File, subject]));
            json.WriteString("severity", error ? "major" : "minor");
            json.WriteStartObject("location");
            json.WriteString("path", place.File);
            json.WriteStartObject("lines");
            json.WriteNumber("begin", Math.Max(1, place.Line ?? 1));
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
        }
    });
}
