using OpenGradient.Cli.Nodes;
using OpenGradient.Cli.Output;
using OpenGradient.Hub;
using OpenGradient.Interop;
using OpenGradient.Primitives;

namespace OpenGradient.Cli.Signing;

/// <summary>A published model and the signature that is kept with it, in a data directory or on a node.</summary>
/// <param name="Manifest">The manifest; its id is the SHA-256 of its bytes, whoever sent them.</param>
/// <param name="Signature">The signature; null if none is kept.</param>
internal sealed record PublishedSignature(ModelManifest Manifest, byte[]? Signature)
{
    /// <summary>Finds a model in a data directory, else on a node.</summary>
    /// <exception cref="InvalidInputException">There is none.</exception>
    public static async Task<PublishedSignature> FindAsync(string model, string data, Uri address, CancellationToken cancellation)
    {
        string directory = Path.Combine(data, "models");
        if (Directory.Exists(directory) && ModelStore.Open(directory) is var store && store.Find(model) is { } published)
            return new(published.Manifest, store.FindSignature(published.Id));
        using NodeClient node = new(address);
        try
        {
            ModelManifest manifest = await ReadManifestAsync(node, model, cancellation).ConfigureAwait(false);
            return new(manifest, await ReadSignatureAsync(node, manifest.Id, cancellation).ConfigureAwait(false));
        }
        catch (NodeException error)
        {
            throw new InvalidInputException(
                InvalidInputKind.NotFound, "model", $"there is no file or folder '{model}', no model of that name is published in {data}, and no node has it: {error.Message}", error);
        }
    }

    /// <summary>Gives a signature to a node that has published the model; says what came of it.</summary>
    public static async Task<string> KeepAsync(NodeClient node, string name, byte[] bytes, CancellationToken cancellation)
    {
        if (!ModelSignature.TryParse(bytes, out ModelSignature? signature, out EvidenceFault? malformed))
            return $"{SignatureFiles.Name} is not kept: {TerminalText.OneLine(malformed.ToString())}";
        ModelManifest manifest = await ReadManifestAsync(node, name, cancellation).ConfigureAwait(false);
        if (SignatureFiles.Compare(signature.Model, manifest) is [EvidenceFault fault, ..])
            return $"{SignatureFiles.Name} is not kept: {TerminalText.OneLine(fault.ToString())}";
        await node.PutAsync($"hub/models/{manifest.Id}/signature", bytes, cancellation).ConfigureAwait(false);
        return $"{SignatureFiles.Name} is kept; whose it is, `{OgCommand.Name} model verify-signature {name}` tells";
    }

    private static async Task<ModelManifest> ReadManifestAsync(NodeClient node, string model, CancellationToken cancellation)
    {
        // Who asks for a ModelId gets that model or none: the node may not choose another one, which somebody did sign.
        bool IsAskedFor(byte[] bytes) => ModelManifest.TryParse(bytes, out ModelManifest? read) && (!ModelId.TryParse(model, out ModelId id) || read.Id == id);
        byte[] bytes = await node.GetAsync($"hub/models/{Uri.EscapeDataString(model)}/manifest", IsAskedFor, cancellation).ConfigureAwait(false);
        return ModelManifest.TryParse(bytes, out ModelManifest? manifest) ? manifest : throw new InvalidOperationException("The manifest was read a moment ago.");
    }

    private static async Task<byte[]?> ReadSignatureAsync(NodeClient node, ModelId id, CancellationToken cancellation)
    {
        try
        {
            return await node.GetAsync($"hub/models/{id}/signature", static _ => true, cancellation).ConfigureAwait(false);
        }
        catch (NodeException refused) when (refused.IsRefusal)
        {
            return null;
        }
    }
}
