using System.Globalization;
using OpenGradient.Models.Decoders;
using OpenGradient.Models.Files;
using OpenGradient.Models.Safetensors;
using OpenGradient.Primitives;

namespace OpenGradient.Models.HuggingFace;

/// <summary>The tensors of a folder as a compiler asks for them: by their GGUF names, in the layouts of GGUF files.</summary>
/// <remarks>
/// Matrices stay where they lie: those that are stored transposed (GPT-2) or head by head (GPT-NeoX), and experts, which lie apart, are views. Only rows of
/// numbers are copied, as binary32.
/// </remarks>
/// <param name="form">How the class of the model has them.</param>
/// <param name="headCount">Heads of queries.</param>
/// <param name="headDim">Elements of a head.</param>
/// <param name="tiesEmbeddings">Whether the embeddings make the logits too.</param>
/// <param name="weightsFile">The file that an error about a missing tensor names.</param>
internal sealed class FolderTensors(HuggingFaceForm form, int headCount, int headDim, bool tiesEmbeddings, string weightsFile)
{
    private readonly Dictionary<string, string> _subjects = new(StringComparer.Ordinal);
    private readonly Dictionary<string, StoredTensor> _tensors = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SortedDictionary<int, StoredTensor>> _experts = new(StringComparer.Ordinal);

    /// <summary>Reads the tensors.</summary>
    /// <exception cref="InvalidInputException">One has a type, a name or a shape that is not supported; the subject names file and tensor.</exception>
    public IEnumerable<StoredTensor> Read(IEnumerable<(SafetensorsTensor Tensor, MappedFile File, string FileName)> tensors)
    {
        foreach ((SafetensorsTensor tensor, MappedFile file, string fileName) in tensors)
            Add(tensor, file, fileName);
        if (!tiesEmbeddings && !_tensors.ContainsKey("output.weight"))
            throw SafetensorsError.Malformed(weightsFile, SafetensorsError.Tensor(form.Names.Original("output.weight")), "It is missing, and config.json does not say that the embeddings take its place (tie_word_embeddings).");
        return _tensors.Values.Concat(_experts.Select(static pair => Stacked(pair.Key, pair.Value)));
    }

    /// <summary>What an error about a tensor names: the file that holds it and its name there; of several experts the first.</summary>
    /// <param name="name">Its GGUF name.</param>
    public string SubjectOf(string name) => _subjects.GetValueOrDefault(name) ?? $"{weightsFile}: {SafetensorsError.Tensor(form.Names.Original(name))}";

    private void Add(SafetensorsTensor tensor, MappedFile file, string fileName)
    {
        if (TensorNames.IsComputed(tensor.Name) || (form.UnusedPart is { } unused && tensor.Name.StartsWith(unused, StringComparison.Ordinal)))
            return;
        string subject = SafetensorsError.Tensor(tensor.Name);
        string? own = form.IsTextPart ? ConfigTextPart.NameOf(tensor.Name) : tensor.Name;
        if (own is null)
            return;
        if (!form.Names.TryMap(own, out string? name, out int? expert))
            throw SafetensorsError.Unsupported(fileName, subject, $"The architecture '{form.Architecture}' has no such tensor here; leaving it out would change the model.");
        if (name == "output.weight" && tiesEmbeddings)
            return; // The library gives it the embeddings' numbers, whatever the file says.
        string encoding = SafetensorsType.Encoding(tensor.Type)
            ?? throw SafetensorsError.Unsupported(fileName, subject, $"Weights of the type {tensor.Type} are not read; F32, F16 and BF16 are.");
        _subjects.TryAdd(name, $"{fileName}: {subject}");
        StoredTensor stored = LaidOut(new StoredTensor(name, encoding, 1, tensor.Shape, file.Slice(tensor.Offset, (int)tensor.LengthBytes)), fileName, subject);
        bool isNew = expert is int number ? Experts(name).TryAdd(number, stored) : _tensors.TryAdd(name, stored);
        if (!isNew)
            throw SafetensorsError.Malformed(fileName, subject, "The model has this tensor twice.");
    }

    private SortedDictionary<int, StoredTensor> Experts(string name)
    {
        if (!_experts.TryGetValue(name, out SortedDictionary<int, StoredTensor>? experts))
            _experts.Add(name, experts = []);
        return experts;
    }

    private StoredTensor LaidOut(StoredTensor tensor, string fileName, string subject)
    {
        if (tensor.Shape.Length == 1)
            return Gain(PlainNumbers.Of(tensor));
        if (tensor.Shape.Length != 2)
            throw SafetensorsError.Malformed(fileName, subject, $"It has {tensor.Shape.Length} dimensions; tensors of these models have one or two.");
        bool isBlock = tensor.Name.StartsWith("blk.", StringComparison.Ordinal);
        if (form.Architecture == "gpt2" && isBlock)
            return MatrixViews.Transposed(tensor);
        return form.Architecture == "gptneox" && tensor.Name.EndsWith(".attn_qkv.weight", StringComparison.Ordinal) ? ByProjection(tensor) : tensor;
    }

    /// <summary>Numbers of a row: Gemma's gains are stored less one, GPT-NeoX's biases lie head by head.</summary>
    private StoredTensor Gain(StoredTensor row)
    {
        if (form.AddsOneToGains && row.Name.EndsWith("norm.weight", StringComparison.Ordinal))
            return StoredTensor.Of(row.Name, [.. PlainNumbers.Read(row).Select(static gain => gain + 1f)]);
        return form.Architecture == "gptneox" && row.Name.EndsWith(".attn_qkv.bias", StringComparison.Ordinal) ? ByProjection(row) : row;
    }

    /// <summary>From rows of the first head's query, key and value, then the second's, to all queries, all keys, all values.</summary>
    private StoredTensor ByProjection(StoredTensor tensor) => tensor.Shape[0] == 3L * headCount * headDim
        ? MatrixViews.Reordered(tensor, headDim, group => (group % headCount * 3) + (group / headCount))
        : tensor; // The compiler refuses its shape.

    private static StoredTensor Stacked(string name, SortedDictionary<int, StoredTensor> experts)
    {
        StoredTensor first = experts.Values.First();
        int number = 0;
        foreach ((int key, StoredTensor expert) in experts)
        {
            if (key != number++ || expert.Encoding != first.Encoding || !expert.Shape.AsSpan().SequenceEqual(first.Shape.AsSpan()))
            {
                throw new InvalidInputException(
                    InvalidInputKind.Invalid, $"tensor '{name}'", string.Create(CultureInfo.InvariantCulture, $"The part of expert {number - 1} is missing, or of another type or shape than that of expert 0."));
            }
        }

        return MatrixViews.Stacked(name, [.. experts.Values]);
    }
}
