namespace OpenGradient.Models.Decoders;

/// <content>Attention.</content>
internal sealed partial class DecoderCompiler
{
    private int? _sharedFactors;

    private int QueryWidth => _settings.HeadCount * _settings.HeadDim;

    private int KeyWidth => _settings.KvHeadCount * _settings.HeadDim;

    /// <summary>Factors that the file gives as a tensor hold for all blocks: Llama 3; Phi-3, of whose two sets the one for short texts is taken.</summary>
    private void TakeSharedFactors()
    {
        if (_settings.Rotary is not { } rotary)
            return;
        _tensors.TryTake("rope_factors_long.weight", rotary.Dimensions / 2);
        StoredTensor? factors = _tensors.TryTake("rope_freqs.weight", rotary.Dimensions / 2) ?? _tensors.TryTake("rope_factors_short.weight", rotary.Dimensions / 2);
        _sharedFactors = factors is null ? null : _builder.Constant(factors);
    }

    private int Attention(int block, int x)
    {
        string name = $"blk.{block}.";
        bool hasWindow = _settings.Window > 0 && (_settings.WindowBlocks.IsEmpty ? _form.HasWindow(block) : _settings.WindowBlocks[block]);
        (int query, int key, int value) = Projections(name, x);
        RotarySettings? rotary = hasWindow ? _settings.WindowRotary ?? _settings.Rotary : _settings.Rotary;
        query = Rotate(HeadNorm(query, name + "attn_q_norm"), rotary);
        key = Rotate(HeadNorm(key, name + "attn_k_norm"), rotary);
        int mixed = _builder.Add("CausalAttention", [query, key, value], isTraced: false, AttentionAttributes(hasWindow));
        return Linear(mixed, name + "attn_output", _settings.Width, QueryWidth);
    }

    private (string Name, string Value)[] AttentionAttributes(bool hasWindow)
    {
        List<(string, string)> attributes =
        [
            ("headDim", Decimal(_settings.HeadDim)),
            ("heads", Decimal(_settings.HeadCount)),
            ("kvHeads", Decimal(_settings.KvHeadCount)),
            ("scale", Bits(_settings.AttentionScale ?? (1f / MathF.Sqrt(_settings.HeadDim)))),
        ];
        if (_settings.AttentionSoftCap > 0)
            attributes.Add(("softcap", Bits(_settings.AttentionSoftCap)));
        if (hasWindow)
            attributes.Add(("window", Decimal(_settings.Window)));
        return [.. attributes];
    }

    /// <summary>Three projections, or the rows of one.</summary>
    private (int Query, int Key, int Value) Projections(string name, int x)
    {
        int width = _settings.Width;
        if (!_tensors.Has(name + "attn_qkv.weight"))
        {
            return (Linear(x, name + "attn_q", QueryWidth, width), Linear(x, name + "attn_k", KeyWidth, width), Linear(x, name + "attn_v", KeyWidth, width));
        }

        int rows = QueryWidth + (2 * KeyWidth);
        StoredTensor weights = _tensors.Take(name + "attn_qkv.weight", rows, width);
        StoredTensor? bias = TakeBias(name + "attn_qkv", rows);
        return (Part(x, weights, bias, 0, QueryWidth), Part(x, weights, bias, QueryWidth, KeyWidth), Part(x, weights, bias, QueryWidth + KeyWidth, KeyWidth));
    }

    private int Part(int x, StoredTensor weights, StoredTensor? bias, int first, int count) =>
        Linear(x, weights.Rows(first, count), bias is null ? null : _builder.Constant(bias.Rows(first, count)));

    private int HeadNorm(int x, string name) => _form.HasHeadNorms ? Norm(x, name, _settings.HeadDim) : x;

    private int Rotate(int x, RotarySettings? rotary)
    {
        if (rotary is null)
            return x;
        List<(string, string)> attributes =
        [
            ("base", Bits(rotary.Base)),
            ("dimensions", Decimal(rotary.Dimensions)),
            ("form", _form.IsInterleaved && !_settings.RotatesHalves ? "interleaved" : "halves"),
            ("headDim", Decimal(_settings.HeadDim)),
        ];
        if (rotary.Factor != 1f)
            attributes.Add(("factor", Bits(rotary.Factor)));
        if (rotary.YarnOriginalLength > 0)
            attributes.Add(("yarn", Decimal(rotary.YarnOriginalLength)));
        if (rotary.Magnitude != 1f)
            attributes.Add(("magnitude", Bits(rotary.Magnitude)));
        return _builder.Add("Rope", _sharedFactors is int factors ? [x, factors] : [x], isTraced: false, [.. attributes]);
    }
}
