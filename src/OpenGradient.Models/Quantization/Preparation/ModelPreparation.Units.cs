using System.Collections.Immutable;
using OpenGradient.Execution;
using OpenGradient.Models.Compilation;
using OpenGradient.Programs;

namespace OpenGradient.Models.Quantization.Preparation;

/// <content>Operators that add up elements with factors that only their other inputs decide: a layer with what they make of each unit vector for weights, or places to read from.</content>
internal sealed partial class ModelPreparation
{
    /// <summary>One layer; null if another input than the first is computed, or the layer would be too large.</summary>
    private DraftValue? OfUnits()
    {
        bool isKnown = IsReal(0) && _step.Inputs.Skip(1).All(input => input == Step.Absent || IsKnown(input));
        (long from, long to) = (Count(Shape(0).AsSpan()), Count(OutputShape.AsSpan()));
        if (!isKnown || from == 0 || to == 0 || from * to > MostUnitWeights)
            return null;
        (float[] weights, float[] offsets) = Units((int)from, (int)to);
        DraftValue flat = Reshape(Input(0), 1, from);
        DraftValue y = !offsets.AsSpan().ContainsAnyExcept(0f) && Choices(weights, (int)from) is { } places
            ? Emit("Gather", new Settings().Integer("axis", 1), flat, Longs(places))
            : Emit("Linear", null, flat, Floats(weights, to, from), Floats(offsets, to));
        return Reshape(y, OutputShape.AsSpan());
    }

    /// <summary>The one element that each output is; null if one is a sum or none.</summary>
    private static long[]? Choices(float[] weights, int from)
    {
        long[] places = new long[weights.Length / from];
        for (int output = 0; output < places.Length; output++)
        {
            ReadOnlySpan<float> row = weights.AsSpan(output * from, from);
            places[output] = row.IndexOf(1f);
            if (places[output] < 0 || row[..(int)places[output]].ContainsAnyExcept(0f) || row[((int)places[output] + 1)..].ContainsAnyExcept(0f))
                return null;
        }

        return places;
    }

    /// <summary>[to, from] and [to]: what one element after another that is 1 adds, and what the operator makes of zeros.</summary>
    private (float[] Weights, float[] Offsets) Units(int from, int to)
    {
        float[] weights = new float[from * to];
        DraftConstant[] others = [.. _step.Inputs.Skip(1).Where(static input => input != Step.Absent).Select(input => Original(input))];
        int next = 1;
        var step = new Step(_step.Operator, [0, .. _step.Inputs.Skip(1).Select(input => input == Step.Absent ? Step.Absent : next++)], _step.OutputCount, _step.Attributes, IsTraced: false);
        ProgramInput input = new("x", ElementType.Float32, [.. Shape(0).Select(static size => size.ToString(System.Globalization.CultureInfo.InvariantCulture))]);
        Program program = new([input], [.. others.Select(static other => new Constant(other.Name, other.Encoding, other.Shape, default))], [step], [new ProgramOutput("y", next)]);
        var executable = Executable.Load(program, new DraftConstantSource([.. others]));
        float[] Run(float[] x) => executable.Run([Tensor.Create<float>(ElementType.Float32, Shape(0), x)], CancellationToken.None).Outputs[0].As<float>().ToArray();
        float[] offsets = Run(new float[from]);
        for (int unit = 0; unit < from; unit++)
        {
            float[] x = new float[from];
            x[unit] = 1f;
            float[] y = Run(x);
            for (int output = 0; output < to; output++)
                weights[(output * from) + unit] = y[output] - offsets[output];
        }

        return (weights, offsets);
    }

    /// <summary>A value that is known before any run, in the type that the operator reads.</summary>
    private DraftConstant Original(int value)
    {
        if (_sample.Known(value) is { } tensor)
            return new DraftConstant("known", tensor.Type.CanonicalName(), tensor.Shape, tensor.Bytes);
        Constant constant = _program.Constants[value - _program.Inputs.Length];
        return new DraftConstant(constant.Name, constant.Encoding, constant.Shape, _constants.Read(value - _program.Inputs.Length));
    }

    private const long MostUnitWeights = 1 << 22; // of weights that stand for no weights of the model: a matrix of 2,048 by 2,048, 8 MB
}
