using System.Collections.Immutable;
using System.Globalization;
using OpenGradient.Models.Compilation;
using OpenGradient.Models.Onnx.Fusion;
using OpenGradient.Primitives;
using OpenGradient.Programs;
using static OpenGradient.Models.Quantization.StepSettings;

namespace OpenGradient.Models.Quantization.Preparation;

/// <summary>Writes a float Program anew: sizes as in a sample, what depends on sizes alone as constants, composed operators spelled out, and only <c>f32</c>, <c>i64</c> and <c>bool</c> within.</summary>
/// <remarks>Every rule means the same real numbers as the operator that it stands for; roundings of binary32 may differ.</remarks>
internal sealed partial class ModelPreparation
{
    private readonly Program _program;
    private readonly IConstantSource _constants;
    private readonly StepOrigins _origins;
    private readonly SampleRun _sample;
    private readonly ProgramDraft _draft = new();
    private readonly DraftValue?[] _values;
    private Step _step = null!; // which is written anew
    private int _stepIndex;
    private int _output; // its first

    private ModelPreparation(PreparedModel model, SampleRun sample)
    {
        (_program, _constants, _origins, _sample) = (model.Program, model.Constants, model.Origins, sample);
        _values = new DraftValue?[_program.ValueCount];
    }

    /// <exception cref="InvalidInputException">A step has no integer form; the subject names it.</exception>
    public static PreparedModel Create(PreparedModel model, IReadOnlyList<Tensor> sample, CancellationToken cancellationToken)
    {
        model = BodyUnrolling.Unroll(model, sample, cancellationToken);
        var preparation = new ModelPreparation(model, SampleRun.Of(model, sample, cancellationToken));
        preparation.AddInputs();
        preparation.AddSteps();
        preparation.AddOutputs();
        (Program prepared, IConstantSource source) = preparation._draft.Build();
        return new PreparedModel(prepared, source) { Origins = preparation._draft.Origins };
    }

    private void AddInputs()
    {
        for (int input = 0; input < _program.Inputs.Length; input++)
        {
            ProgramInput given = _program.Inputs[input];
            DraftValue value = _draft.AddInput(given with { Shape = [.. _sample.Shape(input).Select(static size => size.ToString(CultureInfo.InvariantCulture))] });
            ElementType type = Plain(given.Type);
            _values[input] = type == given.Type ? value : Observed(Emit("Cast", new Settings().Name("to", type.CanonicalName()), value), input);
        }
    }

    private void AddSteps()
    {
        _output = _program.Inputs.Length + _program.Constants.Length;
        for (_stepIndex = 0; _stepIndex < _program.Steps.Length; _stepIndex++)
        {
            _step = _program.Steps[_stepIndex];
            _draft.Origin = _origins.Of(_stepIndex);
            bool isKnown = Enumerable.Range(_output, _step.OutputCount).All(value => _sample.Known(value) is not null);
            if (!isKnown)
                AddStep();
            _output += _step.OutputCount;
        }
    }

    private void AddStep()
    {
        RequireKnownSizes();
        DraftValue[] outputs = Rewritten() ?? Copied();
        for (int i = 0; i < outputs.Length; i++)
            _values[_output + i] = Observed(Fusions.Apply(_draft, Observed(outputs[i], _output + i)), _output + i);
    }

    private DraftValue[] Copied() =>
        [.. _draft.AddStep(_step.Operator, _step.OutputCount, new Settings().Copy(_step.Attributes), [.. _step.Inputs.Select(input => input == Step.Absent ? null : Value(input))]).Outputs];

    /// <summary>The step in simpler ones; null if it is simple.</summary>
    private DraftValue[]? Rewritten() => _step.Operator switch
    {
        "Split" when Enumerable.Range(_output, _step.OutputCount).Any(IsEmpty) => Parts(),
        "Attention" => Attention(),
        "LayerNorm" or "RmsNorm" when !IsRowNorm() => SpelledNorm(isCentred: _step.Operator == "LayerNorm"),
        "Lstm" or "Gru" or "Rnn" => Recurrent(),
        "MaxPool" when _step.OutputCount == 2 => LargestPlaces(),
        _ when One() is { } value => [value],
        _ => null,
    };

    private DraftValue? One() => _step.Operator switch
    {
        "AffineGrid" or "CenterCropPad" or "Col2Im" or "Dft" or "Frames" or "MaxUnpool" or "ReverseSequence" or "TensorScatter" => OfUnits(),
        "AveragePool" or "MaxPool" or "SumPool" when Shape(0).Length == 5 && _step.OutputCount == 1 => VolumePool(),
        "AveragePool" or "Conv" or "MaxPool" or "SumPool" => Window(),
        "BitwiseAnd" or "BitwiseOr" or "BitwiseXor" => Bitwise(),
        "BitwiseNot" => BitwiseNot(),
        "Concat" when _step.Inputs.Any(IsEmpty) => Join(AxisOf("axis", 0, OutputShape.Length), [.. _step.Inputs.Where(input => !IsEmpty(input)).Select(Value)]),
        "Cast" => Converted(_step.Attributes.GetValueOrDefault("to", "f32")),
        "CastLike" => Converted(_sample.Type(_step.Inputs[1]).CanonicalName()),
        "ConvTranspose" => TransposedConv(),
        "CumProd" => CumulativeProduct(),
        "CumSum" => CumulativeSum(),
        "GatherElements" => GatherElements(),
        "GridSample" => Sampled(),
        "GatherND" => GatherSlices(),
        "InstanceNorm" => InstanceNorm(),
        "ConvInteger" => QuantizedConv(),
        "Det" => Determinant(),
        "Einsum" => Einsum(),
        "MatMulInteger" => QuantizedMatMul(),
        "Requantize" => Requantized(),
        "RoiAlign" when StepSettings.Name(_step, "mode", "avg") == "avg" => OfUnits(),
        "RotaryEmbedding" => Rotated(),
        "LayerNorm" or "RmsNorm" => RowNorm(),
        "Div" => Shares(),
        "Log" => LogarithmOf(),
        "LogSoftmax" => LogSoftmax(Input(0), Integer(_step, "axis", -1)),
        "Linear" or "MatMul" when !IsReal(0) => WholeProduct(),
        "MatMul" => MatMul(),
        "OneHot" => OneHot(),
        "Pad" => Pad(),
        _ when _step.Operator.StartsWith("Reduce", StringComparison.Ordinal) && TryIntegers(1) is [] => ReducedByNothing(),
        "ReduceL2" => Emit("Sqrt", null, Reduced("ReduceSum", Emit("Mul", null, Input(0), Input(0)))),
        "ReduceProd" => Product(),
        "ReduceSumSquare" => Reduced("ReduceSum", Emit("Mul", null, Input(0), Input(0))),
        "Resize" => Resize(),
        "ScatterElements" => ScatterElements(),
        "ScatterND" => ScatterSlices(),
        "TreeEnsemble" => Trees(),
        "Trilu" => Triangle(),
        _ => Arithmetic(),
    };

    /// <summary>Only <c>f32</c>, <c>i64</c> and <c>bool</c> are left: what is of another type is taken as it is, without its limits.</summary>
    private DraftValue? Converted(string to)
    {
        ElementType type = Plain(ElementTypes.TryParse(to, out ElementType named) ? named : ElementType.Float32);
        DraftValue x = Input(0);
        ElementType from = Plain(_sample.Type(_step.Inputs[0]));
        if (from == type)
            return x;
        return type == ElementType.Bool
            ? Emit("Not", null, Emit("Equal", null, x, from == ElementType.Int64 ? Longs(0) : Scalar(0f)))
            : Emit("Cast", new Settings().Name("to", type.CanonicalName()), x);
    }

    private void AddOutputs()
    {
        foreach (ProgramOutput output in _program.Outputs)
        {
            DraftValue value = Value(output.Value);
            ElementType type = _sample.Type(output.Value);
            _draft.AddOutput(output.Name, Plain(type) == type ? value : Emit("Cast", new Settings().Name("to", type.CanonicalName()), value));
        }
    }

    /// <summary>Sizes that are computed from the elements of an input differ from run to run.</summary>
    private void RequireKnownSizes()
    {
        if (Unbounded.Contains(_step.Operator))
            throw Error("how much it gives depends on what comes in", "give it a fixed size (TopK, Where, a mask)");
        if (!Sized.Contains(_step.Operator))
            return;
        foreach (int input in _step.Inputs.Skip(_step.Operator == "Range" ? 0 : 1))
        {
            if (input != Step.Absent && !IsKnown(input) && !(_step.Operator == "Pad" && input == _step.Inputs.ElementAtOrDefault(2)))
                throw Error("sizes or places are computed from the elements of an input", "make them constants; --constant NAME does it for an input");
        }
    }

    private static ElementType Plain(ElementType type) =>
        type == ElementType.Bool ? type : type.IsInteger() ? ElementType.Int64 : ElementType.Float32;

    private InvalidInputException Error(string what, string cure) => Refusal.Create(_origins.Describe(_stepIndex, _step.Operator), what, cure);

    private static readonly HashSet<string> Unbounded = new(StringComparer.Ordinal) { "Compress", "NonMaxSuppression", "NonZero", "Unique" };

    private static readonly HashSet<string> Sized = new(StringComparer.Ordinal) { "Expand", "Pad", "Range", "Reshape", "Slice", "Split", "Squeeze", "Tile", "TopK", "Unsqueeze" };
}
