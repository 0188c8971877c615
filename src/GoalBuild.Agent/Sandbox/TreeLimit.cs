using System.Globalization;

namespace GoalBuild.Agent.Sandbox;

/// <summary>Adds up what a process and everything below it use, and says when it is too much. Linux only: it reads <c>/proc</c>.</summary>
internal static class TreeLimit
{
    private static readonly long PageSize = Environment.SystemPageSize;

    /// <summary>Looks until it is too much.</summary>
    /// <param name="process">The first process; what it starts stays below it, because it is the first of its own process numbers.</param>
    /// <param name="limits">How much it may use.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="cancellation">The process ended.</param>
    /// <returns>What was too much, as half a sentence; null when it ended before.</returns>
    public static async Task<string?> WaitAsync(int process, SandboxLimits limits, TimeProvider clock, CancellationToken cancellation)
    {
        try
        {
            while (true)
            {
                await Task.Delay(limits.Interval, clock, cancellation).ConfigureAwait(false);
                var (processes, memory) = Use(process);
                if (processes > limits.Processes)
                {
                    return $"it had {processes} processes at once, and at most {limits.Processes} are allowed";
                }

                if (memory > limits.Memory)
                {
                    return $"it used {memory >> 20} MiB of memory, and at most {limits.Memory >> 20} MiB are allowed";
                }
            }
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    /// <summary>How many processes there are below one, and how many bytes of memory they have in use (pages that several share are counted once for each).</summary>
    /// <param name="process">The first process.</param>
    public static (int Processes, long Memory) Use(int process)
    {
        var children = new Dictionary<int, List<int>>();
        var memory = new Dictionary<int, long>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out var id) && Stat(folder) is var (parent, pages))
            {
                memory[id] = pages * PageSize;
                if (!children.TryGetValue(parent, out var siblings))
                {
                    children[parent] = siblings = [];
                }

                siblings.Add(id);
            }
        }

        var count = 0;
        var sum = 0L;
        var pending = new Stack<int>([process]);
        while (pending.TryPop(out var id))
        {
            foreach (var child in children.GetValueOrDefault(id) ?? [])
            {
                count++;
                sum += memory[child];
                pending.Push(child);
            }
        }

        return (count, sum);
    }

    // proc(5): the name is in brackets and may hold anything; behind it the state, the parent, and at the 22nd place the resident pages.
    private static (int Parent, long Pages)? Stat(string folder)
    {
        try
        {
            var text = File.ReadAllText(Path.Combine(folder, "stat"));
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            return (int.Parse(fields[1], CultureInfo.InvariantCulture), long.Parse(fields[21], CultureInfo.InvariantCulture));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
