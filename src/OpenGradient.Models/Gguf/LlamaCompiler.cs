using System.Collections.Immutable;
using System.Globalization;
using OpenGradient.Primitives;

namespace OpenGradient.Models.Gguf;

/// <summary>From the tensors of a Llama-family model to the steps of its Program.</summary>
/// <remarks>
/// <code>
/// x = Embedding(tokens)
/// each block:  a = RmsNorm(x);  q, k, v = Linear(a);  (qwen3: RmsNorm of each head of q, k);  q, k = Rope
///              x = x + Linear(CausalAttention(q, k, v))
///              b = RmsNorm(x);  x = x + Linear(Silu(Linear(b)) · Linear(b))                             traced
/// logits = Linear(RmsNorm(x))                                                                           traced
/// </code>
/// </remarks>
internal sealed class LlamaCompiler
{
    private readonly LlamaSettings _settings;
    private readonly Dictionary<string, GgufTensor> _unused;
    private readonly CausalProgramBuilder _builder = new();
    private readonly GgufTensor _embedding;
    private readonly Dictionary<int, int> _quantized = []; // from a value to the first of the two that QuantizeBlocks makes of it

    private LlamaCompiler(LlamaSettings settings, ImmutableArray<GgufTensor> tensors)
    {
        _settings = settings;
        _unused = tensors.ToDictionary(static tensor => tensor.Name, StringComparer.Ordinal);
        _embedding = Take("token_embd.weight");
        if (_embedding.Shape.Length != 2 || _embedding.Shape[1] != settings.EmbeddingLength)
            throw WrongShape(_embedding, ["vocabulary", settings.EmbeddingLength.ToString(CultureInfo.InvariantCulture)]);
    }

    /// <summary>How many tokens the model knows.</summary>
    public int VocabularySize => (int)_embedding.Shape[0];

    /// <summary>Compiles.</summary>
    /// <returns>The steps with the value of the logits, and the size of the vocabulary.</returns>
    /// <exception cref="InvalidInputException">A tensor is missing, has another shape, or belongs to a feature not supported.</exception>
    public static (CausalProgramBuilder Builder, int Logits, int VocabularySize) Compile(LlamaSettings settings, ImmutableArray<GgufTensor> tensors)
    {
        LlamaCompiler compiler = new(settings, tensors);
        int logits = compiler.CompileModel();
        if (compiler._unused.Keys.FirstOrDefault() is string name)
        {
            throw GgufError.Unsupported(
                $"tensor '{name}'",
                $"The architecture '{settings.Architecture}' has no such tensor here; leaving it out would change the model.");
        }

        return (compiler._builder, logits, compiler.VocabularySize);
    }

    private int CompileModel()
    {
        int? factors = _unused.ContainsKey("rope_freqs.weight")
            ? _builder.Constant(Take("rope_freqs.weight", _settings.RotatedDimensions / 2))
            : null;
        int x = _builder.Add("Embedding", [_builder.Constant(_embedding), CausalProgramBuilder.Tokens]);
        for (int block = 0; block < _settings.BlockCount; block++)
            x = CompileFeedForward($"blk.{block}.", CompileAttention($"blk.{block}.", x, factors));
        int normalized = Norm(x, "output_norm.weight", _settings.EmbeddingLength);
        GgufTensor output = _unused.ContainsKey("output.weight")
            ? Take("output.weight", VocabularySize, _settings.EmbeddingLength)
            : _embedding;
        return Linear(normalized, output, bias: null, isTraced: true);
    }

    private int CompileAttention(string block, int x, int? factors)
    {
        int queryLength = _settings.HeadCount * _settings.HeadDim;
        int keyLength = _settings.KvHeadCount * _settings.HeadDim;
        int normalized = Norm(x, block + "attn_norm.weight", _settings.EmbeddingLength);
        int query = HeadNorm(Linear(normalized, block + "attn_q", queryLength, _settings.EmbeddingLength), block + "attn_q_norm.weight");
        int key = HeadNorm(Linear(normalized, block + "attn_k", keyLength, _settings.EmbeddingLength), block + "attn_k_norm.weight");
        int value = Linear(normalized, block + "attn_v", keyLength, _settings.EmbeddingLength);
        int mixed = _builder.Add(
            "CausalAttention",
            [Rope(query, factors), Rope(key, factors), value],
            isTraced: false,
            ("headDim", Decimal(_settings.HeadDim)),
            ("heads", Decimal(_settings.HeadCount)),
            ("kvHeads", Decimal(_settings.KvHeadCount)),
            ("scale", Bits(1f / MathF.Sqrt(_settings.HeadDim))));
        return _builder.Add("Add", [x, Linear(mixed, block + "attn_output", _settings.EmbeddingLength, queryLength)]);
    }

    private int CompileFeedForward(string block, int x)
    {
        int normalized = Norm(x, block + "ffn_norm.weight", _settings.EmbeddingLength);
        int gate = _builder.Add("Silu", [Linear(normalized, block + "ffn_gate", _settings.FeedForwardLength, _settings.EmbeddingLength)]);
        int up = Linear(normalized, block + "ffn_up", _settings.FeedForwardLength, _settings.EmbeddingLength);
        int product = _builder.Add("Mul", [gate, up]);
        return _builder.Add("Add", [x, Linear(product, block + "ffn_down", _settings.EmbeddingLength, _settings.FeedForwardLength)], isTraced: true);
    }

    private int Linear(int x, string name, int outputCount, int depth)
    {
        GgufTensor weights = Take(name + ".weight", outputCount, depth);
        int? bias = _unused.ContainsKey(name + ".bias") ? _builder.Constant(Take(name + ".bias", outputCount)) : null;
        return Linear(x, weights, bias);
    }

    /// <summary>Weights in blocks are multiplied as they are stored, with rows that are brought to 8 bits once for all that read them.</summary>
    private int Linear(int x, GgufTensor weights, int? bias, bool isTraced = false)
    {
        int constant = _builder.Constant(weights);
        if (weights.Type.BlockElements() == 1)
            return _builder.Add("Linear", bias is int b ? [x, constant, b] : [x, constant], isTraced);
        if (!_quantized.TryGetValue(x, out int q))
            _quantized.Add(x, q = _builder.Add("QuantizeBlocks", [x], outputCount: 2, isTraced: false));
        return _builder.Add("QuantizedLinear", bias is int c ? [q, q + 1, constant, c] : [q, q + 1, constant], isTraced);
    }

    private int Norm(int x, string name, int length) =>
        _builder.Add("RmsNorm", [x, _builder.Constant(Take(name, length))], isTraced: false, ("epsilon", Bits(_settings.RmsEpsilon)));

    private int HeadNorm(int x, string name) => _unused.ContainsKey(name) ? Norm(x, name, _settings.HeadDim) : x;

    private int Rope(int x, int? factors) => _builder.Add(
        "Rope",
        factors is int value ? [x, value] : [x],
        isTraced: false,
        ("base", Bits(_settings.RopeBase)),
        ("dimensions", Decimal(_settings.RotatedDimensions)),
        ("form", _settings.RopeForm),
        ("headDim", Decimal(_settings.HeadDim)));

    private GgufTensor Take(string name, params ReadOnlySpan<long> shape)
    {
        if (!_unused.Remove(name, out GgufTensor? tensor))
            throw GgufError.Invalid($"tensor '{name}'", "The file lacks this tensor.");
        if (!shape.IsEmpty && !tensor.Shape.AsSpan().SequenceEqual(shape))
            throw WrongShape(tensor, shape.ToArray().Select(static dimension => dimension.ToString(CultureInfo.InvariantCulture)));
        return tensor;
    }

    private static InvalidInputException WrongShape(GgufTensor tensor, IEnumerable<string> expected) => new(
        InvalidInputKind.Invalid, $"tensor '{tensor.Name}'", $"Its shape is [{string.Join(',', tensor.Shape)}]; the settings ask for [{string.Join(',', expected)}].");

    private static string Decimal(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Bits(float number) => $"0x{BitConverter.SingleToUInt32Bits(number):x8}";
}
