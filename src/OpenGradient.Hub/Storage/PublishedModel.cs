using OpenGradient.Primitives;

namespace OpenGradient.Hub;

/// <summary>A version of a model together with the number it has under its name.</summary>
/// <param name="Name">The name it is published under.</param>
/// <param name="Version">Its number under that name, from 1.</param>
/// <param name="IsCurrent">Whether the bare name means this version.</param>
/// <param name="Manifest">The manifest.</param>
public sealed record PublishedModel(string Name, int Version, bool IsCurrent, ModelManifest Manifest)
{
    /// <summary>The ModelId of the manifest.</summary>
    public ModelId Id => Manifest.Id;
}
