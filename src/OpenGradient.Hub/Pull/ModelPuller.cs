using System.Net;
using System.Net.Sockets;
using OpenGradient.Primitives;

namespace OpenGradient.Hub;

/// <summary>Fetches a model file from elsewhere.</summary>
/// <remarks>
/// The file is checked against its digest, if one is given, before the store hears of it. A redirect is followed only to an
/// address that could have been given in the first place, and from one host to another only to a public network address, so that a
/// server out there cannot make a node ask its own network questions.
/// </remarks>
public static class ModelPuller
{
    private const int MaximumRedirects = 8;

    /// <summary>Fetches <paramref name="source"/> (see <see cref="PullSource"/>) and publishes it in <paramref name="store"/>.</summary>
    /// <exception cref="InvalidInputException">The source, its size, its digest or its content is refused; the store is as it was.</exception>
    public static async Task<PublishedModel> PullAsync(
        ModelStore store, string source, PullOptions options, IProgress<ImportProgress>? progress, CancellationToken cancellationToken)
    {
        if (MayHaveDataFiles(source))
        {
            using FetchedModel fetched = await FetchAsync(source, options, progress: null, cancellationToken).ConfigureAwait(false);
            return await store
                .ImportAsync(fetched.Source, fetched.OpenAsync(), fetched.TotalBytes, options.MaximumBytes, progress, cancellationToken)
                .ConfigureAwait(false);
        }

        PulledModel pulled = await OpenAsync(source, options, cancellationToken).ConfigureAwait(false);
        await using (pulled.ConfigureAwait(false))
        {
            return await store
                .ImportAsync(pulled.Source, pulled.Content, pulled.TotalBytes, options.MaximumBytes, progress, cancellationToken)
                .ConfigureAwait(false);
        }
    }

    /// <summary>Whether a model at <paramref name="source"/> may keep weights in files beside its own: ONNX models do.</summary>
    public static bool MayHaveDataFiles(string source)
    {
        ArgumentNullException.ThrowIfNull(source);
        int at = source.StartsWith("hf://", StringComparison.Ordinal) ? source.LastIndexOf('@') : source.IndexOfAny(['?', '#']);
        return (at < 0 ? source : source[..at]).EndsWith(".onnx", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Fetches the model's own file, sees which data files it names, and fetches those from beside it.</summary>
    /// <param name="source">As for <see cref="PullAsync"/>.</param>
    /// <param name="options">The digest is that of the model's own file; the limit is for all files together.</param>
    /// <param name="progress">Told how many bytes are here.</param>
    /// <param name="cancellationToken">Stops the download.</param>
    /// <exception cref="InvalidInputException">The source, its size, its digest or a name of a data file is refused; nothing is left behind.</exception>
    public static async Task<FetchedModel> FetchAsync(string source, PullOptions options, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        PulledModel pulled = await OpenAsync(source, options, cancellationToken).ConfigureAwait(false);
        await using (pulled.ConfigureAwait(false))
        {
            FetchedModel fetched = FetchedModel.Create(pulled.Source);
            try
            {
                await fetched.SaveAsync(Path.GetFileName(fetched.Source.FilePath), pulled.Content, options.MaximumBytes, progress, cancellationToken).ConfigureAwait(false);
                foreach (string name in fetched.DataFiles())
                    await FetchDataAsync(fetched, name, PullSource.Parse(source, options.HuggingFace).Address, options, progress, cancellationToken).ConfigureAwait(false);
                return fetched;
            }
            catch
            {
                fetched.Dispose();
                throw;
            }
        }
    }

    private static async Task FetchDataAsync(
        FetchedModel fetched, string name, Uri model, PullOptions options, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        string path = string.Join('/', name.Split('/', '\\').Select(Uri.EscapeDataString));
        Uri address = new UriBuilder(new Uri(model, path)) { Query = model.Query }.Uri;
        PulledModel data = await OpenAsync(fetched.Source, address, expected: null, options.MaximumBytes - fetched.TotalBytes, cancellationToken).ConfigureAwait(false);
        await using (data.ConfigureAwait(false))
            await fetched.SaveAsync(name, data.Content, options.MaximumBytes, progress, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Starts to fetch <paramref name="source"/>; the file arrives as the content is read.</summary>
    /// <exception cref="InvalidInputException">
    /// The source or its size is refused, now; or the file breaks off or has another digest, while the content is read.
    /// </exception>
    public static async Task<PulledModel> OpenAsync(string source, PullOptions options, CancellationToken cancellationToken)
    {
        PullSource origin = PullSource.Parse(source, options.HuggingFace);
        ModelSource target = new(origin.FileName, ModelName.Require(options.Name ?? ModelName.FromFileName(origin.FileName)), "", "");
        return await OpenAsync(target, origin.Address, options.Sha256, options.MaximumBytes, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<PulledModel> OpenAsync(ModelSource target, Uri address, Digest? expected, long maximumBytes, CancellationToken cancellationToken)
    {
        HttpClient client = CreateClient(address);
        try
        {
            HttpResponseMessage response = await GetAsync(client, address, cancellationToken).ConfigureAwait(false);
            long? totalBytes = response.Content.Headers.ContentLength;
            if (totalBytes > maximumBytes)
                throw BlobStore.TooLarge(maximumBytes);
            Stream body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            return new PulledModel(target, new PullStream(body, address, expected), totalBytes, client);
        }
        catch (Exception error)
        {
            client.Dispose();
            if (error.InnerException is InvalidInputException refused)
                throw refused;
            if (error is HttpRequestException or HttpIOException or SocketException)
                throw PullStream.Broken(address, error);
            throw;
        }
    }

    private static async Task<HttpResponseMessage> GetAsync(HttpClient client, Uri origin, CancellationToken cancellationToken)
    {
        Uri address = origin;
        for (int redirects = 0; redirects <= MaximumRedirects; redirects++)
        {
            HttpResponseMessage response = await client
                .GetAsync(address, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            if (response.IsSuccessStatusCode)
                return response;
            using (response)
            {
                if (response.Headers.Location is not { } location || !IsRedirect(response.StatusCode))
                    throw NotServed(address, $"answered {(int)response.StatusCode}");
                Uri next = new(address, location);
                PullSource.RequireSafe(next);
                RequireReachable(origin, next);
                address = next;
            }
        }

        throw NotServed(address, $"redirected more than {MaximumRedirects} times");
    }

    /// <summary>Refuses what is no public host by its very name; what a name server says of it is checked when it is connected to.</summary>
    private static void RequireReachable(Uri origin, Uri next)
    {
        bool isAddress = IPAddress.TryParse(next.IdnHost.Trim('[', ']'), out IPAddress? address);
        if (next.IdnHost != origin.IdnHost && (PullSource.IsLoopback(next) || (isAddress && !NetworkAddress.IsPublic(address!))))
            throw NotPublic(origin.Host, next.Host);
    }

    private static InvalidInputException NotPublic(string origin, string host) =>
        new(InvalidInputKind.Unsupported, "source", $"{origin} redirects to {host}, which is no public host.");

    private static bool IsRedirect(HttpStatusCode status) => status is HttpStatusCode.MovedPermanently or HttpStatusCode.Found
        or HttpStatusCode.SeeOther or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;

    private static InvalidInputException NotServed(Uri address, string what) =>
        new(InvalidInputKind.NotFound, "source", $"{address.GetLeftPart(UriPartial.Path)} {what}.");

    private static HttpClient CreateClient(Uri origin)
    {
        SocketsHttpHandler handler = new()
        {
            AllowAutoRedirect = false,
            ConnectTimeout = TimeSpan.FromSeconds(30),
            ConnectCallback = (context, cancellationToken) => ConnectAsync(context, origin, cancellationToken),
        };
        HttpClient client = new(handler) { Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.UserAgent.ParseAdd("opengradient");
        return client;
    }

    /// <summary>Connects to the addresses of the host that may be connected to: all for the first host, public ones for any other.</summary>
    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, Uri origin, CancellationToken cancellationToken)
    {
        DnsEndPoint endPoint = context.DnsEndPoint;
        Uri? requested = context.InitialRequestMessage.RequestUri;
        // A configured proxy is connected to under its own name, and is the operator's choice.
        bool isChosenByOperator = endPoint.Host == origin.IdnHost || endPoint.Host != requested?.IdnHost;
        IPAddress[] addresses = await Dns.GetHostAddressesAsync(endPoint.Host, cancellationToken).ConfigureAwait(false);
        IPAddress[] allowed = [.. addresses.Where(address => isChosenByOperator || NetworkAddress.IsPublic(address))];
        if (allowed.Length == 0)
            throw NotPublic(origin.Host, endPoint.Host);
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
