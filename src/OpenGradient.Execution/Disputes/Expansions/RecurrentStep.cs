using System.Globalization;
using OpenGradient.Execution.Operators;

namespace OpenGradient.Execution.Disputes;

/// <summary>One step of time of a recurrent operator in one direction, while its expansion is put together. Values are [1, batch, …].</summary>
internal sealed class RecurrentStep
{
    private readonly RecurrentSketch _sketch;
    private readonly int _direction;

    /// <param name="sketch">The expansion.</param>
    /// <param name="direction">Which direction.</param>
    /// <param name="input">The gates' share of the input.</param>
    /// <param name="states">The states before.</param>
    /// <param name="condition">The condition that the loop hands in, which is 1.</param>
    public RecurrentStep(RecurrentSketch sketch, int direction, int input, int[] states, int condition)
    {
        (_sketch, _direction, Input, States) = (sketch, direction, input, states);
        Recurrent = Product(states[0]);
        One = Sketch.Add("Cast", [condition], ("to", "f32"));
    }

    /// <summary>Where steps are added.</summary>
    public ProgramSketch Sketch => _sketch.Sketch;

    /// <summary>The gates' share of the input.</summary>
    public int Input { get; }

    /// <summary>The gates' share of the state h before.</summary>
    public int Recurrent { get; }

    /// <summary>The states before: h, then others.</summary>
    public int[] States { get; }

    /// <summary>The number 1.</summary>
    public int One { get; }

    /// <summary>Whether the recurrent product of the candidate comes before the reset gate (<c>Gru</c>).</summary>
    public bool IsLinearFirst => _sketch.Step.Attributes.Flag("linear_before_reset", false);

    /// <summary>Whether the forget gate is what the input gate leaves (<c>Lstm</c>).</summary>
    public bool IsCoupled => _sketch.Step.Attributes.Flag("input_forget", false);

    /// <summary>h·Rᵀ, with the second half of the bias if there is one.</summary>
    public int Product(int h)
    {
        int product = Sketch.Add("MatMul", [h, _sketch.Recurrent[_direction]]);
        return _sketch.Bias(_direction, second: true) is { } bias ? Sketch.Add("Add", [product, bias]) : product;
    }

    /// <summary>The weights from a state to a gate; null if there are none (<c>Lstm</c>).</summary>
    public int? Peephole(int place) => _sketch.Peephole(_direction, place);

    /// <summary>An activation, its operand clipped before if the step says so.</summary>
    public int Activate(int place, int value)
    {
        (RecurrentActivation usual, string? alpha, string? beta) = _sketch.Activation(_direction, place);
        if (_sketch.Step.Step.Attributes.ContainsKey("clip"))
            value = Sketch.Add("Clip", [value], ("low", Bits(-Clip)), ("high", Bits(Clip)));
        int Alpha() => Number(alpha is null ? usual.Alpha : Parsed(alpha));
        int Beta() => Number(beta is null ? usual.Beta : Parsed(beta));
        switch (usual.Name)
        {
            case "elu" or "leakyrelu":
                string name = usual.Name == "elu" ? "Elu" : "LeakyRelu";
                return alpha is null ? Sketch.Add(name, [value]) : Sketch.Add(name, [value], ("alpha", alpha));
            case "affine" or "hardsigmoid":
                int line = Sketch.Add("Add", [Sketch.Add("Mul", [value, Alpha()]), Beta()]);
                return usual.Name == "affine" ? line : Sketch.Add("Clip", [line], ("low", Bits(0f)), ("high", Bits(1f)));
            case "scaledtanh":
                return Sketch.Add("Mul", [Sketch.Add("Tanh", [Sketch.Add("Mul", [value, Beta()])]), Alpha()]);
            case "softsign":
                return Sketch.Add("Div", [value, Sketch.Add("Add", [Sketch.Add("Abs", [value]), One])]);
            case "thresholdedrelu":
                return Sketch.Add("Where", [Sketch.Add("Less", [Alpha(), value]), value, Number(0f)]);
            default:
                return Sketch.Add(char.ToUpperInvariant(usual.Name[0]) + usual.Name[1..], [value]);
        }
    }

    private float Clip => _sketch.Step.Attributes.Float("clip", 0f);

    /// <summary>A number that the step states: the leaky part of -1.</summary>
    private int Number(float number) => Sketch.Add("LeakyRelu", [Sketch.Add("Neg", [One])], ("alpha", Bits(-number)));

    private static float Parsed(string bits) => BitConverter.UInt32BitsToSingle(uint.Parse(bits.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));

    private static string Bits(float number) => string.Create(CultureInfo.InvariantCulture, $"0x{BitConverter.SingleToUInt32Bits(number):x8}");
}
