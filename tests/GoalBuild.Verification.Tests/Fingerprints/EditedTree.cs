using System.Text;
using GoalBuild.Language.Model;
using GoalBuild.Language.Syntax;
using GoalBuild.Verification.Clauses;
using GoalBuild.Verification.Compilation;
using GoalBuild.Verification.Fingerprints;
using GoalBuild.Verification.Tests.Support;

namespace GoalBuild.Verification.Tests.Fingerprints;

/// <summary>
/// A tree that is edited and verified without an engine, some milliseconds each time. What a clause finds is everything that it can see, so that a verdict or a
/// run which stands although one byte of that changed is found out, whether or not the byte decides anything.
/// </summary>
internal sealed class EditedTree : IDisposable
{
    private readonly TempFolder _folder = new("edits");
    private readonly SkewedClock _clock = new();
    private readonly byte[] _code;
    private readonly CompiledGoal _compiled;
    private readonly VerificationRequest _request;
    private string _environment = "env COLOUR=red\n";
    private int _verification;

    public EditedTree()
    {
        _folder.Write("Lib/Lib.csproj", "<Project />");
        _code = File.ReadAllBytes(CompiledCode.Write(_folder.At("Lib/bin/T.dll"), "public class Sample { public int One => 1; }"));
        _folder.Write("Lib/bin/T.deps.json", """{ "targets": {}, "libraries": {} }""");
        var goal = new Goal(new Text("edits"))
        {
            Verify = [new FileClause(new Text("**/*.txt"), FileCondition.Exists), new FileClause(new Text("!sub/**"), FileCondition.Exists), new BuildClause(new Text("Lib")), new RunClause(new Text("true"))],
        };
        var source = new SourceText(_folder.At("edits.goal"), "");
        _compiled = GoalCompiler.Compile(source, goal, Workspace);
        _request = new VerificationRequest(Workspace, source, goal, "") { Reuse = VerdictReuse.All };
    }

    /// <summary>How often a verdict stood, and a run of tests.</summary>
    public (int Verdicts, int Runs) Reused { get; private set; }

    private Workspace Workspace => new(_folder.Path, _folder.At(".goal"));

    public void Dispose() => _folder.Dispose();

    /// <summary>Forgets all verdicts and runs, so that a long row of edits does not carry thousands of them along.</summary>
    public void Forget() => Directory.Delete(_folder.At(".goal"), recursive: true);

    /// <summary>Writes a file, with the time stamp that it had where it is to look as it did.</summary>
    public void Write(string path, string text, bool keepsTime)
    {
        var full = _folder.At(path);
        var time = File.Exists(full) ? File.GetLastWriteTimeUtc(full) : DateTime.UtcNow;
        _folder.Write(path, text);
        if (keepsTime)
        {
            File.SetLastWriteTimeUtc(full, time);
        }
    }

    /// <summary>Deletes a file.</summary>
    public void Delete(string path)
    {
        if (File.Exists(_folder.At(path)))
        {
            File.Delete(_folder.At(path));
        }
    }

    /// <summary>Moves a file over another, or makes the two change places.</summary>
    public void Move(string from, string to, bool swaps)
    {
        if (from == to || !File.Exists(_folder.At(from)))
        {
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(_folder.At(to))!);
        if (swaps && File.Exists(_folder.At(to)))
        {
            File.Move(_folder.At(to), _folder.At("swap"));
            File.Move(_folder.At(from), _folder.At(to));
            File.Move(_folder.At("swap"), _folder.At(from));
        }
        else
        {
            File.Move(_folder.At(from), _folder.At(to), overwrite: true);
        }
    }

    /// <summary>Gives a file another time stamp.</summary>
    public void Touch(string path, TimeSpan by)
    {
        if (File.Exists(_folder.At(path)))
        {
            File.SetLastWriteTimeUtc(_folder.At(path), DateTime.UtcNow + by);
        }
    }

    /// <summary>Sets the clock back, or right again.</summary>
    public void SetClock(TimeSpan offset) => _clock.Offset = offset;

    /// <summary>Sets a variable of the environment.</summary>
    public void SetColour(string colour) => _environment = $"env COLOUR={colour}\n";

    /// <summary>Verifies with what may stand, and says what stood although it should not.</summary>
    public async Task<string?> VerifyAsync()
    {
        var request = _request with { EvidenceDirectory = _folder.At($".goal/runs/{++_verification}") };
        var reuser = new VerdictReuser(request, _compiled, null, _environment, [], _clock, default);
        var found = reuser.Find(_compiled.Clauses);
        var left = _compiled.Clauses.Where(clause => !found.ContainsKey(clause.Name)).ToList();
        await reuser.BeginAsync(left, default);
        Build();
        var run = RunTests(reuser, request.EvidenceDirectory);
        foreach (var clause in left)
        {
            reuser.Keep(clause, new Verdict(clause.Name, VerdictStatus.Holds, Sees(clause)), clause.Projects.Count > 0 ? Inputs : null, default);
        }

        if (left.Count > 0)
        {
            reuser.Save([]);
        }

        Reused = (Reused.Verdicts + found.Count, Reused.Runs + (run.IsReused ? 1 : 0));
        var stale = _compiled.Clauses.FirstOrDefault(clause => found.TryGetValue(clause.Name, out var verdict) && verdict.Reason != Sees(clause));
        return stale is not null ? $"the verdict of {stale.Name} is stale" : run.Result != WhatTestsSee() ? "the run of tests is stale" : null;
    }

    private ProjectInputs Inputs => new([_folder.At("Lib")], [_folder.At("b.txt")], []);

    // As an incremental build: what is the same is not written again.
    private void Build()
    {
        WriteBuilt("Lib/bin/T.dll", [.. _code, .. Encoding.UTF8.GetBytes(Contents(Files("Lib").Where(file => file.EndsWith(".cs", StringComparison.Ordinal))))]);
        WriteBuilt("Lib/bin/data.txt", File.Exists(_folder.At("Lib/data.txt")) ? File.ReadAllBytes(_folder.At("Lib/data.txt")) : []);
    }

    private void WriteBuilt(string path, byte[] bytes)
    {
        if (!File.Exists(_folder.At(path)) || !File.ReadAllBytes(_folder.At(path)).AsSpan().SequenceEqual(bytes))
        {
            File.WriteAllBytes(_folder.At(path), bytes);
        }
    }

    private (bool IsReused, string Result) RunTests(VerdictReuser reuser, string evidence)
    {
        var found = reuser.Tests.Find(_folder.At("Lib/bin/T.dll"), "how");
        Assert.That(found, Is.Not.Empty);
        if (found.Count > 1)
        {
            reuser.Tests.Keep(found[0], found[1], [found[2]]);
            return (true, File.ReadAllText(found[2]));
        }

        Directory.CreateDirectory(evidence);
        File.WriteAllText(Path.Combine(evidence, "t.trx"), WhatTestsSee());
        reuser.Tests.Keep(found[0], "", [Path.Combine(evidence, "t.trx")]);
        return (false, WhatTestsSee());
    }

    private string WhatTestsSee() => _environment + Contents(Directory.GetFiles(_folder.At("Lib/bin")).Order(StringComparer.Ordinal));

    private string Sees(CompiledClause clause) => clause.Reads switch
    {
        ClauseReads.Files reads => Contents(GlobFiles.Find(_folder.Path, _folder.Path, reads.Glob, default).Select(entry => entry.Path)),
        ClauseReads.Project => _environment + Contents(Files("Lib").Append(_folder.At("b.txt"))),
        _ => _environment + Contents(Files("")),
    };

    private IEnumerable<string> Files(string folder) => Directory.EnumerateFiles(_folder.At(folder), "*", SearchOption.AllDirectories)
        .Where(file => !file.StartsWith(_folder.At("Lib/bin"), StringComparison.Ordinal) && !file.StartsWith(_folder.At(".goal"), StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    private static string Contents(IEnumerable<string> files)
    {
        var text = new StringBuilder();
        foreach (var file in files)
        {
            text.Append(file).Append('=').Append(File.Exists(file) ? FileHashes.Hash(File.ReadAllBytes(file)) : "none").Append('\n');
        }

        return text.ToString();
    }

    /// <summary>The clock of this machine, set back by some time; waiting takes none.</summary>
    private sealed class SkewedClock : TimeProvider
    {
        public TimeSpan Offset { get; set; }

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UtcNow + Offset;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => System.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
