using System.Collections.Immutable;
using System.Globalization;
using OpenGradient.Cli.Compilation;
using OpenGradient.Execution;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Cli.Proving;

/// <summary>How far the outputs of a run are from those of the float model, and what people are told about it.</summary>
/// <param name="Outputs">Of each output of real numbers.</param>
/// <param name="Warnings">Sentences; mostly none.</param>
internal sealed record FloatDistance(ImmutableArray<LayerError> Outputs, ImmutableArray<string> Warnings)
{
    /// <summary>Of a model that has no float form.</summary>
    public static FloatDistance None { get; } = new([], []);

    /// <summary>Runs the float model; layer by layer, if an output is far away.</summary>
    public static FloatDistance Create(CompiledModel model, ImmutableArray<Tensor> inputs, ImmutableArray<Tensor> outputs, CancellationToken cancellation)
    {
        ImmutableArray<Tensor> given = [.. model.Float.Program.Inputs.Zip(inputs).Select(static pair => InType(pair.Second, pair.First.Type))];
        ImmutableArray<Tensor> expected = Executable.Load(model.Float.Program, model.Float.Constants).Run(given, cancellation).Outputs;
        var errors = ImmutableArray.CreateBuilder<LayerError>();
        var warnings = ImmutableArray.CreateBuilder<string>();
        for (int output = 0; output < outputs.Length; output++)
        {
            string name = model.Float.Program.Outputs[output].Name;
            if (RealNumbers.Of(expected[output]) is { } floats)
                errors.Add(Measure(name, floats, RealNumbers.Of(outputs[output])!));
            else if (!expected[output].Bytes.AsSpan().SequenceEqual(outputs[output].Bytes))
                warnings.Add($"Output '{name}' differs from the float model's in {Different(expected[output], outputs[output])} of {expected[output].ElementCount} elements.");
            if (RealNumbers.Of(expected[output])?.Any(static number => !float.IsFinite(number)) == true)
                warnings.Add($"Output '{name}' of the float model holds infinities or NaN, which integers have not: the proof is about other numbers there.");
        }

        warnings.AddRange(ConstantInputs(model, inputs));
        if (errors.Any(static error => !(error.RelativeError <= Far)))
            warnings.Add(Explain(model, given, cancellation));
        return new(errors.ToImmutable(), warnings.ToImmutable());
    }

    private static LayerError Measure(string name, float[] floats, float[] integers)
    {
        LayerError error = new(name, "output");
        error.Add(floats, integers, floats.Length);
        return error;
    }

    /// <summary>The first layer that is far away is where it begins.</summary>
    private static string Explain(CompiledModel model, ImmutableArray<Tensor> inputs, CancellationToken cancellation)
    {
        var report = AccuracyReport.Create(model.Float, model.WithLayers(), [inputs], 1, cancellation);
        LayerError? first = report.Layers.FirstOrDefault(static layer => !(layer.RelativeError <= Far));
        string where = first is null ? "" : string.Create(CultureInfo.InvariantCulture, $" It begins at {first.Node}, which is {first.RelativeError:P1} of its range off.");
        return $"The integers are far from the float model here, and the proof is about the integers.{where} Calibrate with typical samples (--calibrate), or keep the numbers of that layer of like sizes.";
    }

    /// <summary>Scales are made of what was seen: of one number alone they are good for that number.</summary>
    private static IEnumerable<string> ConstantInputs(CompiledModel model, ImmutableArray<Tensor> inputs) => model.Float.Program.Inputs.Zip(model.Ranges)
        .Where(static pair => pair.Second is { } range && range.Low == range.High && Tensor.CountElements(range.Shape) > 1)
        .Select(static pair => string.Create(CultureInfo.InvariantCulture, $"All elements of input '{pair.First.Name}' were {pair.Second!.Low:G6} in the calibration: for other inputs the compiled model may be far from the float model."));

    private static long Different(Tensor expected, Tensor actual)
    {
        int width = Math.Max(1, (int)(expected.Bytes.Length / Math.Max(1, expected.ElementCount)));
        return Enumerable.Range(0, (int)expected.ElementCount).LongCount(element => !expected.Bytes.AsSpan(element * width, width).SequenceEqual(actual.Bytes.AsSpan(element * width, width)));
    }

    /// <summary>What the integer model takes in a wider type, in the one that the float model takes.</summary>
    private static Tensor InType(Tensor tensor, ElementType type) => tensor.Type == type ? tensor : type switch
    {
        ElementType.Float16 => Tensor.Create<Half>(type, tensor.Shape, Array.ConvertAll(tensor.As<float>().ToArray(), static number => (Half)number)),
        ElementType.BFloat16 => Tensor.Create<ushort>(type, tensor.Shape, Array.ConvertAll(tensor.As<float>().ToArray(), static number => (ushort)(BitConverter.SingleToUInt32Bits(number) >> 16))),
        ElementType.UInt8 => Tensor.Create<byte>(type, tensor.Shape, Array.ConvertAll(tensor.As<float>().ToArray(), static number => (byte)number)),
        ElementType.UInt16 => Tensor.Create<ushort>(type, tensor.Shape, Array.ConvertAll(tensor.As<float>().ToArray(), static number => (ushort)number)),
        ElementType.UInt32 => Tensor.Create<uint>(type, tensor.Shape, Array.ConvertAll(tensor.As<long>().ToArray(), static number => (uint)number)),
        ElementType.UInt64 => Tensor.Create<ulong>(type, tensor.Shape, Array.ConvertAll(tensor.As<long>().ToArray(), static number => (ulong)number)),
        _ => throw new InvalidInputException(InvalidInputKind.Unsupported, type.CanonicalName(), $"Inputs of {type.CanonicalName()} are not compared with the float model."),
    };

    /// <summary>The share of an output's range from which people are told.</summary>
    private const double Far = 0.01;
}
