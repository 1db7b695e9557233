namespace OpenGradient.Hub;

/// <summary>One file of a model that is being imported.</summary>
/// <param name="Path">The model's own file first, under any name; then its data files, under the names by which the model knows them.</param>
/// <param name="Content">The bytes; read once, before the next part is asked for.</param>
public sealed record ModelPart(string Path, Stream Content);
