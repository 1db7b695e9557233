using System.Collections.Immutable;
using System.Runtime.InteropServices;
using OpenGradient.Models.Compilation;
using OpenGradient.Programs;

namespace OpenGradient.Models.Quantization.Preparation;

/// <content>Values of the old Program in the new one, and shorthand for new steps.</content>
internal sealed partial class ModelPreparation
{
    /// <summary>What stands for a value of the old Program.</summary>
    private DraftValue Value(int value)
    {
        if (_values[value] is { } made)
            return made;
        int constant = value - _program.Inputs.Length;
        if (_sample.Known(value) is { } tensor)
            return _values[value] = Known("known", tensor.Type, tensor.Shape, tensor.Bytes);
        Constant weights = _program.Constants[constant];
        return _values[value] = ElementTypes.TryParse(weights.Encoding, out ElementType type)
            ? Known(weights.Name, type, weights.Shape, _constants.Read(constant))
            : DraftValue.Of(new DraftConstant(weights.Name, weights.Encoding, weights.Shape, _constants.Read(constant)));
    }

    private static DraftValue Known(string name, ElementType type, ImmutableArray<long> shape, ReadOnlyMemory<byte> bytes)
    {
        ElementType plain = Plain(type);
        ReadOnlyMemory<byte> elements = plain == type ? bytes
            : plain == ElementType.Float32 ? MemoryMarshal.AsBytes(ElementLists.Floats(type, bytes.Span).AsSpan()).ToArray()
            : MemoryMarshal.AsBytes(ElementLists.Integers(type, bytes.Span).AsSpan()).ToArray();
        return DraftValue.Of(new DraftConstant(name, plain.CanonicalName(), shape, elements));
    }

    private bool IsKnown(int value) => value >= _program.Inputs.Length && (value < _program.Inputs.Length + _program.Constants.Length || _sample.Known(value) is not null);

    /// <summary>The value with the sizes that the sample had.</summary>
    private DraftValue Observed(DraftValue value, int old)
    {
        if (value.Constant is null)
            value.Facts = value.Facts with { Type = Plain(_sample.Type(old)), Shape = [.. _sample.Shape(old).Select(static size => (long?)size)] };
        return value;
    }

    private DraftValue Input(int index) => Optional(index) ?? throw Error($"input {index} is missing", "give it");

    private DraftValue? Optional(int index) => index < _step.Inputs.Length && _step.Inputs[index] != Step.Absent ? Value(_step.Inputs[index]) : null;

    private ImmutableArray<long> Shape(int input) => _sample.Shape(_step.Inputs[input]);

    private ImmutableArray<long> OutputShape => _sample.Shape(_output);

    private bool IsReal(int input) => Plain(_sample.Type(_step.Inputs[input])) == ElementType.Float32;

    /// <summary>The numbers of an input that is known before any run.</summary>
    private float[] KnownFloats(int input) => Optional(input)?.Constant is { Encoding: "f32" } constant
        ? MemoryMarshal.Cast<byte, float>(constant.Bytes.Span).ToArray()
        : throw Error($"its input {input} is computed or an input of the model", "make it a constant; --constant NAME does it for an input");

    private long[]? TryIntegers(int input) => Optional(input)?.Constant is { Encoding: "i64" } constant ? MemoryMarshal.Cast<byte, long>(constant.Bytes.Span).ToArray() : null;

    private long[] KnownIntegers(int input) => TryIntegers(input) ?? throw Error($"its input {input} is computed or an input of the model", "make it a constant; --constant NAME does it for an input");

    private DraftValue Emit(string name, Settings? settings, params ReadOnlySpan<DraftValue?> inputs) => _draft.AddStep(name, 1, settings, inputs).Outputs[0];

    private static DraftValue Scalar(float number) => DraftValue.Of(DraftConstant.Scalar("number", number));

    private static DraftValue Longs(params ReadOnlySpan<long> numbers) => DraftValue.Of(DraftConstant.Integers("numbers", numbers));

    private static DraftValue Longs(ReadOnlySpan<long> numbers, ImmutableArray<long> shape) =>
        DraftValue.Of(new DraftConstant("numbers", "i64", shape, MemoryMarshal.AsBytes(numbers).ToArray()));

    private static DraftValue Floats(ReadOnlySpan<float> numbers, params ImmutableArray<long> shape) =>
        DraftValue.Of(new DraftConstant("numbers", "f32", shape, MemoryMarshal.AsBytes(numbers).ToArray()));

    private DraftValue Reshape(DraftValue x, params ReadOnlySpan<long> shape) => Emit("Reshape", new Settings().Flag("allowzero", true), x, Longs(shape));

    private DraftValue Turn(DraftValue x, params ReadOnlySpan<long> order) => Emit("Transpose", new Settings().Integers("perm", order.ToArray()), x);

    /// <summary>Elements from <paramref name="start"/> to before <paramref name="end"/> of an axis.</summary>
    private DraftValue Cut(DraftValue x, long axis, long start, long end) => Emit("Slice", null, x, Longs(start), Longs(end), Longs(axis));

    private DraftValue Join(long axis, params ReadOnlySpan<DraftValue?> parts) => parts.Length == 1 ? parts[0]! : Emit("Concat", new Settings().Integer("axis", axis), parts);

    private int AxisOf(string name, int defaultValue, int rank)
    {
        int axis = StepSettings.Integer(_step, name, defaultValue);
        return axis < 0 ? axis + rank : axis;
    }

    private static long Count(ReadOnlySpan<long> sizes)
    {
        long count = 1;
        foreach (long size in sizes)
            count *= size;
        return count;
    }
}
