namespace GoalBuild.Agent.Executors.Model;

/// <summary>
/// Knows the response of the request that is under way, so that it is let go of whatever happens: one that is cancelled between its headers and its first
/// event is forgotten by the SDK, and its connection would stay open, with the endpoint still writing (and charging) into it.
/// </summary>
/// <param name="inner">What sends.</param>
internal sealed class ResponseKeeper(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private readonly AsyncLocal<Kept?> _current = new();

    /// <summary>Keeps the responses of what is asked from here on, until the result is disposed.</summary>
    public IDisposable Begin() => _current.Value = new Kept();

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);

        // The content as it is now: the SDK takes its stream, and puts another in its place.
        _current.Value?.Add(response.Content);
        return response;
    }

    private sealed class Kept : IDisposable
    {
        private readonly List<HttpContent> _contents = [];
        private bool _isOver;

        public void Add(HttpContent content)
        {
            lock (_contents)
            {
                if (!_isOver)
                {
                    _contents.Add(content);
                    return;
                }
            }

            // The asker has left already.
            content.Dispose();
        }

        public void Dispose()
        {
            lock (_contents)
            {
                _isOver = true;
                _contents.ForEach(content => content.Dispose());
            }
        }
    }
}
