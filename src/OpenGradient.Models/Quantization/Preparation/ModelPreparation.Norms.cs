using OpenGradient.Models.Compilation;
using static OpenGradient.Models.Quantization.StepSettings;

namespace OpenGradient.Models.Quantization.Preparation;

/// <content>Normalisations whose factors are computed, or that also give what they divide by.</content>
internal sealed partial class ModelPreparation
{
    /// <summary>A normalisation over axes in its parts: its result, the mean and the factor of each row.</summary>
    private DraftValue[] SpelledNorm(bool isCentred)
    {
        int rank = Shape(0).Length;
        DraftValue axes = Longs([.. Enumerable.Range(0, rank).Skip(AxisOf("axis", -1, rank)).Select(static axis => (long)axis)]);
        DraftValue x = Input(0);
        DraftValue mean = isCentred ? Emit("ReduceMean", null, x, axes) : Scalar(0f);
        DraftValue difference = isCentred ? Emit("Sub", null, x, mean) : x;
        DraftValue variance = Emit("ReduceMean", null, Emit("Mul", null, difference, difference), axes);
        DraftValue factor = Emit("Reciprocal", null, Emit("Sqrt", null, Emit("Add", null, variance, Scalar(Number(_step, "epsilon", BitConverter.UInt32BitsToSingle(UsualEpsilon))))));
        DraftValue y = Emit("Mul", null, Emit("Mul", null, difference, factor), Input(1));
        y = Optional(2) is { } bias && isCentred ? Emit("Add", null, y, bias) : y;
        return [.. ((DraftValue[])[y, mean, factor])[.._step.OutputCount]];
    }

    private const uint UsualEpsilon = 0x3727C5AC; // 1e-5 as binary32
}
