using System.Collections.Immutable;
using OpenGradient.Models.Files;
using OpenGradient.Models.Safetensors;
using OpenGradient.Primitives;

namespace OpenGradient.Models.HuggingFace;

/// <summary>The tensors of a model's folder: of one safetensors file, or of those that an index names.</summary>
internal static class FolderWeights
{
    /// <summary>The names of the files with weights, and of the index where there is one.</summary>
    /// <exception cref="InvalidInputException">The index is malformed, or names files outside the folder.</exception>
    public static ImmutableArray<string> Files(ModelFolder folder) => folder.Has(ModelFolder.Weights)
        ? [ModelFolder.Weights]
        : [ModelFolder.Index, .. ReadIndex(folder).Values.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>The file that stands for all weights: the only one, or the index.</summary>
    public static string Name(ModelFolder folder) => folder.Has(ModelFolder.Weights) ? ModelFolder.Weights : ModelFolder.Index;

    /// <summary>The tensors, each with the file in which it lies.</summary>
    /// <exception cref="InvalidInputException">A file is missing or malformed, or the index contradicts it; the subject names the file and the tensor.</exception>
    public static IReadOnlyList<(SafetensorsTensor Tensor, MappedFile File, string FileName)> Open(ModelFolder folder)
    {
        if (folder.Has(ModelFolder.Weights))
            return [.. Tensors(folder, ModelFolder.Weights)];
        Dictionary<string, string> places = ReadIndex(folder);
        List<(SafetensorsTensor Tensor, MappedFile File, string FileName)> tensors = [];
        foreach (string file in places.Values.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
            tensors.AddRange(Tensors(folder, file));
        foreach ((SafetensorsTensor tensor, _, string file) in tensors)
        {
            if (!places.Remove(tensor.Name, out string? named) || named != file)
                throw SafetensorsError.Malformed(file, SafetensorsError.Tensor(tensor.Name), $"{ModelFolder.Index} does not say that it is in this file, or it is in another one too.");
        }

        return places.Keys.Order(StringComparer.Ordinal).FirstOrDefault() is { } missing
            ? throw SafetensorsError.Malformed(places[missing], SafetensorsError.Tensor(missing), $"{ModelFolder.Index} says that it is in this file; it is not.")
            : tensors;
    }

    private static IEnumerable<(SafetensorsTensor Tensor, MappedFile File, string FileName)> Tensors(ModelFolder folder, string name)
    {
        MappedFile file = folder.Map(name);
        ReadOnlySpan<byte> head = file.Slice(0, (int)Math.Min(file.LengthBytes, int.MaxValue)).Span;
        return SafetensorsHeader.Parse(head, file.LengthBytes, name).Select(tensor => (tensor, file, name));
    }

    private static Dictionary<string, string> ReadIndex(ModelFolder folder)
    {
        byte[] bytes = folder.TryRead(ModelFolder.Index, SafetensorsLimits.IndexBytes)
            ?? throw new InvalidInputException(InvalidInputKind.NotFound, ModelFolder.Weights, $"The folder has neither this file nor {ModelFolder.Index}.");
        if (!JsonReader.TryRead(bytes, out JsonValue? index, out int offset) || !index.TryGet("weight_map", out JsonValue? map) || map.Kind != JsonKind.Object)
            throw SafetensorsError.Malformed(ModelFolder.Index, "weight_map", $"It is missing, or the file is no JSON from byte {offset} on.");
        Dictionary<string, string> places = new(StringComparer.Ordinal);
        foreach ((string name, JsonValue place) in map.Members)
        {
            if (place.Kind != JsonKind.String || !place.Text.EndsWith(".safetensors", StringComparison.Ordinal) || !ModelFile.IsPlainPath(place.Text))
                throw SafetensorsError.Malformed(ModelFolder.Index, SafetensorsError.Tensor(name), "It lies in no safetensors file of the folder.");
            places.Add(name, place.Text);
        }

        return places.Values.Distinct(StringComparer.Ordinal).Count() <= SafetensorsLimits.ShardCount
            ? places
            : throw SafetensorsError.TooLarge(ModelFolder.Index, "weight_map", $"It names more than {SafetensorsLimits.ShardCount} files.");
    }
}
