using System.Net;

namespace OpenGradient.Client;

/// <summary>Tries a request again only where the node has not taken it: it could not be reached, or said 429. Nothing is paid twice.</summary>
/// <remarks>Every try has the same bytes, its nonce among them: had a node run one of them after all, two receipts with one nonce would show it.</remarks>
internal sealed class SafeRetry(OpenGradientOptions options)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(60);

    /// <summary>The answer of the last try.</summary>
    public async Task<HttpResponseMessage> RunAsync(Func<CancellationToken, Task<HttpResponseMessage>> send, CancellationToken cancellation)
    {
        for (int attempt = 1; ; attempt++)
        {
            TimeSpan pause = FirstPause * Math.Pow(2, attempt - 1);
            try
            {
                HttpResponseMessage response = await send(cancellation).ConfigureAwait(false);
                if (response.StatusCode != HttpStatusCode.TooManyRequests || attempt >= options.Attempts)
                    return response;
                pause = response.Headers.RetryAfter?.Delta ?? pause;
                response.Dispose();
            }
            catch (HttpRequestException error) when (attempt < options.Attempts && IsBeforeSending(error))
            {
                // Nothing reached the node.
            }

            await Task.Delay(pause < LongestPause ? pause : LongestPause, options.Time, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Whether there was no connection over which the request could have gone.</summary>
    private static bool IsBeforeSending(HttpRequestException error) =>
        error.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError;
}
