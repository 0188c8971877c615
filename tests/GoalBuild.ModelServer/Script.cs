using System.Collections.Concurrent;

namespace GoalBuild.ModelScripts;

/// <summary>Which reply each request gets.</summary>
public abstract class Script
{
    /// <summary>The replies one after another, whatever is asked. After the last, requests are refused.</summary>
    /// <param name="replies">The replies.</param>
    public static Script InOrder(params IReadOnlyList<Reply> replies) => new Function(request => At(replies, request.Ordinal - 1, "request"));

    /// <summary>
    /// The reply for the step that the conversation has reached (see <see cref="ModelRequest.Step"/>), so that a client that was killed and goes on gets
    /// the reply that it would have got. After the last, requests are refused.
    /// </summary>
    /// <param name="replies">The replies.</param>
    public static Script ByStep(params IReadOnlyList<Reply> replies) => new Function(request => At(replies, request.Step, "step"));

    /// <summary>What a function makes of each request.</summary>
    /// <param name="reply">The function; it may be called at the same time from several requests.</param>
    public static Script Of(Func<ModelRequest, Reply> reply) => new Function(reply);

    /// <summary>The reply to a request.</summary>
    /// <param name="request">The request.</param>
    internal abstract Reply Next(ModelRequest request);

    private static Reply At(IReadOnlyList<Reply> replies, int index, string what) => index < replies.Count
        ? replies[index]
        : Reply.Error(400, "script_ended", $"The script has {replies.Count} replies; this is {what} {index + 1}.");

    private sealed class Function(Func<ModelRequest, Reply> reply) : Script
    {
        private readonly ConcurrentDictionary<Reply, int> _played = new(ReferenceEqualityComparer.Instance);

        internal override Reply Next(ModelRequest request)
        {
            var next = reply(request);
            if (next.Before.Count == 0)
            {
                return next;
            }

            var played = _played.AddOrUpdate(next, 0, (_, count) => count + 1);
            return played < next.Before.Count ? next.Before[played] : next;
        }
    }
}
