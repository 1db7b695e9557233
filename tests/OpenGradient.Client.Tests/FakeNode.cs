namespace OpenGradient.Client.Tests;

/// <summary>What a test answers in the place of a node.</summary>
internal sealed class FakeNode(Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> answer) : HttpMessageHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => answer(request, cancellationToken);
}
