using System.Text;
using GoalBuild.Report.Html;
using GoalBuild.Report.Serving;
using GoalBuild.Report.Tests.Support;
using Microsoft.Playwright;

namespace GoalBuild.Report.Tests;

public sealed class BrowserTests
{
    private const string Hostile = " <script>document.title='hit'</script><img src=http://127.0.0.1:9/x onerror=\"document.title='hit'\"><link rel=stylesheet href=http://127.0.0.1:9/x>";

    [Test]
    public async Task A_report_reads_well_in_a_real_browser_on_a_telephone_on_a_desk_and_on_paper()
    {
        var folder = Directory.CreateTempSubdirectory("goal-browser-").FullName;
        try
        {
            var file = Path.Combine(folder, "report.html");
            await File.WriteAllTextAsync(file, HtmlReport.Render(ReportSample.Of("stalled", 40, Hostile)));
            using var driver = await Playwright.CreateAsync();
            await using var browser = await Chromium.StartAsync(driver);
            foreach (var (width, scheme) in new[] { (390, ColorScheme.Dark), (1280, ColorScheme.Light) })
            {
                await LookAsync(browser, file, width, scheme);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Test]
    public async Task A_page_of_serve_shows_what_happens_without_being_loaded_again()
    {
        using var folder = new RunFolder();
        var run = folder.Begin();
        using var server = new RunServer(folder.Workspace, 0, TimeProvider.System, "1.0");
        using var ended = new CancellationTokenSource();
        var serving = server.RunAsync(ended.Token);
        using var driver = await Playwright.CreateAsync();
        await using var browser = await Chromium.StartAsync(driver);
        var page = await browser.NewPageAsync(new() { ViewportSize = new() { Width = 390, Height = 844 } });
        var said = new List<string>();
        page.Console += (_, message) => said.Add($"{message.Type}: {message.Text}");
        page.PageError += (_, error) => said.Add(error);
        await page.GotoAsync(server.Address.AbsoluteUri);
        await page.GetByRole(AriaRole.Link, new() { Name = "webhooks" }).ClickAsync();
        folder.Take(run, 1, 1, "news of <b>it</b>");
        await page.GetByText("said: news of <b>it</b>").WaitForAsync(new() { Timeout = 30_000 });
        Assert.That(await page.EvaluateAsync<int>("document.documentElement.scrollWidth"), Is.LessThanOrEqualTo(390));
        await page.GetByRole(AriaRole.Link, new() { Name = "Report" }).ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "Time line" }).WaitForAsync();
        Assert.That(said, Is.Empty);
        await ended.CancelAsync();
        Assert.That(async () => await serving.WaitAsync(TimeSpan.FromSeconds(30)), Throws.InstanceOf<OperationCanceledException>());
    }

    private static async Task LookAsync(IBrowser browser, string file, int width, ColorScheme scheme)
    {
        await using var context = await browser.NewContextAsync(new() { ViewportSize = new() { Width = width, Height = 844 }, ColorScheme = scheme });
        var page = await context.NewPageAsync();
        var (said, asked) = (new List<string>(), new List<string>());
        page.Console += (_, message) => said.Add($"{message.Type}: {message.Text}");
        page.PageError += (_, error) => said.Add(error);
        page.Request += (_, request) => asked.Add(request.Url);
        await page.GotoAsync(new Uri(file).AbsoluteUri);

        Assert.That(said, Is.Empty, "Nothing is wrong with the page, its policy included.");
        Assert.That(asked, Is.EqualTo(new[] { new Uri(file).AbsoluteUri }), "It loads nothing.");
        Assert.That(await page.TitleAsync(), Does.StartWith("webhooks"));
        Assert.That(await page.EvaluateAsync<int>("document.scripts.length + document.images.length + document.querySelectorAll('link').length"), Is.Zero);
        Assert.That(await page.EvaluateAsync<int>("document.documentElement.scrollWidth"), Is.LessThanOrEqualTo(width), "It is never wider than the screen.");

        // Also with everything unfolded.
        await page.EvaluateAsync("document.querySelectorAll('details').forEach(details => details.open = true)");
        Assert.That(await page.EvaluateAsync<int>("document.documentElement.scrollWidth"), Is.LessThanOrEqualTo(width));

        Assert.That(await page.GetByRole(AriaRole.Heading, new() { Level = 1 }).CountAsync(), Is.EqualTo(1));
        Assert.That(await page.GetByRole(AriaRole.Heading, new() { Level = 2 }).AllInnerTextsAsync(), Is.EqualTo(new[] { "Requirements and clauses", "What is proved, and what is judged", "What does not hold", "Time line", "Constraints", "Changes", "Transcript" }));
        Assert.That(await page.GetByRole(AriaRole.Table).CountAsync(), Is.EqualTo(3), "Clauses, turns and constraints are tables to a screen reader, on a telephone too.");
        Assert.That(await page.GetByRole(AriaRole.Img).CountAsync(), Is.EqualTo(3));
        var colors = await page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor");
        Assert.That(colors, Is.EqualTo(scheme == ColorScheme.Dark ? "rgb(23, 22, 20)" : "rgb(253, 252, 250)"));

        var paper = await page.PdfAsync(new() { PreferCSSPageSize = true });
        Assert.That(Encoding.ASCII.GetString(paper, 0, 5), Is.EqualTo("%PDF-"));
        Assert.That(paper, Has.Length.GreaterThan(50_000), "Its text and its fonts are on it.");
    }
}
