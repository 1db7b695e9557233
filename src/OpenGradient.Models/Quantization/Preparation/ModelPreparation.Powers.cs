using OpenGradient.Models.Compilation;
using OpenGradient.Models.Onnx.Fusion;

namespace OpenGradient.Models.Quantization.Preparation;

/// <content>Powers of e over their sum, and logarithms of such: written so that the largest power is 1, whatever comes in, because integers of few bits leave nothing of powers that are far smaller than others.</content>
internal sealed partial class ModelPreparation
{
    /// <summary>e^x by its sum along an axis, spelled out, is a softmax; null if the quotient is something else.</summary>
    private DraftValue? Shares()
    {
        if (!IsReal(0) || Match.Step(Input(0), "Exp") is not { } power || SumOfPowers(Input(1)) is not { } sum || !ReferenceEquals(power.Inputs[0], sum.Powers.Inputs[0]))
            return Arithmetic();
        bool isKept = Shape(0).Length == Shape(1).Length && Shape(1)[sum.Axis] == 1;
        return isKept ? Emit("Softmax", new Settings().Integer("axis", sum.Axis), power.Inputs[0]) : Arithmetic();
    }

    /// <summary>Of a softmax, of a sum of powers, and of the logistic function without what they are of; null for other numbers.</summary>
    private DraftValue? LogarithmOf()
    {
        DraftValue x = Input(0);
        if (Match.Step(x, "Softmax") is { Inputs: [{ } scores] } softmax)
            return LogSoftmax(scores, int.Parse(softmax.Attributes.GetValueOrDefault("axis", "-1"), System.Globalization.CultureInfo.InvariantCulture));
        if (Match.Step(x, "Sigmoid") is { Inputs: [{ } number] })
            return Emit("Neg", null, Emit("Softplus", null, Emit("Neg", null, number)));
        return SumOfPowers(x) is { Powers.Inputs: [{ } exponents] } sum ? Reshape(LogSum(exponents, Longs(sum.Axis)), OutputShape.AsSpan()) : Arithmetic();
    }

    /// <summary>(x - max) - log Σ exp(x - max).</summary>
    private DraftValue LogSoftmax(DraftValue x, int axis)
    {
        DraftValue axes = Longs(axis);
        DraftValue below = Emit("Sub", null, x, Emit("ReduceMax", null, x, axes));
        return Emit("Sub", null, below, Emit("Log", null, Emit("ReduceSum", null, Emit("Exp", null, below), axes)));
    }

    /// <summary>max + log Σ exp(x - max), the axes kept.</summary>
    private DraftValue LogSum(DraftValue x, DraftValue axes)
    {
        DraftValue largest = Emit("ReduceMax", null, x, axes);
        return Emit("Add", null, largest, Emit("Log", null, Emit("ReduceSum", null, Emit("Exp", null, Emit("Sub", null, x, largest)), axes)));
    }

    /// <summary>A sum of powers along one axis that is known, counted from the front; null if the value is none.</summary>
    private static (DraftStep Powers, int Axis)? SumOfPowers(DraftValue value)
    {
        if (Match.Step(value, "ReduceSum") is not { Inputs: [{ } powers, { } axes] } || Match.Step(powers, "Exp") is not { } power || Match.Integers(axes) is not [var axis] || powers.Facts.Rank is not { } rank)
            return null;
        return (power, (int)(axis < 0 ? axis + rank : axis));
    }
}
