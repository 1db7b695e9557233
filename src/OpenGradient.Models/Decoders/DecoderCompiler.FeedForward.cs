namespace OpenGradient.Models.Decoders;

/// <content>The feed-forward part.</content>
internal sealed partial class DecoderCompiler
{
    private int FeedForward(string name, int x)
    {
        if (_settings.ExpertCount > 0)
            return Experts(name, x);
        (int width, int inner) = (_settings.Width, _settings.FeedForwardWidth);
        return Linear(Middle(name, x, width, inner), name + "ffn_down", width, inner);
    }

    /// <summary>A gate and what it lets through, of two tensors or of the halves of one; or one activation.</summary>
    private int Middle(string name, int x, int width, int inner)
    {
        if (!_form.IsGated)
            return Activate(Linear(x, name + "ffn_up", inner, width));
        if (_tensors.Has(name + "ffn_gate.weight") || !_tensors.HasRows(name + "ffn_up.weight", 2L * inner))
        {
            int gate = Activate(Linear(x, name + "ffn_gate", inner, width));
            return _builder.Add("Mul", [gate, Linear(x, name + "ffn_up", inner, width)]);
        }

        StoredTensor both = _tensors.Take(name + "ffn_up.weight", 2L * inner, width);
        StoredTensor? bias = TakeBias(name + "ffn_up", 2L * inner);
        return _builder.Add("Mul", [Activate(Part(x, both, bias, 0, inner)), Part(x, both, bias, inner, inner)]);
    }

    private int Activate(int x) => _builder.Add(_settings.Activation ?? _form.Activation, [x]);

    /// <summary>The chosen experts' outputs, weighed by their shares of the softmax.</summary>
    private int Experts(string name, int x)
    {
        (int width, int inner, int count) = (_settings.Width, _settings.ExpertWidth, _settings.ExpertCount);
        int shares = _builder.Add("Softmax", [Linear(x, name + "ffn_gate_inp", count, width)]);
        int chosen = _builder.Add("TopK", [shares, _builder.Constant(Whole("experts used", _settings.ExpertUsedCount))], outputCount: 2, isTraced: false);
        int axis = _builder.Constant(Whole("last axis", -1));
        int total = _builder.Add("ReduceSum", [chosen, axis]);
        int weights = _builder.Add("Unsqueeze", [_builder.Add("Div", [chosen, total]), axis]);
        int gate = Activate(ExpertLinear(x, chosen + 1, name + "ffn_gate_exps", count, inner, width));
        int up = ExpertLinear(x, chosen + 1, name + "ffn_up_exps", count, inner, width);
        int down = ExpertLinear(_builder.Add("Mul", [gate, up]), chosen + 1, name + "ffn_down_exps", count, width, inner);
        int weighed = _builder.Add("Mul", [down, weights]);
        return _builder.Add("ReduceSum", [weighed, _builder.Constant(Whole("axis of experts", 1))], isTraced: false, ("keepdims", "0"));
    }

    private int ExpertLinear(int x, int chosen, string name, int count, int outputs, int depth)
    {
        StoredTensor weights = _tensors.Take(name + ".weight", count, outputs, depth);
        return weights.IsBlocked
            ? _builder.Add("QuantizedExpertLinear", [.. _linear.Quantized(x), chosen, _builder.Constant(weights)])
            : _builder.Add("ExpertLinear", [x, chosen, _builder.Constant(weights)]);
    }

    private static StoredTensor Whole(string name, long number) => new(name, "i64", 1, [1], BitConverter.GetBytes(number));
}
