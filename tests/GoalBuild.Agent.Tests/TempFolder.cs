using System.Diagnostics;
using System.Text;

namespace GoalBuild.Agent.Tests;

/// <summary>A fresh folder, removed afterwards.</summary>
internal sealed class TempFolder : IDisposable
{
    public TempFolder()
    {
        Path = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"goalbuild ä {Guid.NewGuid():N}");
        Directory.CreateDirectory(Path);
    }

    public string Path { get; }

    public string State => System.IO.Path.Combine(Path, ".goal");

    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <summary>Makes it a git repository with one commit of what is in it.</summary>
    public TempFolder Committed()
    {
        Git("init", "--quiet", "-b", "main");
        Git("config", "user.name", "Test");
        Git("config", "user.email", "test@example.invalid");
        Git("add", "--all");
        Git("commit", "--quiet", "--allow-empty", "-m", "Begin");
        return this;
    }

    public TempFolder With(string name, string text)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(this[name])!);
        File.WriteAllText(this[name], text);
        return this;
    }

    /// <summary>Sets or takes away the owner's right to run a file, where there is such a right.</summary>
    public void SetExecutable(string name, bool value)
    {
        if (!OperatingSystem.IsWindows())
        {
            var mode = File.GetUnixFileMode(this[name]);
            File.SetUnixFileMode(this[name], value ? mode | UnixFileMode.UserExecute : mode & ~UnixFileMode.UserExecute);
        }
    }

    public string Text(string name) => File.ReadAllText(this[name]);

    /// <summary>What git prints, without touching the index.</summary>
    public string Git(params string[] arguments)
    {
        var info = new ProcessStartInfo("git") { WorkingDirectory = Path, RedirectStandardOutput = true, RedirectStandardError = true, StandardOutputEncoding = Encoding.UTF8 };
        info.Environment["GIT_OPTIONAL_LOCKS"] = "0";
        foreach (var argument in arguments)
        {
            info.ArgumentList.Add(argument);
        }

        using var process = Process.Start(info)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"git {string.Join(' ', arguments)}: {error.Result}");
    }

    /// <summary>All files with their bytes and whether they can be run (git knows no other right), but those of GoalBuild and of git.</summary>
    public SortedDictionary<string, string> Files()
    {
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in new DirectoryInfo(Path).EnumerateFileSystemInfos("*", SearchOption.AllDirectories))
        {
            var name = System.IO.Path.GetRelativePath(Path, file.FullName);
            if (!name.StartsWith(".goal", StringComparison.Ordinal) && !name.StartsWith(".git/", StringComparison.Ordinal) && (file is FileInfo || file.LinkTarget is not null))
            {
                files[name] = file.LinkTarget is { } link ? $"-> {link}" : $"{file.UnixFileMode.HasFlag(UnixFileMode.UserExecute)} {Convert.ToBase64String(File.ReadAllBytes(file.FullName))}";
            }
        }

        return files;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
