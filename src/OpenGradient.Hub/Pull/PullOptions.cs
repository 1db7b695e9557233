using OpenGradient.Primitives;

namespace OpenGradient.Hub;

/// <summary>How a model is fetched from elsewhere.</summary>
public sealed class PullOptions
{
    /// <summary>The name to publish it under; by default the file's.</summary>
    public string? Name { get; init; }

    /// <summary>The digest that the file must have; by default any.</summary>
    public Digest? Sha256 { get; init; }

    /// <summary>The largest file that is taken, in bytes; 64 GiB by default.</summary>
    public long MaximumBytes { get; init; } = 64L << 30;

    /// <summary>Where the files of a model of several are kept, and gone on with if a pull broke off; by default they go to a temporary folder, for the time of the pull.</summary>
    public string? Folder { get; init; }

    /// <summary>Where <c>hf://</c> points; <c>https://huggingface.co</c> by default. Takes http:// for a loopback host.</summary>
    public Uri HuggingFace { get; init; } = new("https://huggingface.co");
}
