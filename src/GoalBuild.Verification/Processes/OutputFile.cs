using System.Text;

namespace GoalBuild.Verification.Processes;

/// <summary>A file that gets what a process writes, in the order in which it comes, up to a bound.</summary>
public sealed class OutputFile : IDisposable
{
    /// <summary>Where a file is cut: a command that prints without end must not fill the disk.</summary>
    public const long MaxBytes = 64 * 1024 * 1024;

    private readonly Lock _lock = new();
    private readonly FileStream _stream;
    private long _length;
    private bool _full;
    private bool _closed;

    /// <summary>Creates the file, and its folder.</summary>
    /// <param name="path">Absolute path.</param>
    public OutputFile(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);

        // Without a buffer: a disk that is full shows while the process runs, and whoever reads along sees what there is.
        _stream = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
    }

    /// <summary>Appends text.</summary>
    /// <param name="text">Decoded characters, written as UTF-8.</param>
    /// <exception cref="IOException">It could not be written; the disk is full, say.</exception>
    public void Write(ReadOnlySpan<char> text)
    {
        lock (_lock)
        {
            if (_full || _closed)
            {
                return;
            }

            var bytes = new byte[Encoding.UTF8.GetMaxByteCount(text.Length)];
            var count = Encoding.UTF8.GetBytes(text, bytes);
            _stream.Write(bytes, 0, count);
            _length += count;
            if (_length >= MaxBytes)
            {
                _full = true;
                _stream.Write("\n… the output goes on; it was cut here …\n"u8);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
        {
            _closed = true;
            _stream.Dispose();
        }
    }
}
