using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace GoalBuild.Verification.Processes;

/// <summary>
/// Takes what a process prints. Where it cannot be kept (a full disk, a listener that throws), reading goes on all the same, or the process would
/// block on a full pipe until its time runs out: the fault is remembered and told of, and who runs the process ends it.
/// </summary>
internal sealed class ProcessOutput : IDisposable
{
    private readonly TextCapture _standardOutput;
    private readonly TextCapture _standardError;
    private readonly OutputFile? _file;
    private readonly Action<string>? _onLine;
    private readonly Action<string>? _onText;
    private readonly Action<string>? _onStandardOutput;
    private readonly CancellationTokenSource _faulted = new();
    private ExceptionDispatchInfo? _fault;

    /// <summary>Opens the file where the request names one.</summary>
    public ProcessOutput(ProcessRequest request)
    {
        _standardOutput = new TextCapture(request.KeptCharacters);
        _standardError = new TextCapture(request.KeptCharacters);
        _file = request.OutputPath is null ? null : new OutputFile(request.OutputPath);
        _onLine = request.OnLine;
        _onText = request.OnText;
        _onStandardOutput = request.OnStandardOutput;
    }

    /// <summary>Cancelled when something could not be kept.</summary>
    public CancellationToken Faulted => _faulted.Token;

    public CapturedText StandardOutput => _standardOutput.ToText();

    public CapturedText StandardError => _standardError.ToText();

    /// <summary>Reads both streams to their ends; it never throws.</summary>
    /// <param name="process">A process that was started.</param>
    /// <param name="cancellation">Gives up: the process ended, and something else still holds the pipes.</param>
    public Task ReadAsync(Process process, CancellationToken cancellation) => Task.WhenAll(
        ReadAsync(process.StandardOutput, _standardOutput, _onStandardOutput, cancellation),
        ReadAsync(process.StandardError, _standardError, null, cancellation));

    /// <summary>Throws the first fault, as it was.</summary>
    public void ThrowIfFaulted() => _fault?.Throw();

    /// <inheritdoc/>
    public void Dispose()
    {
        _file?.Dispose();
        _faulted.Dispose();
    }

    private async Task ReadAsync(StreamReader reader, TextCapture capture, Action<string>? onOwn, CancellationToken cancellation)
    {
        var lines = _onLine is null ? null : new LineSplitter(_onLine);
        var buffer = new char[8192];
        while (true)
        {
            int count;
            try
            {
                count = await reader.ReadAsync(buffer, cancellation).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException)
            {
                count = 0;
            }
            catch (IOException exception)
            {
                Fault(exception);
                count = 0;
            }

            if (_fault is null)
            {
                Keep(buffer.AsSpan(0, count), capture, lines, onOwn);
            }

            if (count == 0)
            {
                return;
            }
        }
    }

    /// <summary>Keeps a piece of text; an empty one is the end.</summary>
    private void Keep(ReadOnlySpan<char> text, TextCapture capture, LineSplitter? lines, Action<string>? onOwn)
    {
        try
        {
            if (text.IsEmpty)
            {
                lines?.Flush();
                return;
            }

            capture.Append(text);
            _file?.Write(text);
            lines?.Append(text);
            _onText?.Invoke(text.ToString());
            onOwn?.Invoke(text.ToString());
        }
#pragma warning disable CA1031 // It is thrown again once the process and all that it started have ended.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Fault(exception);
        }
    }

    private void Fault(Exception exception)
    {
        if (Interlocked.CompareExchange(ref _fault, ExceptionDispatchInfo.Capture(exception), null) is null)
        {
            _faulted.Cancel();
        }
    }
}
