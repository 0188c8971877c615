using GoalBuild.Verification.Fingerprints;
using GoalBuild.Verification.Processes;
using GoalBuild.Verification.Tests.Support;

namespace GoalBuild.Verification.Tests.Fingerprints;

[TestFixture, FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class FileHashesTests : IDisposable
{
    private readonly TempFolder _folder = new("hashes");
    private readonly FileHashes _hashes = new(TimeProvider.System);

    public void Dispose() => _folder.Dispose();

    [Test]
    public void A_link_is_its_own_text_and_what_it_leads_to()
    {
        var one = _folder.Write("one.txt", "hello");
        _folder.Write("two.txt", "hello");
        var link = _folder.At("link.txt");
        File.CreateSymbolicLink(link, one);

        var first = Hash(link);
        File.WriteAllText(one, "jello");
        var edited = Hash(link);
        File.WriteAllText(one, "hello");
        var back = Hash(link);
        File.Delete(link);
        File.CreateSymbolicLink(link, "two.txt");
        var elsewhere = Hash(link);
        File.Delete(_folder.At("two.txt"));
        var broken = Hash(link);

        Assert.That(new[] { first, edited, elsewhere, broken }, Is.Unique);
        Assert.That(back, Is.EqualTo(first));
    }

    [Test]
    public void A_link_changed_when_what_it_leads_to_did()
    {
        var target = _folder.Write("one.txt", "hello");
        File.CreateSymbolicLink(_folder.At("link.txt"), target);
        var time = DateTime.UtcNow.AddHours(1);
        File.SetLastWriteTimeUtc(target, time);

        _hashes.Of(_folder.At("link.txt"), out var stat);

        Assert.That(stat!.Value.ChangedSince(time.AddMinutes(-1)));
    }

    [Test]
    public void Links_in_a_ring_have_a_hash_too()
    {
        File.CreateSymbolicLink(_folder.At("a"), _folder.At("b"));
        File.CreateSymbolicLink(_folder.At("b"), _folder.At("a"));

        Assert.That(Hash(_folder.At("a")), Is.Not.Empty);
    }

    [Test]
    [Platform("Linux,MacOsX")]
    [CancelAfter(20_000)]
    public async Task A_pipe_is_not_opened(CancellationToken cancellation)
    {
        var made = await ProcessRunner.RunAsync(new ProcessRequest("mkfifo", _folder.At("pipe")), cancellation);
        Assert.That(made.ExitCode, Is.Zero);
        File.CreateSymbolicLink(_folder.At("link"), _folder.At("pipe"));

        Assert.That(await Task.Run(() => new[] { Hash(_folder.At("pipe")), Hash(_folder.At("link")) }, cancellation).WaitAsync(cancellation), Has.All.Not.Empty);
        Assert.That(FileStat.KindOf(_folder.At("link")), Is.EqualTo(EntryKind.Other));
    }

    [Test]
    public void Hashing_can_be_cancelled() =>
        Assert.Throws<OperationCanceledException>(() => _hashes.Of(_folder.Write("a", "x"), out _, new CancellationToken(canceled: true)));

    [Test]
    public void A_large_file_is_hashed_as_a_whole()
    {
        var path = _folder.Write("large", new string('a', 1_000_000));

        Assert.That(Hash(path), Is.EqualTo(FileHashes.Hash(File.ReadAllBytes(path))));
    }

    private string Hash(string path) => _hashes.Of(path, out _);
}
