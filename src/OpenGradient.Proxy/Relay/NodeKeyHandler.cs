namespace OpenGradient.Proxy;

/// <summary>Puts the node's key on each request to the node, in the place of whatever a client sent in its header.</summary>
internal sealed class NodeKeyHandler(NodeKey key, Uri node, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Headers.Remove(key.HeaderName);
        if (node.IsBaseOf(request.RequestUri!))
            request.Headers.TryAddWithoutValidation(key.HeaderName, key.HeaderValue);
        return base.SendAsync(request, cancellationToken);
    }
}
