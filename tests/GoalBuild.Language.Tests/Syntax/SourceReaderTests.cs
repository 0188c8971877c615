using System.Text;
using GoalBuild.Language.Diagnostics;

namespace GoalBuild.Language.Tests.Syntax;

public sealed class SourceReaderTests
{
    [TestCase("utf-16")]
    [TestCase("utf-16BE")]
    public void A_file_in_UTF16_is_told_by_its_name(string encoding)
    {
        var from = Encoding.GetEncoding(encoding);
        byte[] bytes = [.. from.GetPreamble(), .. from.GetBytes("goal a { }")];
        var diagnostic = GoalLanguage.Parse(bytes, "a.goal").Diagnostics.Single();
        Assert.That((diagnostic.Code, diagnostic.Message), Is.EqualTo((DiagnosticCatalogue.NotUtf8.Code, "The file is in UTF-16; save it as UTF-8")));
    }
}
