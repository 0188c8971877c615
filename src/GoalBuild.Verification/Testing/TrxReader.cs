using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using GoalBuild.Language.Model;

namespace GoalBuild.Verification.Testing;

/// <summary>
/// Reads TRX, the results file that VSTest, Microsoft.Testing.Platform and xUnit.net all write
/// (schema http://microsoft.com/schemas/VisualStudio/TeamTest/2010).
/// </summary>
public static class TrxReader
{
    private static readonly XNamespace Trx = "http://microsoft.com/schemas/VisualStudio/TeamTest/2010";

    /// <summary>Reads a file.</summary>
    /// <param name="path">Its path.</param>
    /// <exception cref="InvalidDataException">It is no TRX, or it ends before its end, as after a crash.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static TestReport Read(string path)
    {
        using var stream = File.OpenRead(path);
        return Read(stream, path);
    }

    /// <summary>Reads a stream.</summary>
    /// <param name="stream">The file's bytes.</param>
    /// <param name="name">What to call it in messages.</param>
    /// <exception cref="InvalidDataException">It is no TRX, or it ends before its end.</exception>
    public static TestReport Read(Stream stream, string name)
    {
        XElement run;
        try
        {
            // Tests may print what XML does not allow; the writers escape it, and the reader must not stumble over it.
            var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, CheckCharacters = false, XmlResolver = null };
            using var reader = XmlReader.Create(stream, settings);
            run = XElement.Load(reader);
        }
        catch (XmlException e)
        {
            throw new InvalidDataException($"the test results in '{name}' are damaged: {e.Message}", e);
        }

        if (run.Name != Trx + "TestRun")
        {
            throw new InvalidDataException($"'{name}' is not a TRX file: its root is '{run.Name.LocalName}', not 'TestRun'");
        }

        var methods = Methods(run);
        var results = new List<TestResult>();
        foreach (var element in run.Elements(Trx + "Results").Elements())
        {
            AddLeaves(element, methods, results);
        }

        var summary = run.Element(Trx + "ResultSummary");
        var infos = summary?.Element(Trx + "RunInfos")?.Elements(Trx + "RunInfo").ToList() ?? [];
        return new TestReport(results.ToValueList())
        {
            Errors = Texts(infos, outcome => outcome is not ("Warning" or "Passed" or "Completed")),
            Warnings = Texts(infos, outcome => outcome == "Warning"),
            Output = summary?.Element(Trx + "Output")?.Element(Trx + "StdOut")?.Value.Trim() ?? "",
        };
    }

    private static ValueList<string> Texts(List<XElement> infos, Func<string, bool> wanted) =>
        infos.Where(info => wanted((string?)info.Attribute("outcome") ?? "Error"))
            .Select(info => (info.Element(Trx + "Text") ?? info).Value.Trim())
            .Where(text => text.Length > 0)
            .ToValueList();

    /// <summary>The class and method of each test, by the test's id: results carry a name for people only.</summary>
    private static Dictionary<string, (string Class, string Method)> Methods(XElement run)
    {
        var names = new Dictionary<string, (string Class, string Method)>(StringComparer.OrdinalIgnoreCase);
        foreach (var test in run.Elements(Trx + "TestDefinitions").Elements())
        {
            var id = (string?)test.Attribute("id");
            var method = test.Element(Trx + "TestMethod");
            var type = (string?)method?.Attribute("className");
            if (id is not null && !string.IsNullOrEmpty(type))
            {
                // MSTest once wrote assembly-qualified names.
                names[id] = (type.Split(',')[0], (string?)method!.Attribute("name") ?? "");
            }
        }

        return names;
    }

    /// <summary>A result that holds others (data-driven and ordered tests) stands for its parts, and only they count.</summary>
    private static void AddLeaves(XElement element, Dictionary<string, (string Class, string Method)> methods, List<TestResult> results)
    {
        var inner = element.Element(Trx + "InnerResults")?.Elements().ToList();
        if (inner is { Count: > 0 })
        {
            foreach (var part in inner)
            {
                AddLeaves(part, methods, results);
            }

            return;
        }

        var output = element.Element(Trx + "Output");
        var error = output?.Element(Trx + "ErrorInfo");
        var name = (string?)element.Attribute("testName") ?? "";
        var method = (string?)element.Attribute("testId") is { } id ? methods.GetValueOrDefault(id) : default;
        var (type, plain) = TestName.WithoutArguments(method.Class ?? "", method.Method is { Length: > 0 } known ? known : name);
        results.Add(new TestResult(method.Class is null || name.StartsWith(method.Class, StringComparison.Ordinal) ? name : $"{method.Class}.{name}", OutcomeOf((string?)element.Attribute("outcome")))
        {
            Class = type,
            Method = plain,
            Message = error?.Element(Trx + "Message")?.Value.Trim() ?? "",
            StackTrace = error?.Element(Trx + "StackTrace")?.Value.Trim('\r', '\n') ?? "",
            Output = output?.Element(Trx + "StdOut")?.Value.Trim('\r', '\n') ?? "",
            Duration = TimeSpan.TryParse((string?)element.Attribute("duration"), CultureInfo.InvariantCulture, out var duration) ? duration : TimeSpan.Zero,
        });
    }

    /// <summary>What is neither a pass nor known to have been left out has failed: an outcome that nobody knows is no proof.</summary>
    private static TestOutcome OutcomeOf(string? outcome) => outcome switch
    {
        "Passed" or "Completed" or "Warning" => TestOutcome.Passed,
        "NotExecuted" or "Inconclusive" or "Pending" => TestOutcome.Skipped,
        _ => TestOutcome.Failed,
    };
}
