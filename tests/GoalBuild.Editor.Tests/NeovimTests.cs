using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using GoalBuild.Editor.Tests.Support;

namespace GoalBuild.Editor.Tests;

/// <summary>The built tool, and an editor that nobody here has written.</summary>
public sealed class NeovimTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Test]
    public async Task Neovim_shows_diagnostics_completes_hovers_renames_and_formats()
    {
        using var repository = new Repository("App.sln");
        var goal = repository.Write("a.goal", """
            goal "a" {
              objective "It builds."
              environment relaese { configuration Release }
              verify { build "App.sln" in relaese biuld "App.sln" }
              constrain { only "src/**" }
            }

            """);
        var script = repository.Write("drive.lua", """
            local out = {}
            local uri = vim.uri_from_bufnr(0)
            vim.bo.filetype = 'goal'
            local client = vim.lsp.start_client({ name = 'goal', cmd = { 'dotnet', 'exec', vim.env.GOAL_TOOL, 'lsp' }, root_dir = vim.fn.getcwd() })
            vim.lsp.buf_attach_client(0, client)
            local function ask(method, line, character, more)
              local params = vim.tbl_extend('force', { textDocument = { uri = uri }, position = { line = line, character = character } }, more or {})
              local answers = vim.lsp.buf_request_sync(0, method, params, 20000)
              return answers and answers[client] and answers[client].result
            end
            vim.wait(20000, function() return #vim.diagnostic.get(0) > 0 end, 10)
            out.diagnostics = vim.tbl_map(function(d) return { d.lnum, d.col, d.code, d.severity } end, vim.diagnostic.get(0))
            vim.api.nvim_buf_set_text(0, 3, 38, 3, 43, { 'build' })
            vim.wait(20000, function() return #vim.diagnostic.get(0) == 0 end, 10)
            out.corrected = #vim.diagnostic.get(0)
            out.completions = vim.tbl_map(function(item) return item.label end, ask('textDocument/completion', 4, 14).items)
            out.hover = ask('textDocument/hover', 4, 16).contents.value
            vim.lsp.util.apply_workspace_edit(ask('textDocument/rename', 2, 15, { newName = 'release' }), 'utf-16')
            vim.lsp.util.apply_text_edits(ask('textDocument/formatting', 0, 0, { options = { tabSize = 4, insertSpaces = true } }), 0, 'utf-16')
            out.text = table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '\n')
            vim.fn.writefile({ vim.fn.json_encode(out) }, 'out.json')
            vim.cmd('qall!')
            """);

        // An error in the script would leave the editor waiting for a key.
        var start = new ProcessStartInfo("nvim", ["--headless", "--clean", "-n", goal, "-c", "lua local ok, fault = pcall(dofile, vim.env.GOAL_SCRIPT); if not ok then io.stderr:write(fault); vim.cmd('cquit!') end"])
        {
            WorkingDirectory = repository.Root,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
        };
        start.Environment["GOAL_TOOL"] = RepositoryFiles.Tool;
        start.Environment["GOAL_SCRIPT"] = script;
        foreach (var home in new[] { "XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME" })
        {
            // Logs and the like go with the folder.
            start.Environment[home] = repository.Root;
        }

        using var neovim = Start(start);
        neovim.StandardInput.Close();
        var error = neovim.StandardError.ReadToEndAsync();
        using var bound = new CancellationTokenSource(Patience);
        try
        {
            await neovim.WaitForExitAsync(bound.Token);
        }
        finally
        {
            if (!neovim.HasExited)
            {
                neovim.Kill(entireProcessTree: true);
            }
        }

        Assert.That(neovim.ExitCode, Is.Zero, await error);
        using var document = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(repository.Root, "out.json"), CancellationToken.None));
        var found = document.RootElement;
        Assert.That(found.GetProperty("diagnostics").ToString().Replace(" ", "", StringComparison.Ordinal), Is.EqualTo("""[[3,38,"GOAL1002",1]]"""));
        Assert.That(found.GetProperty("corrected").GetInt32(), Is.Zero);
        Assert.That(found.GetProperty("completions").EnumerateArray().Select(label => label.GetString()), Does.Contain("protect").And.Contain("keep tests"));
        Assert.That(found.GetProperty("hover").GetString(), Does.Contain("no other file may be added, changed or deleted"));
        Assert.That(found.GetProperty("text").GetString(), Does.Contain("    environment release {").And.Contain("build \"App.sln\" in release").And.Not.Contain("relaese"));
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception) when (Environment.GetEnvironmentVariable("CI") != "true")
        {
            Assert.Ignore("Neovim is not installed; 'apt-get install neovim' brings it. CI has it.");
            throw;
        }
    }
}
