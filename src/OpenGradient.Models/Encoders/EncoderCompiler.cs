using System.Globalization;
using OpenGradient.Models.Decoders;
using OpenGradient.Primitives;

namespace OpenGradient.Models.Encoders;

/// <summary>From the tensors of an encoder to the steps of its Program: spec/exec-1, "Encoders".</summary>
/// <remarks>
/// <code>
/// x = norm(Embedding(tokens) + type 0 + positions)            nomic-bert: positions turn queries and keys instead
/// each block:  x = norm(x + attention(x));  x = norm(x + feedForward(x))              traced
/// embedding = pool(x) / |pool(x)|
/// </code>
/// A Program reads one text, so what an embedding is does not depend on the texts beside it in a request.
/// </remarks>
internal sealed class EncoderCompiler
{
    private const float LeastLength = 1e-12f;

    private readonly EncoderSettings _settings;
    private readonly TensorSet _tensors;
    private readonly TokenProgramBuilder _builder = new();
    private readonly LinearSteps _linear;

    private EncoderCompiler(EncoderSettings settings, IEnumerable<StoredTensor> tensors)
    {
        _settings = settings;
        _tensors = new TensorSet(tensors);
        _linear = new LinearSteps(_builder);
    }

    /// <summary>Compiles. Tensors have the names of GGUF files.</summary>
    /// <exception cref="InvalidInputException">A tensor is missing, has another shape, or belongs to a feature not supported; the subject is its name.</exception>
    public static EncoderProgram Compile(EncoderSettings settings, IEnumerable<StoredTensor> tensors)
    {
        var compiler = new EncoderCompiler(settings, tensors);
        EncoderProgram program = compiler.CompileModel();
        return compiler._tensors.Left is string name
            ? throw new InvalidInputException(
                InvalidInputKind.Unsupported, $"tensor '{name}'", $"The architecture '{settings.Architecture}' has no such tensor here; leaving it out would change the model.")
            : program;
    }

    private bool IsNomic => _settings.Architecture == EncoderSettings.NomicBert;

    private EncoderProgram CompileModel()
    {
        StoredTensor table = _tensors.TakeRows("token_embd.weight", _settings.Width);
        int x = _builder.Add("Embedding", [_builder.Constant(table), TokenProgramBuilder.Tokens]);
        x = _builder.Add("Add", [x, _builder.Constant(FirstType())]);
        if (!IsNomic)
            x = _builder.Add("Add", [x, _builder.Add("PositionEmbedding", [_builder.Constant(Positions()), TokenProgramBuilder.Tokens])]);
        x = Norm(x, "token_embd_norm");
        x = _builder.Add("Unsqueeze", [x, Axis(0)]); // Attention reads batches: this is one of one text.
        for (int block = 0; block < _settings.BlockCount; block++)
            x = CompileBlock($"blk.{block}.", x);
        return new EncoderProgram(_builder, Normalized(Pool(x)), (int)table.Shape[0]);
    }

    /// <summary>The row for the first of two texts, and for the only one, in binary32.</summary>
    private StoredTensor FirstType()
    {
        StoredTensor types = _tensors.TakeRows("token_types.weight", _settings.Width);
        return types.IsBlocked || types.Shape[0] == 0
            ? throw new InvalidInputException(InvalidInputKind.Unsupported, $"tensor '{types.Name}'", "Types of tokens in blocks, or none at all, are not supported.")
            : PlainNumbers.Of(types.Rows(0, 1) with { Shape = [_settings.Width] });
    }

    /// <summary>The rows for the most tokens: some tables have others before or behind.</summary>
    private StoredTensor Positions() =>
        _tensors.Take("position_embd.weight", _settings.PositionRows ?? _settings.ContextLength, _settings.Width).Rows(_settings.FirstPosition, _settings.ContextLength);

    private int CompileBlock(string name, int x)
    {
        x = Norm(_builder.Add("Add", [x, Attention(name, x)]), name + "attn_output_norm");
        int fed = Linear(Middle(name, x), name + "ffn_down", _settings.Width, _settings.FeedForwardWidth);
        return Norm(_builder.Add("Add", [x, fed]), name + "layer_output_norm", isTraced: true);
    }

    private int Middle(string name, int x)
    {
        (int width, int inner) = (_settings.Width, _settings.FeedForwardWidth);
        if (!IsNomic)
            return _builder.Add(_settings.Activation ?? "Gelu", [Linear(x, name + "ffn_up", inner, width)]);
        int gate = _builder.Add(_settings.Activation ?? "Silu", [Linear(x, name + "ffn_gate", inner, width)]);
        return _builder.Add("Mul", [gate, Linear(x, name + "ffn_up", inner, width)]);
    }

    private int Attention(string name, int x)
    {
        int width = _settings.Width;
        (int query, int key, int value) = Projections(name, x);
        string heads = _settings.HeadCount.ToString(CultureInfo.InvariantCulture);
        int mixed = _builder.Add("Attention", [query, key, value], isTraced: false, ("heads", heads), ("kvHeads", heads));
        return Linear(mixed, name + "attn_output", width, width);
    }

    /// <summary>Three projections; in Nomic's files they are the rows of one.</summary>
    private (int Query, int Key, int Value) Projections(string name, int x)
    {
        int width = _settings.Width;
        if (!IsNomic)
            return (Linear(x, name + "attn_q", width, width), Linear(x, name + "attn_k", width, width), Linear(x, name + "attn_v", width, width));
        StoredTensor all = _tensors.Take(name + "attn_qkv.weight", 3L * width, width);
        return (Rotated(_linear.Add(x, all.Rows(0, width), bias: null)), Rotated(_linear.Add(x, all.Rows(width, width), bias: null)), _linear.Add(x, all.Rows(2L * width, width), bias: null));
    }

    /// <summary>Rotation reads rows, and there is a batch of one text around them.</summary>
    private int Rotated(int x)
    {
        RotarySettings rotary = _settings.Rotary!;
        int rows = _builder.Add("Squeeze", [x, Axis(0)]);
        string Decimal(int number) => number.ToString(CultureInfo.InvariantCulture);
        int turned = _builder.Add(
            "Rope",
            [rows],
            isTraced: false,
            ("base", $"0x{BitConverter.SingleToUInt32Bits(rotary.Base):x8}"),
            ("dimensions", Decimal(rotary.Dimensions)),
            ("form", "halves"),
            ("headDim", Decimal(_settings.Width / _settings.HeadCount)));
        return _builder.Add("Unsqueeze", [turned, Axis(0)]);
    }

    private int Pool(int x) => _settings.Pooling == Pooling.Mean
        ? _builder.Add("ReduceMean", [x, Axis(1)], isTraced: false, ("keepdims", "0"))
        : _builder.Add("Gather", [x, Index(_settings.Pooling == Pooling.First ? 0 : -1)], isTraced: false, ("axis", "1"));

    /// <summary>Of length 1, unless it has almost none.</summary>
    private int Normalized(int pooled)
    {
        int x = _builder.Add("Squeeze", [pooled, Axis(0)]);
        int length = _builder.Add("ReduceL2", [x, Axis(0)]);
        return _builder.Add("Div", [x, _builder.Add("Max", [length, _builder.Constant(StoredTensor.Of("least length", [LeastLength]))])]);
    }

    private int Norm(int x, string name, bool isTraced = false)
    {
        int gain = _builder.Constant(_tensors.Take(name + ".weight", _settings.Width));
        int bias = _builder.Constant(_tensors.Take(name + ".bias", _settings.Width));
        return _builder.Add("LayerNorm", [x, gain, bias], isTraced, ("epsilon", $"0x{BitConverter.SingleToUInt32Bits(_settings.NormEpsilon):x8}"));
    }

    private int Linear(int x, string name, int outputs, int depth) =>
        _linear.Add(x, _tensors.Take(name + ".weight", outputs, depth), IsNomic ? null : _builder.Constant(_tensors.Take(name + ".bias", outputs)));

    private int Axis(long axis) => _builder.Constant(new StoredTensor("axis", "i64", 1, [1], BitConverter.GetBytes(axis)));

    private int Index(long index) => _builder.Constant(new StoredTensor("index", "i64", 1, [], BitConverter.GetBytes(index)));
}
