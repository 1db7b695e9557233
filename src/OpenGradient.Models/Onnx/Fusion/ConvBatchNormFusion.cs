using System.Runtime.InteropServices;
using OpenGradient.Models.Compilation;

namespace OpenGradient.Models.Onnx.Fusion;

/// <summary>A convolution whose planes are then scaled and shifted by constants is a convolution with other weights.</summary>
/// <remarks>
/// f = scale / √(variance + ε); W' = W · f; b' = ((b - mean) · f) + bias, b +0 if there is none. Every written operation is rounded once to binary32, so the
/// weights are the same on every machine.
/// </remarks>
internal static class ConvBatchNormFusion
{
    /// <summary>The one convolution; null if something is not constant.</summary>
    public static DraftValue? TryFuse(ProgramDraft draft, DraftStep normalisation)
    {
        if (Match.Step(normalisation.Inputs[0], "Conv") is not { } conv || conv.Inputs[1]?.Constant is not { Encoding: "f32", Shape.Length: >= 3 } weights)
            return null;
        DraftConstant?[] parameters = [.. Enumerable.Range(1, 4).Select(index => Match.Floats(Match.Input(normalisation, index), 1))];
        DraftValue? bias = Match.Input(conv, 2);
        long channels = weights.Shape[0];
        bool fits = Array.TrueForAll(parameters, parameter => parameter?.ElementCount == channels) && (bias is null || Match.Floats(bias, 1)?.ElementCount == channels) && channels > 0;
        if (!fits)
            return null;
        float epsilon = Epsilon(normalisation);
        float[] factors = Factors(Match.Elements(parameters[0]!), Match.Elements(parameters[3]!), epsilon);
        float[] biases = Biases(bias is null ? default : Match.Elements(bias.Constant!), factors, Match.Elements(parameters[2]!), Match.Elements(parameters[1]!));
        return draft.AddStep(
            "Conv",
            1,
            new Settings().Copy(conv.Attributes),
            conv.Inputs[0],
            Constant(weights.Name, [.. weights.Shape], Scaled(Match.Elements(weights), factors)),
            Constant($"{weights.Name} bias", [channels], biases)).Outputs[0];
    }

    private static float Epsilon(DraftStep normalisation) => normalisation.Attributes.TryGetValue("epsilon", out string? text)
        ? BitConverter.UInt32BitsToSingle(Convert.ToUInt32(text, 16))
        : 1e-5f;

    private static float[] Factors(ReadOnlySpan<float> scales, ReadOnlySpan<float> variances, float epsilon)
    {
        float[] factors = new float[scales.Length];
        for (int i = 0; i < factors.Length; i++)
            factors[i] = scales[i] / MathF.Sqrt(variances[i] + epsilon);
        return factors;
    }

    private static float[] Biases(ReadOnlySpan<float> own, ReadOnlySpan<float> factors, ReadOnlySpan<float> means, ReadOnlySpan<float> offsets)
    {
        float[] biases = new float[factors.Length];
        for (int i = 0; i < biases.Length; i++)
        {
            // In steps, so that no two operations can become one with a single rounding.
            float centred = (own.IsEmpty ? 0f : own[i]) - means[i];
            float scaled = centred * factors[i];
            biases[i] = scaled + offsets[i];
        }

        return biases;
    }

    private static float[] Scaled(ReadOnlySpan<float> weights, ReadOnlySpan<float> factors)
    {
        float[] scaled = new float[weights.Length];
        int filter = weights.Length / factors.Length;
        for (int i = 0; i < scaled.Length; i++)
            scaled[i] = weights[i] * factors[i / filter];
        return scaled;
    }

    private static DraftValue Constant(string name, long[] shape, float[] numbers)
    {
        foreach (ref float number in numbers.AsSpan())
            number = float.IsNaN(number) ? BitConverter.UInt32BitsToSingle(0x7FC00000) : number;
        return DraftValue.Of(new DraftConstant(name, "f32", [.. shape], MemoryMarshal.AsBytes(numbers.AsSpan()).ToArray()));
    }
}
