using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using OpenGradient.Primitives;

namespace OpenGradient.Hub;

/// <summary>Asks one host for files, and follows it to others.</summary>
/// <remarks>
/// A redirect is followed only to an address that could have been given in the first place, and from one host to another only to a public network address, so that a
/// server out there cannot make a node ask its own network questions.
/// </remarks>
internal sealed class PullClient : IDisposable
{
    private const int MaximumRedirects = 8;
    private const string LinkedDigest = "X-Linked-ETag";
    private const string RepositoryCommit = "X-Repo-Commit";

    private readonly Uri _origin;
    private readonly HttpClient _client;

    /// <param name="origin">An address on the host that an operator chose.</param>
    public PullClient(Uri origin)
    {
        _origin = origin;
        SocketsHttpHandler handler = new()
        {
            AllowAutoRedirect = false,
            ConnectTimeout = TimeSpan.FromSeconds(30),
            ConnectCallback = ConnectAsync,
        };
        _client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        _client.DefaultRequestHeaders.UserAgent.ParseAdd("opengradient");
    }

    /// <summary>Asks for a file from one of its bytes on; whether the answer begins there it says itself. Null if the host has no such file.</summary>
    /// <exception cref="InvalidInputException">It refuses, or leads to where nobody may be led.</exception>
    /// <exception cref="HttpRequestException">It cannot be reached, or breaks off.</exception>
    public async Task<PullAnswer?> TryGetAsync(Uri address, long firstByte, CancellationToken cancellationToken)
    {
        try
        {
            return await FollowAsync(address, firstByte, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error.InnerException is InvalidInputException)
        {
            throw error.InnerException;
        }
    }

    /// <summary>The error of a file that a host does not give.</summary>
    public static InvalidInputException NotServed(Uri address, string what) =>
        new(InvalidInputKind.NotFound, "source", $"{address.GetLeftPart(UriPartial.Path)} {what}.");

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private async Task<PullAnswer?> FollowAsync(Uri address, long firstByte, CancellationToken cancellationToken)
    {
        (Digest? digest, string? commit) = (null, null);
        for (int redirects = 0; redirects <= MaximumRedirects; redirects++)
        {
            HttpResponseMessage response = await SendAsync(address, firstByte, cancellationToken).ConfigureAwait(false);
            digest ??= Digest.TryParse(Header(response, LinkedDigest)?.Trim('"'), out Digest linked) ? linked : null;
            commit ??= Header(response, RepositoryCommit);
            if (response.IsSuccessStatusCode)
                return new PullAnswer(response, digest, commit);
            using (response)
            {
                if (response.StatusCode == HttpStatusCode.NotFound)
                    return null;
                if (response.Headers.Location is not { } location || !IsRedirect(response.StatusCode))
                    throw NotServed(address, $"answered {(int)response.StatusCode}");
                Uri next = new(address, location);
                PullSource.RequireSafe(next);
                RequireReachable(next);
                address = next;
            }
        }

        throw NotServed(address, $"redirected more than {MaximumRedirects} times");
    }

    private async Task<HttpResponseMessage> SendAsync(Uri address, long firstByte, CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, address);
        if (firstByte > 0)
            request.Headers.Range = new RangeHeaderValue(firstByte, to: null);
        return await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
    }

    private static string? Header(HttpResponseMessage response, string name) => response.Headers.TryGetValues(name, out IEnumerable<string>? values) ? values.First() : null;

    /// <summary>Refuses what is no public host by its very name; what a name server says of it is checked when it is connected to.</summary>
    private void RequireReachable(Uri next)
    {
        bool isAddress = IPAddress.TryParse(next.IdnHost.Trim('[', ']'), out IPAddress? address);
        if (next.IdnHost != _origin.IdnHost && (PullSource.IsLoopback(next) || (isAddress && !NetworkAddress.IsPublic(address!))))
            throw NotPublic(next.Host);
    }

    private InvalidInputException NotPublic(string host) =>
        new(InvalidInputKind.Unsupported, "source", $"{_origin.Host} redirects to {host}, which is no public host.");

    private static bool IsRedirect(HttpStatusCode status) => status is HttpStatusCode.MovedPermanently or HttpStatusCode.Found
        or HttpStatusCode.SeeOther or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;

    /// <summary>Connects to the addresses of the host that may be connected to: all for the first host, public ones for any other.</summary>
    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        DnsEndPoint endPoint = context.DnsEndPoint;
        Uri? requested = context.InitialRequestMessage.RequestUri;
        // A configured proxy is connected to under its own name, and is the operator's choice.
        bool isChosenByOperator = endPoint.Host == _origin.IdnHost || endPoint.Host != requested?.IdnHost;
        IPAddress[] addresses = await Dns.GetHostAddressesAsync(endPoint.Host, cancellationToken).ConfigureAwait(false);
        IPAddress[] allowed = [.. addresses.Where(address => isChosenByOperator || NetworkAddress.IsPublic(address))];
        if (allowed.Length == 0)
            throw NotPublic(endPoint.Host);
        Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, endPoint.Port, cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
