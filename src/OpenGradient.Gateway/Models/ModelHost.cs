using System.Collections.Concurrent;
using OpenGradient.Execution;
using OpenGradient.Execution.LanguageModels;
using OpenGradient.Hub;
using OpenGradient.Models;
using OpenGradient.Primitives;

namespace OpenGradient.Gateway;

/// <summary>The models of this node, loaded when they are first asked for and kept.</summary>
internal sealed class ModelHost(ModelStore store, ExecutionOptions execution, ServingOptions serving) : IDisposable
{
    private readonly ConcurrentDictionary<ModelId, Lazy<HostedModel>> _loaded = new();

    public ModelStore Store => store;

    /// <summary>The model with this name or ModelId, loaded.</summary>
    /// <exception cref="InvalidInputException">There is none, or its files are damaged.</exception>
    public HostedModel Get(string nameOrId, string? version = null)
    {
        PublishedModel? model = version is null ? store.Find(nameOrId) : store.Find(nameOrId, version);
        return Load(model ?? throw NotFound(nameOrId, version));
    }

    /// <summary>Loads a published model, or gives the one that is loaded.</summary>
    public HostedModel Load(PublishedModel model)
    {
        Lazy<HostedModel> loading = _loaded.GetOrAdd(model.Id, _ => new Lazy<HostedModel>(() => Open(model)));
        try
        {
            return loading.Value;
        }
        catch
        {
            // A failed load is tried again by the next request: the file may have been put right.
            _loaded.TryRemove(new(model.Id, loading));
            throw;
        }
    }

    /// <summary>Whether the model is loaded.</summary>
    public bool IsLoaded(ModelId id) => _loaded.TryGetValue(id, out Lazy<HostedModel>? loading) && loading.IsValueCreated;

    /// <summary>Ends the answers under way.</summary>
    public void Dispose()
    {
        foreach (Lazy<HostedModel> model in _loaded.Values)
        {
            if (model.IsValueCreated)
                model.Value.Dispose();
        }
    }

    private HostedModel Open(PublishedModel model)
    {
        using OpenedModel opened = store.Open(model.Manifest);
        return new HostedModel(model, opened, execution, serving);
    }

    private static InvalidInputException NotFound(string nameOrId, string? version) => new(
        InvalidInputKind.NotFound,
        "model",
        version is null
            ? $"There is no model '{Text.Shorten(nameOrId)}' here: GET /v1/models lists those that are."
            : $"There is no version '{Text.Shorten(version)}' of a model '{Text.Shorten(nameOrId)}' here.");
}
