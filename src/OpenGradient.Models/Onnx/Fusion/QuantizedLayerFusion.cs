using System.Runtime.InteropServices;
using OpenGradient.Models.Compilation;
using OpenGradient.Models.Onnx.Operators;

namespace OpenGradient.Models.Onnx.Fusion;

/// <summary>Dequantised operands, a convolution or a matrix product, a bias and a relu if there are, quantised again: a layer in integers.</summary>
/// <remarks>
/// The sum of exact products is requantised by one factor, (scale of x · scale of W) / scale of y: what ONNX's arithmetic on the dequantised numbers comes to, without
/// its roundings in between.
/// </remarks>
internal static class QuantizedLayerFusion
{
    /// <summary>The last step of the layer; null if the value that is quantised is no such layer.</summary>
    public static DraftValue? TryFuse(ProgramDraft draft, DraftStep quantize)
    {
        if (quantize.Attributes.ContainsKey("block") || QuantizedType.Of(quantize) is not ("u8" or "i8") || Match.Floats(Match.Input(quantize, 1)) is not { ElementCount: 1 } scale)
            return null;
        DraftValue? zero = Match.Input(quantize, 2);
        if (zero is not null && zero.Constant?.ElementCount != 1)
            return null;
        DraftValue? value = quantize.Inputs[0];
        bool isRelu = Match.Step(value, "Relu") is not null;
        value = isRelu ? value!.Step!.Inputs[0] : value;
        var settings = new Settings();
        if (isRelu)
            settings.Flag("relu", true);
        if (zero is null && quantize.Attributes.TryGetValue("to", out string? type))
            settings.Name("to", type);
        return value?.Step?.Operator switch
        {
            "Conv" => Convolution(draft, value.Step, scale, zero, settings),
            "MatMul" => Product(draft, value.Step, null, scale, zero, settings),
            "Add" => ProductWithBias(draft, value.Step, scale, zero, settings),
            _ => null,
        };
    }

    private static DraftValue? Convolution(ProgramDraft draft, DraftStep conv, DraftConstant scale, DraftValue? zero, Settings settings)
    {
        if (DequantizedValue.Find(Match.Input(conv, 0)) is not { Scale.ElementCount: 1 } x || DequantizedValue.Find(Match.Input(conv, 1)) is not { Axis: 0, Elements.Constant: { } filters } weights)
            return null;
        if (!weights.HasScalesFor(filters.Shape[0]) || Factor(x, weights, scale) is not { } factor || !TryBias(Match.Input(conv, 2), x, weights, out DraftValue? bias))
            return null;
        DraftValue sum = draft.AddStep("ConvInteger", 1, new Settings().Copy(conv.Attributes), x.Elements, weights.Elements, x.Zero, weights.Zero).Outputs[0];
        return draft.AddStep("Requantize", 1, settings, sum, factor, zero, bias).Outputs[0];
    }

    private static DraftValue? ProductWithBias(ProgramDraft draft, DraftStep sum, DraftConstant scale, DraftValue? zero, Settings settings)
    {
        foreach ((DraftValue product, DraftValue bias) in Match.Pairs(sum))
        {
            if (Match.Step(product, "MatMul") is { } step && Product(draft, step, bias, scale, zero, settings) is { } fused)
                return fused;
        }

        return null;
    }

    private static DraftValue? Product(ProgramDraft draft, DraftStep product, DraftValue? added, DraftConstant scale, DraftValue? zero, Settings settings)
    {
        if (DequantizedValue.Find(Match.Input(product, 0)) is not { Scale.ElementCount: 1 } a || Columns(Match.Input(product, 1)) is not { } b)
            return null;
        if (Factor(a, b, scale) is not { } factor || !TryBias(added, a, b, out DraftValue? bias))
            return null;

        // A bias of one element would belong to every column; of more, the columns are counted.
        if (bias is not null && bias.Constant!.ElementCount != b.Elements.Constant!.Shape[1])
            return null;
        DraftValue sum = draft.AddStep("MatMulInteger", 1, null, a.Elements, b.Elements, a.Zero, b.Zero).Outputs[0];
        return draft.AddStep("Requantize", 1, settings.Integer("axis", -1), sum, factor, zero, bias).Outputs[0];
    }

    /// <summary>A constant matrix [depth, outputs] with a scale for all or for each output; one that is dequantised the other way round is turned.</summary>
    private static DequantizedValue? Columns(DraftValue? value)
    {
        bool isTurned = Match.Step(value, "Transpose") is { } turn && Match.List(turn, "perm") is [1, 0];
        DequantizedValue? found = DequantizedValue.Find(isTurned ? value!.Step!.Inputs[0] : value);
        if (found is not { Elements.Constant: { Shape.Length: 2 } matrix } || (!found.IsPerTensor && found.Axis != (isTurned ? 0 : 1)) || !found.HasScalesFor(matrix.Shape[isTurned ? 0 : 1]))
            return null;
        return isTurned ? found with { Elements = DraftValue.Of(ConstantTranspose.OfBytes(matrix)) } : found;
    }

    private static DraftValue? Factor(DequantizedValue x, DequantizedValue weights, DraftConstant scale) =>
        FoldedScales.TryFactor(x.Scale, weights.Scale, scale) is { } factor ? DraftValue.Of(factor) : null;

    /// <summary>A bias counts in units of the accumulators if its scale is the product of both; false if there is one that does not.</summary>
    private static bool TryBias(DraftValue? value, DequantizedValue x, DequantizedValue weights, out DraftValue? bias)
    {
        bias = null;
        if (value is null)
            return true;
        if (Match.Step(value, "DequantizeLinear") is not { } step || step.Attributes.ContainsKey("block") || step.Inputs[0]?.Constant is not { Encoding: "i32", Shape.Length: 1 } elements)
            return false;
        if (Match.Input(step, 2)?.Constant is { } zero ? zero.Bytes.Span.ContainsAnyExcept((byte)0) : Match.Input(step, 2) is not null)
            return false;
        if (FoldedScales.TryProduct(x.Scale, weights.Scale) is not { } product || Match.Floats(Match.Input(step, 1)) is not { } own || !HasSameBits(own, product))
            return false;
        bias = DraftValue.Of(elements);
        return product.ElementCount == 1 || product.ElementCount == elements.ElementCount;
    }

    private static bool HasSameBits(DraftConstant own, DraftConstant product) =>
        own.ElementCount == product.ElementCount && MemoryMarshal.Cast<byte, uint>(own.Bytes.Span).SequenceEqual(MemoryMarshal.Cast<byte, uint>(product.Bytes.Span));
}
