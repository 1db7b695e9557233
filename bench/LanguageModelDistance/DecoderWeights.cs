using System.Globalization;
using System.Runtime.InteropServices;
using OpenGradient.Models;
using OpenGradient.Programs;

namespace OpenGradient.Benchmarks.LanguageModelDistance;

/// <summary>The tensors and numbers of a model of the llama architecture whose weights are plain numbers.</summary>
internal sealed class DecoderWeights(OpenedModel model)
{
    public int BlockCount { get; } = model.Program.Steps.Count(static step => step.Operator == "CausalAttention");

    public int HeadCount { get; } = Whole(model, "CausalAttention", "heads");

    public int KvHeadCount { get; } = Whole(model, "CausalAttention", "kvHeads");

    public int HeadDim { get; } = Whole(model, "CausalAttention", "headDim");

    public float Scale { get; } = Number(model, "CausalAttention", "scale");

    public float Epsilon { get; } = Number(model, "RmsNorm", "epsilon");

    public float RotaryBase { get; } = Number(model, "Rope", "base");

    public bool Has(string name) => model.Program.Constants.Any(constant => constant.Name == name);

    /// <summary>A tensor, widened.</summary>
    public (float[] Elements, int[] Shape) Read(string name)
    {
        Constant constant = model.Program.Constants.Single(constant => constant.Name == name);
        ReadOnlySpan<byte> bytes = model.Constants.Read(model.Program.Constants.IndexOf(constant)).Span;
        float[] elements = constant.Encoding switch
        {
            "f32" => MemoryMarshal.Cast<byte, float>(bytes).ToArray(),
            "f16" => [.. MemoryMarshal.Cast<byte, Half>(bytes).ToArray().Select(static number => (float)number)],
            _ => throw new NotSupportedException($"{name} is stored as {constant.Encoding}"),
        };
        return (elements, [.. constant.Shape.Select(static dimension => checked((int)dimension))]);
    }

    /// <summary>A matrix whose columns are the rows of the tensor, as <c>MatMul</c> takes it.</summary>
    public (float[] Elements, int[] Shape) ReadTransposed(string name)
    {
        (float[] elements, int[] shape) = Read(name);
        float[] turned = new float[elements.Length];
        for (int row = 0; row < shape[0]; row++)
        {
            for (int column = 0; column < shape[1]; column++)
                turned[(column * shape[0]) + row] = elements[(row * shape[1]) + column];
        }

        return (turned, [shape[1], shape[0]]);
    }

    private static string Attribute(OpenedModel model, string operatorName, string attribute) =>
        model.Program.Steps.First(step => step.Operator == operatorName).Attributes[attribute];

    private static int Whole(OpenedModel model, string operatorName, string attribute) =>
        int.Parse(Attribute(model, operatorName, attribute), CultureInfo.InvariantCulture);

    private static float Number(OpenedModel model, string operatorName, string attribute) =>
        BitConverter.UInt32BitsToSingle(uint.Parse(Attribute(model, operatorName, attribute).AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
}
