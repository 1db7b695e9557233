using System.Globalization;
using OpenGradient.Primitives;

namespace OpenGradient.Models.Decoders;

/// <summary>From the tensors of a decoder-only language model to the steps of its Program: spec/exec-1, "What language model files compile to".</summary>
/// <remarks>
/// <code>
/// x = Embedding(tokens)  (· √width)  (+ positions)
/// each block:  x = x + (norm) attention(norm(x));  x = x + (norm) feedForward(norm(x))              traced
///              both from one x, if the model is parallel
/// logits = (soft cap) Linear(norm(x))                                                              traced
/// </code>
/// </remarks>
internal sealed partial class DecoderCompiler
{
    private readonly DecoderSettings _settings;
    private readonly DecoderForm _form;
    private readonly TensorSet _tensors;
    private readonly TokenProgramBuilder _builder = new();
    private readonly LinearSteps _linear;

    private DecoderCompiler(DecoderSettings settings, DecoderForm form, IEnumerable<StoredTensor> tensors)
    {
        _settings = settings;
        _form = form;
        _tensors = new TensorSet(tensors);
        _linear = new LinearSteps(_builder);
    }

    /// <summary>Compiles. Tensors have the names of GGUF files.</summary>
    /// <exception cref="InvalidInputException">A tensor is missing, has another shape, or belongs to a feature not supported; the subject is its name.</exception>
    public static DecoderProgram Compile(DecoderSettings settings, IEnumerable<StoredTensor> tensors)
    {
        var compiler = new DecoderCompiler(settings, DecoderForm.All[settings.Architecture], tensors);
        DecoderProgram program = compiler.CompileModel();
        return compiler._tensors.Left is string name
            ? throw new InvalidInputException(
                InvalidInputKind.Unsupported, $"tensor '{name}'", $"The architecture '{settings.Architecture}' has no such tensor here; leaving it out would change the model.")
            : program;
    }

    private DecoderProgram CompileModel()
    {
        StoredTensor table = _tensors.TakeRows("token_embd.weight", _settings.Width);
        int vocabulary = (int)table.Shape[0];
        int x = _builder.Add("Embedding", [_builder.Constant(table), TokenProgramBuilder.Tokens]);
        if (_form.ScalesEmbedding)
            x = _builder.Add("Mul", [x, Number("embedding scale", MathF.Sqrt(_settings.Width))]);
        if (_settings.Rotary is null)
            x = _builder.Add("Add", [x, Positions()]);
        TakeSharedFactors();
        for (int block = 0; block < _settings.BlockCount; block++)
            x = CompileBlock(block, x);
        x = Norm(x, "output_norm", _settings.Width);
        StoredTensor output = _tensors.TryTake("output.weight", vocabulary, _settings.Width) ?? table;
        int? bias = Bias("output", vocabulary);
        int logits = Linear(x, output, bias);
        return new DecoderProgram(_builder, _settings.LogitSoftCap > 0 ? SoftCap(logits) : logits, vocabulary);
    }

    private int CompileBlock(int block, int x)
    {
        string name = $"blk.{block}.";
        int mixed = PostNorm(Attention(block, Norm(x, name + "attn_norm", _settings.Width)), name + "post_attention_norm");
        int first = _builder.Add("Add", [x, mixed]);
        int source = _settings.IsParallel ? x : first;
        int fed = PostNorm(FeedForward(name, Norm(source, name + "ffn_norm", _settings.Width)), name + "post_ffw_norm");
        return _builder.Add("Add", [first, fed], isTraced: true);
    }

    private int Positions() => _builder.Add(
        "PositionEmbedding", [_builder.Constant(_tensors.TakeRows("position_embd.weight", _settings.Width)), TokenProgramBuilder.Tokens]);

    private int SoftCap(int logits)
    {
        int cap = Number("logit cap", _settings.LogitSoftCap);
        int capped = _builder.Add("Tanh", [_builder.Add("Div", [logits, cap])]);
        return _builder.Add("Mul", [capped, cap]);
    }

    private int PostNorm(int x, string name) => _form.HasPostNorms ? Norm(x, name, _settings.Width) : x;

    private int Norm(int x, string name, int width)
    {
        int gain = _builder.Constant(_tensors.Take(name + ".weight", width));
        (string Name, string Value) epsilon = ("epsilon", Bits(_settings.NormEpsilon));
        return _settings.NormsTakeOffMean
            ? _builder.Add("LayerNorm", [x, gain, _builder.Constant(_tensors.Take(name + ".bias", width))], isTraced: false, epsilon)
            : _builder.Add("RmsNorm", [x, gain], isTraced: false, epsilon);
    }

    private int? Bias(string name, int count) => TakeBias(name, count) is StoredTensor bias ? _builder.Constant(bias) : null;

    private StoredTensor? TakeBias(string name, long count) =>
        _form.RequiresBias(name) ? _tensors.Take(name + ".bias", count) : _tensors.TryTake(name + ".bias", count);

    private int Linear(int x, string name, int outputs, int depth) => Linear(x, _tensors.Take(name + ".weight", outputs, depth), Bias(name, outputs));

    private int Linear(int x, StoredTensor weights, int? bias) => _linear.Add(x, weights, bias);

    private int Number(string name, float number) => _builder.Constant(StoredTensor.Of(name, [number]));

    private static string Decimal(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Bits(float number) => $"0x{BitConverter.SingleToUInt32Bits(number):x8}";
}
