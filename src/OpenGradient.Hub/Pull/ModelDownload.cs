using OpenGradient.Models;

namespace OpenGradient.Hub;

/// <summary>Fetches the files of a model one after the other.</summary>
internal sealed class ModelDownload(PullClient client, PullSource source, FetchedModel model, PullOptions options, IProgress<long>? progress)
{
    private PullSource _source = source;

    /// <summary>Fetches the model's own file, then those that it has beside it.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        string own = _source.FileName;
        FileDownload download = new(client, _source.Address, model.PathOf(own), options.Sha256);
        if (!await TryAddAsync(download, own, cancellationToken).ConfigureAwait(false))
            throw PullClient.NotServed(_source.Address, "answered 404");
        // What is published meanwhile is another version: all files are of the one that the first is of.
        _source = _source.At(download.Commit);
        if (own == ModelFile.ConfigFile)
            await AddCompanionsAsync(cancellationToken).ConfigureAwait(false);
        foreach (string name in model.MissingFiles().ToArray())
            await RequireAsync(name, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Which of them there are only the host knows.</summary>
    private async Task AddCompanionsAsync(CancellationToken cancellationToken)
    {
        if (!await TryAddAsync(ModelFile.IndexFile, cancellationToken).ConfigureAwait(false))
            await RequireAsync(ModelFile.WeightsFile, cancellationToken).ConfigureAwait(false);
        foreach (string name in ModelFile.CompanionFiles)
            await TryAddAsync(name, cancellationToken).ConfigureAwait(false);
    }

    private async Task RequireAsync(string name, CancellationToken cancellationToken)
    {
        if (!await TryAddAsync(name, cancellationToken).ConfigureAwait(false))
            throw PullClient.NotServed(_source.Beside(name), "answered 404");
    }

    private Task<bool> TryAddAsync(string name, CancellationToken cancellationToken) =>
        TryAddAsync(new FileDownload(client, _source.Beside(name), model.PathOf(name), required: null), name, cancellationToken);

    private async Task<bool> TryAddAsync(FileDownload download, string name, CancellationToken cancellationToken)
    {
        long before = model.TotalBytes;
        bool isThere = await download.TryRunAsync(options.MaximumBytes - before, new Relay(bytes => progress?.Report(before + bytes)), cancellationToken).ConfigureAwait(false);
        if (isThere)
            model.Add(model.PathOf(name));
        return isThere;
    }

    private sealed class Relay(Action<long> report) : IProgress<long>
    {
        public void Report(long value) => report(value);
    }
}
