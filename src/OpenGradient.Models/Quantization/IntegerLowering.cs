using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.InteropServices;
using OpenGradient.Models.Compilation;
using OpenGradient.Primitives;
using OpenGradient.Programs;
using static OpenGradient.Models.Quantization.StepSettings;

namespace OpenGradient.Models.Quantization;

/// <summary>One compilation to the integer profile: goes through the float Program's steps and writes the integer Program's.</summary>
internal sealed partial class IntegerLowering
{
    private readonly Program _program;
    private readonly IConstantSource _constants;
    private readonly IReadOnlyList<ValueRange?> _ranges;
    private readonly IntegerCompilerOptions _options;
    private readonly StepOrigins _origins;
    private readonly ProgramDraft _draft = new();
    private readonly Dictionary<int, FixedValue> _fixed = []; // values that stand for real numbers
    private readonly Dictionary<int, FixedValue> _narrow = []; // the same, as i16
    private readonly Dictionary<int, DraftValue> _plain = []; // values that are integers in the float Program, too
    private readonly ImmutableArray<IntegerLayer>.Builder _layers = ImmutableArray.CreateBuilder<IntegerLayer>();
    private int _stepIndex;

    public IntegerLowering(PreparedModel model, IReadOnlyList<ValueRange?> ranges, IntegerCompilerOptions options)
    {
        _program = model.Program;
        _constants = model.Constants;
        _origins = model.Origins;
        _ranges = ranges;
        _options = options;
    }

    public IntegerModel Lower()
    {
        for (int index = 0; index < _program.Inputs.Length; index++)
            Enter(index);
        int output = _program.Inputs.Length + _program.Constants.Length;
        for (_stepIndex = 0; _stepIndex < _program.Steps.Length; _stepIndex++)
        {
            Step step = _program.Steps[_stepIndex];
            _draft.Origin = _origins.Of(_stepIndex);
            LowerStep(step, output);
            output += step.OutputCount;
        }

        foreach (ProgramOutput named in _program.Outputs)
            _draft.AddOutput(named.Name, Output(named.Value));
        AddLayers();
        (Program program, IConstantSource constants) = _draft.Build(profile: Program.IntegerProfile);
        return new IntegerModel(program, constants, _layers.ToImmutable()) { Origins = _draft.Origins };
    }

    private DraftValue Output(int value)
    {
        if (_fixed.TryGetValue(value, out FixedValue? real))
            return Leave(real, TypeOf(value));
        return IsReal(value) ? Leave(FineConstant(value)) : Plain(value);
    }

    private void LowerStep(Step step, int output)
    {
        if (!step.Bodies.IsEmpty)
            throw Error("control flow has no integer form", "write its bodies out, as often as they run");
        if (Moves.Contains(step.Operator))
            Move(step, output);
        else if (IsPlain(step))
            Copy(step, output);
        else if (step.Operator == "Cast" && !IsToReal(step))
            BecomeIntegers(step, output);
        else if (TryCompare(step, output) || TryDivide(step, output))
            return;
        else if (step.Operator == "Clip" && Fixed(step.Inputs[0]) is { IsUniform: true, IsNarrow: false, Scale: 1 } whole)
            _fixed[output] = Clipped(whole, step);
        else if (Folded(step, output) is { } folded)
            _fixed[output] = folded;
        else if (TableFunctions.Find(step) is { } function)
            _fixed[output] = ApplyFunction(step, output, function);
        else
            _fixed[output] = LowerArithmetic(step, output);
        if (_fixed.TryGetValue(output, out FixedValue? lowered) && !Moves.Contains(step.Operator))
            _layers.Add(new IntegerLayer($"layer {_layers.Count}", output, step.Operator, RangeOf(output), _origins.Describe(_stepIndex, step.Operator)) { Reach = lowered.WorstCase });
    }

    private FixedValue ApplyFunction(Step step, int output, Func<BigInteger, BigInteger> function)
    {
        ValueRange seen = RangeOf(step.Inputs[0]), near = TableFunctions.Near(step, seen, RangeOf(output).Magnitude);
        return ApplyTable(Fixed(step.Inputs[0]), near, function, NarrowScale(output), isCutWhereFlat: near != seen);
    }

    private FixedValue LowerArithmetic(Step step, int output) => step.Operator switch
    {
        "Attention" => Attention(step, output),
        "BatchNorm" => BatchNorm(step),
        "Cast" => Entered(step, output),
        "LayerNorm" => LayerNorm(step),
        "MatMul" => MatMul(step, output),
        "RmsNorm" => RmsNorm(step),
        "Where" => Where(step, output),
        "ReduceMax" or "ReduceMin" => ReducedExtreme(step),
        "Pow" => Power(step, output),
        "Linear" => Linear(step),
        "Conv" => Conv(step),
        "MaxPool" => Pooled(step),
        "AveragePool" => AveragePool(step, output),
        "SumPool" => SumPool(step, output),
        "Add" => Sum(step, "Add", output),
        "Sub" => Sum(step, "Sub", output),
        "Max" => Extreme(step, "Max"),
        "Min" => Extreme(step, "Min"),
        "Mul" => Product(step, output),
        "Div" => Quotient(step, output),
        "Reciprocal" => Reciprocal(step, output),
        "Sqrt" => Root(step.Inputs[0]),
        "Ceil" or "Floor" or "Round" => Rounded(step),
        "Sign" => Sign(Fixed(step.Inputs[0])),
        "Neg" => Negated(Fixed(step.Inputs[0])),
        "ReduceSum" => Reduced(step, output, isMean: false),
        "ReduceMean" => Reduced(step, output, isMean: true),
        "Exp" => Exponential(step, output),
        "Log" => Logarithm(step.Inputs[0], output),
        "Softmax" => Softmax(Fixed(step.Inputs[0]), RangeOf(step.Inputs[0]).Shape, Integer(step, "axis", -1)),
        _ => throw Error("this operator has no integer form", "write it out in others: products, sums, comparisons, Where, functions of one number"),
    };

    private void AddLayers()
    {
        if (!_options.ExposesLayers)
            return;
        foreach (IntegerLayer layer in _layers)
            _draft.AddOutput(layer.Output, Leave(_fixed[layer.FloatValue]));
    }

    /// <summary>An input of real numbers becomes integers; what was seen fills 24 bits, or 44 if small differences, comparisons and quotients of them count.</summary>
    /// <remarks>The scale is a power of two, so nothing is rounded that the bits can hold; 32 times what was seen is kept, what is beyond is cut.</remarks>
    private void Enter(int index)
    {
        ProgramInput input = _program.Inputs[index];
        DraftValue x = _draft.AddInput(input with { Type = IntegerModel.TypeOfInput(input.Type) });
        if (input.Type == ElementType.Bool || input.Type.IsInteger())
        {
            EnterWhole(index, x, input.Type);
            return;
        }

        if (input.Type == ElementType.Float64)
            x = Emit("Cast", new Settings().Name("to", "f32"), x);
        int bits = KeepsSmallNumbers(index) ? FineInputBits : CalibratedBits;
        double[] largest = HasFeatures(index) ? [.. RangeOf(index).Features.Select(magnitude => magnitude > 0 ? magnitude : RangeOf(index).Magnitude)] : [RangeOf(index).Magnitude];
        int[] exponents = [.. largest.Select(magnitude => Math.Clamp(bits - 1 - Math.ILogB(magnitude), -100, 100))];
        float[] factors = [.. exponents.Select(static exponent => MathF.ScaleB(1f, exponent))];
        float limit = MathF.ScaleB(1f, bits + InputRoomBits);
        DraftConstant scale = factors.Length == 1 ? DraftConstant.Scalar($"{input.Name}.scale", factors[0]) : DraftConstant.Floats($"{input.Name}.scale", factors);
        DraftValue scaled = Emit("Mul", null, x, DraftValue.Of(scale));
        DraftValue cut = Emit("Clip", new Settings().Float("low", -limit).Float("high", limit), Emit("Round", null, scaled));
        DraftValue integers = Emit("Cast", new Settings().Name("to", "i64"), cut);
        var interval = Interval.Symmetric(BigInteger.One << (bits + InputRoomBits));
        _fixed[index] = new FixedValue(integers, false, [.. exponents.Select(static exponent => Math.ScaleB(1.0, -exponent))], -1, [.. exponents.Select(_ => interval)]) { IsOfFeatures = exponents.Length > 1 };
    }

    /// <summary>The type of an output: <c>f32</c>, unless a last <c>Cast</c> gives another that is no narrower.</summary>
    private string TypeOf(int value)
    {
        int output = _program.Inputs.Length + _program.Constants.Length;
        if (value < output)
            return value < _program.Inputs.Length ? IntegerModel.TypeOfInput(_program.Inputs[value].Type).CanonicalName() : "f32";
        foreach (Step step in _program.Steps)
        {
            if (value < output + step.OutputCount)
                return step.Operator == "Cast" && ElementTypes.TryParse(step.Attributes.GetValueOrDefault("to", "f32"), out ElementType type) && type == ElementType.Float64 ? "f64" : "f32";
            output += step.OutputCount;
        }

        return "f32";
    }

    /// <summary>Whether the value, moved about at most, is an operand of arithmetic that must not lose its small differences: features beside others that are a million times as large have thresholds, too.</summary>
    private bool KeepsSmallNumbers(int input) =>
        Comes(input, static step => step.Operator is "Sub" or "Div" or "Equal" or "Less" or "LessOrEqual", static step => Moves.Contains(step.Operator))
        || Comes(input, static step => step.Operator is "Log" or "Pow" or "Reciprocal", static step => Moves.Contains(step.Operator) || step.Operator is "Abs" or "Add" or "Relu")
        || (IsOfManyMagnitudes(RangeOf(input)) && IsTakenByRatio(input));

    /// <summary>Real numbers again, rounded to <c>f32</c>, in the type that the output has.</summary>
    private DraftValue Leave(FixedValue value, string type = "f32")
    {
        DraftValue numbers = Emit("Cast", new Settings().Name("to", "f32"), value.Value);
        float[] scales = [.. value.Scales.Select(static scale => (float)scale)];
        DraftConstant scale = value.IsUniform
            ? DraftConstant.Scalar("scale", scales[0])
            : new DraftConstant("scale", "f32", AlongAxis(scales.Length, value.Axis), MemoryMarshal.AsBytes(scales.AsSpan()).ToArray());
        DraftValue y = Emit("Mul", null, numbers, DraftValue.Of(scale));
        return type == "f32" ? y : Emit("Cast", new Settings().Name("to", type), y);
    }

    private DraftValue Emit(string name, Settings? settings, params ReadOnlySpan<DraftValue?> inputs) => _draft.AddStep(name, 1, settings, inputs).Outputs[0];

    private DraftValue Constant(string name, ReadOnlySpan<long> numbers, ImmutableArray<long> shape) =>
        DraftValue.Of(new DraftConstant(name, "i64", shape, MemoryMarshal.AsBytes(numbers).ToArray()));

    /// <summary>The shape that broadcasts a list along an axis counted from the end.</summary>
    private static ImmutableArray<long> AlongAxis(int length, int axis) => [length, .. Enumerable.Repeat(1L, -axis - 1)];

    private bool IsConstant(int value) => value >= _program.Inputs.Length && value < _program.Inputs.Length + _program.Constants.Length;

    /// <summary>A value that is the same in both Programs: indices, shapes, axes.</summary>
    private DraftValue Plain(int value)
    {
        if (_plain.TryGetValue(value, out DraftValue? known))
            return known;
        if (!IsConstant(value))
            throw Error("an operand is of real numbers where integers are expected", "cast it to integers first");
        Constant constant = _program.Constants[value - _program.Inputs.Length];
        return _plain[value] = DraftValue.Of(new DraftConstant(constant.Name, constant.Encoding, constant.Shape, _constants.Read(value - _program.Inputs.Length)));
    }

    /// <summary>A constant of real numbers.</summary>
    private (float[] Elements, ImmutableArray<long> Shape) Weights(int value)
    {
        Constant constant = _program.Constants[value - _program.Inputs.Length];
        if (constant.Encoding != "f32")
            throw Error($"a constant is of type {constant.Encoding}", "store it as float or int64");
        float[] elements = MemoryMarshal.Cast<byte, float>(_constants.Read(value - _program.Inputs.Length).Span).ToArray();
        return elements.Any(float.IsNaN) ? throw Error("a constant has a NaN, which is no number", NumbersOnly) : (elements, constant.Shape);
    }

    /// <summary>The same, where the largest element is what all others are measured by.</summary>
    private (float[] Elements, ImmutableArray<long> Shape) FiniteWeights(int value) =>
        Weights(value) is var weights && weights.Elements.All(float.IsFinite) ? weights : throw Error("a constant has an infinite element, beside which the others are nothing", NumbersOnly);

    /// <summary>A value that stands for real numbers; a constant becomes one of 16 bits.</summary>
    private FixedValue Fixed(int value)
    {
        if (_fixed.TryGetValue(value, out FixedValue? known))
            return known.IsOfFeatures ? AtOneScale(value, known) : known;
        if (!IsConstant(value))
            throw Error("an operand is of integers where real numbers are expected", "cast it to float first");
        (short[] elements, double scale, ImmutableArray<long> shape) = Quantized(value);
        return _fixed[value] = FixedValue.Uniform(Constant("constant", Array.ConvertAll(elements, static element => (long)element), shape), false, scale, Interval.Symmetric(NarrowLimit));
    }

    /// <summary>A constant of real numbers that is only moved, such as a table of embeddings: as <c>i16</c>.</summary>
    private FixedValue NarrowConstant(int value, double? givenScale = null)
    {
        (short[] elements, double scale, ImmutableArray<long> shape) = Quantized(value, givenScale);
        var constant = new DraftConstant("constant", "i16", shape, MemoryMarshal.AsBytes(elements.AsSpan()).ToArray());
        return FixedValue.Uniform(DraftValue.Of(constant), true, scale, Interval.Symmetric(NarrowLimit));
    }

    /// <summary>A constant that is an output: every number, as far as the largest one is not 2^21 times as large. A step makes it a value of the core, which a constant of real numbers is not.</summary>
    private FixedValue FineConstant(int value)
    {
        FixedValue fine = ConstantAt(value, Math.ScaleB(1, Math.ILogB(RangeOf(value).Magnitude) - FineConstantBits));
        return fine with { Value = Emit("FixedScale", new Settings().Integer("shift", ShortShift), fine.Value, Constant("multiplier", [1L << ShortShift], [1])) };
    }

    private (short[] Elements, double Scale, ImmutableArray<long> Shape) Quantized(int value, double? givenScale = null)
    {
        (float[] elements, ImmutableArray<long> shape) = FiniteWeights(value);
        double scale = givenScale ?? Grid(elements, NarrowLimit);
        return (Array.ConvertAll(elements, element => (short)Math.Round(Math.Clamp(element / scale, -NarrowLimit, NarrowLimit), MidpointRounding.AwayFromZero)), scale, shape);
    }

    private ValueRange RangeOf(int value)
    {
        if (_ranges[value] is { } range)
            return range;
        if (!IsConstant(value))
            throw Error("the calibration runs did not reach this value", "calibrate with inputs that do");
        (float[] elements, ImmutableArray<long> shape) = Weights(value);
        return new ValueRange(elements.DefaultIfEmpty().Min(), elements.DefaultIfEmpty().Max(), shape);
    }

    /// <summary>The scale at which what was seen fills 16 bits, with a little room.</summary>
    private double NarrowScale(int value) => RangeOf(value).Magnitude * Headroom / NarrowLimit;

    private InvalidInputException Error(string what, string cure) => Refusal.Create(_origins.Describe(_stepIndex, _program.Steps[_stepIndex].Operator), what, cure);

    private const string NumbersOnly = "train or export the model again: a number in it is none";
    private const string FixedSizes = "give the model's inputs fixed sizes";
    private const string TooLarge = "calibrate with typical inputs, or scale the model so that its numbers are of like sizes";

    private const int CalibratedBits = 24; // as many as binary32, so that an input of typical size is rounded no more than the float model rounds it
    private const int FineInputBits = 44; // 20 more, a factor of a million, between the largest and numbers that still have 24; with InputRoomBits a difference stays within what a proof compares
    private const int FineConstantBits = 44; // the same for a constant that is shown
    private const int InputRoomBits = 5; // 32 times what was seen: room at the input costs no precision, because scales behind it are made of what was seen
    private const int NarrowLimit = 32_767; // of an i16 whose negative is one, too
    private const double Headroom = 1.0625; // a sixteenth above what was seen, for a tenth of a bit: log2(17/16) = 0.09
}
