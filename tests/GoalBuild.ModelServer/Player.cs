using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace GoalBuild.ModelScripts;

/// <summary>Sends one reply.</summary>
/// <param name="response">Where to.</param>
/// <param name="request">What is answered.</param>
internal sealed class Player(HttpResponse response, ModelRequest request)
{
    private const string FloodText = "and so on and on and on ";

    /// <summary>Sends it.</summary>
    /// <param name="reply">What is sent.</param>
    /// <param name="cancellation">The client left, or the server stops.</param>
    public async Task PlayAsync(Reply reply, CancellationToken cancellation)
    {
        switch (reply.Fault)
        {
            case ReplyFault.Drop:
                response.HttpContext.Abort();
                return;
            case ReplyFault.Silence:
                await Task.Delay(Timeout.Infinite, cancellation);
                return;
        }

        foreach (var (name, value) in reply.Headers)
        {
            response.Headers[name] = value;
        }

        response.StatusCode = reply.Status;
        if (reply.Body is { } body)
        {
            response.ContentType = reply.BodyType;
            await response.WriteAsync(body, cancellation);
            return;
        }

        var wire = Wire.Of(request.Path)!;
        if (request.Body.TryGetProperty("stream", out var stream) && stream.ValueKind == JsonValueKind.True)
        {
            response.ContentType = "text/event-stream";
            await StreamAsync(reply, [.. wire.Events(request, reply)], cancellation);
            return;
        }

        response.ContentType = "application/json";
        await response.WriteAsync(wire.Whole(request, reply), cancellation);
        await response.Body.FlushAsync(cancellation);
        request.EndedAt = DateTimeOffset.UtcNow;
    }

    private async Task StreamAsync(Reply reply, List<WireEvent> events, CancellationToken cancellation)
    {
        var final = events.FindIndex(item => item.IsFinal);
        // The middle: after something of the answer has come, and before its end.
        var middle = Math.Max(1, final / 2);
        for (var index = 0; index < events.Count; index++)
        {
            if (index == middle && reply.Fault is ReplyFault.DropMidway or ReplyFault.Stall or ReplyFault.HalfEvent or ReplyFault.Flood)
            {
                await GoWrongAsync(reply, events[index], cancellation);
                return;
            }

            if (index == final && reply.Fault == ReplyFault.EndEarly)
            {
                return;
            }

            await (reply.Gate?.PassAsync(cancellation) ?? Task.CompletedTask);
            await SendAsync(events[index].Text, cancellation);
            if (index == final)
            {
                request.EndedAt = DateTimeOffset.UtcNow;
            }
        }
    }

    private async Task GoWrongAsync(Reply reply, WireEvent next, CancellationToken cancellation)
    {
        switch (reply.Fault)
        {
            case ReplyFault.DropMidway:
                response.HttpContext.Abort();
                return;
            case ReplyFault.HalfEvent:
                await SendAsync(next.Text[..(next.Text.Length * 2 / 3)] + "\n\n", cancellation);
                return;
            case ReplyFault.Stall:
                await Task.Delay(Timeout.Infinite, cancellation);
                return;
            default:
                while (true)
                {
                    await (reply.Gate?.PassAsync(cancellation) ?? Task.CompletedTask);
                    await SendAsync(Wire.Of(request.Path)!.TextDelta(request, FloodText).Text, cancellation);
                }
        }
    }

    private async Task SendAsync(string text, CancellationToken cancellation)
    {
        await response.Body.WriteAsync(Encoding.UTF8.GetBytes(text), cancellation);
        await response.Body.FlushAsync(cancellation);
    }
}
