using System.Security.Cryptography;
using System.Text;

namespace GoalBuild.Report.Html;

/// <summary>The frame of every page: what is in its head, and what it may load, which is nothing.</summary>
internal static class Page
{
    /// <summary>The style sheet of all pages.</summary>
    public static string Style { get; } = Resource("report.css");

    /// <summary>What the style sheet is allowed by, since no other one is: <c>'sha256-…'</c>.</summary>
    public static string StyleHash { get; } = HashOf(Style);

    /// <summary>What a page without a script may do: be seen. It stands in the page itself, since a file that is opened from a disk or a mail has no headers.</summary>
    public static string Policy { get; } = $"default-src 'none'; style-src {StyleHash}; base-uri 'none'; form-action 'none'";

    /// <summary>Writes a page.</summary>
    /// <param name="title">Its title.</param>
    /// <param name="body">Writes what is on it.</param>
    /// <param name="policy">Its content security policy; null for that of a page without a script.</param>
    public static string Of(string title, Action<HtmlWriter> body, string? policy = null)
    {
        var html = new HtmlWriter();
        html.Own("<!DOCTYPE html>\n");
        using (html.Open("html", ("lang", "en")))
        {
            html.Line();
            using (html.Open("head"))
            {
                html.Line().Empty("meta", ("charset", "utf-8"));
                html.Line().Empty("meta", ("http-equiv", "Content-Security-Policy"), ("content", policy ?? Policy));
                html.Line().Empty("meta", ("name", "viewport"), ("content", "width=device-width, initial-scale=1"));
                html.Line().Empty("meta", ("name", "color-scheme"), ("content", "light dark"));
                html.Line().Empty("meta", ("name", "referrer"), ("content", "no-referrer"));
                html.Line().Empty("meta", ("name", "generator"), ("content", "GoalBuild"));
                html.Line().Leaf("title", SafeText.OneLine(title, 120));
                html.Line().Own("<style>").Own(Style).Own("</style>\n");
            }

            html.Line();
            using (html.Open("body"))
            {
                body(html);
            }
        }

        return html.Line().ToString();
    }

    /// <summary>What a policy names a text of its own by.</summary>
    /// <param name="text">The text of a <c>style</c> or <c>script</c> element.</param>
    public static string HashOf(string text) => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}'";

    /// <summary>A text that this assembly carries.</summary>
    /// <param name="name">Its name.</param>
    public static string Resource(string name)
    {
        using var stream = typeof(Page).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"The resource '{name}' is missing.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
