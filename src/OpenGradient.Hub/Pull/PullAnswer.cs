using System.Net;
using OpenGradient.Primitives;

namespace OpenGradient.Hub;

/// <summary>What a host answers when it is asked for a file: headers now, the body as it is read.</summary>
/// <param name="message">The last answer, after all redirects.</param>
/// <param name="digest">The SHA-256 that a host on the way gave for the file; null if none did.</param>
/// <param name="commit">The version of the repository that it is of; null if the host does not say.</param>
internal sealed class PullAnswer(HttpResponseMessage message, Digest? digest, string? commit) : IDisposable
{
    /// <summary>The SHA-256 that the file should have; null if no host said.</summary>
    public Digest? Digest => digest;

    /// <summary>The version of the repository; null if the host does not say.</summary>
    public string? Commit => commit;

    /// <summary>How many bytes the body has; null if the host does not say.</summary>
    public long? LengthBytes => message.Content.Headers.ContentLength;

    /// <summary>Whether the body begins with that byte of the file.</summary>
    public bool BeginsAt(long firstByte) => message.StatusCode == HttpStatusCode.PartialContent ? message.Content.Headers.ContentRange?.From == firstByte : firstByte == 0;

    /// <summary>The body.</summary>
    public Task<Stream> OpenAsync(CancellationToken cancellationToken) => message.Content.ReadAsStreamAsync(cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => message.Dispose();
}
