using OpenGradient.Models;
using OpenGradient.Primitives;

namespace OpenGradient.Hub;

/// <summary>Fetches models from elsewhere.</summary>
/// <remarks>A file is checked against its digest, if one is given or the host names one, before the store hears of it. What hosts may lead to is a matter of <see cref="PullClient"/>.</remarks>
public static class ModelPuller
{
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

    /// <summary>Whether a model at <paramref name="source"/> may keep weights in files beside its own: ONNX models do, and those with a <c>config.json</c>.</summary>
    public static bool MayHaveDataFiles(string source)
    {
        ArgumentNullException.ThrowIfNull(source);
        bool isHuggingFace = source.StartsWith(PullSource.HuggingFaceScheme, StringComparison.Ordinal);
        int at = isHuggingFace ? source.LastIndexOf('@') : source.IndexOfAny(['?', '#']);
        string path = at < 0 ? source : source[..at];
        return path.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase) || path.EndsWith("/" + ModelFile.ConfigFile, StringComparison.Ordinal)
            || (isHuggingFace && path.AsSpan(PullSource.HuggingFaceScheme.Length).Count('/') == 1);
    }

    /// <summary>Fetches the model's own file, sees which data files it names, and fetches those from beside it.</summary>
    /// <param name="source">As for <see cref="PullAsync"/>.</param>
    /// <param name="options">The digest is that of the model's own file; the limit is for all files together.</param>
    /// <param name="progress">Told how many bytes are here.</param>
    /// <param name="cancellationToken">Stops the download.</param>
    /// <exception cref="InvalidInputException">The source, its size, its digest or a name of a data file is refused; nothing is left behind but in <see cref="PullOptions.Folder"/>.</exception>
    public static async Task<FetchedModel> FetchAsync(string source, PullOptions options, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        PullSource origin = PullSource.Parse(source, options.HuggingFace);
        using PullClient client = new(origin.Address);
        FetchedModel fetched = FetchedModel.Create(Target(origin, options), options.Folder);
        try
        {
            await new ModelDownload(client, origin, fetched, options, progress).RunAsync(cancellationToken).ConfigureAwait(false);
            return fetched;
        }
        catch
        {
            fetched.Dispose();
            throw;
        }
    }

    /// <summary>Starts to fetch <paramref name="source"/>; the file arrives as the content is read.</summary>
    /// <exception cref="InvalidInputException">
    /// The source or its size is refused, now; or the file breaks off or has another digest, while the content is read.
    /// </exception>
    public static async Task<PulledModel> OpenAsync(string source, PullOptions options, CancellationToken cancellationToken)
    {
        PullSource origin = PullSource.Parse(source, options.HuggingFace);
        PullClient client = new(origin.Address);
        try
        {
            PullAnswer answer = await client.TryGetAsync(origin.Address, 0, cancellationToken).ConfigureAwait(false) ?? throw PullClient.NotServed(origin.Address, "answered 404");
            if (answer.LengthBytes > options.MaximumBytes)
                throw BlobStore.TooLarge(options.MaximumBytes);
            Stream body = await answer.OpenAsync(cancellationToken).ConfigureAwait(false);
            return new PulledModel(Target(origin, options), new PullStream(body, origin.Address, options.Sha256 ?? answer.Digest), answer.LengthBytes, client);
        }
        catch (Exception error)
        {
            client.Dispose();
            if (error is HttpRequestException)
                throw PullStream.Broken(origin.Address, error);
            throw;
        }
    }

    private static ModelSource Target(PullSource origin, PullOptions options) => new(origin.FileName, ModelName.Require(options.Name ?? origin.SuggestedName), "", "");
}
