using System.Collections.Immutable;
using OpenGradient.Models.Compilation;
using OpenGradient.Models.Onnx.Operators;
using static OpenGradient.Models.Quantization.StepSettings;

namespace OpenGradient.Models.Quantization.Preparation;

/// <content>Products of quantised values: as real numbers that are whole, which the integer profile keeps whole.</content>
internal sealed partial class ModelPreparation
{
    /// <summary>The product of what is left without the zero points.</summary>
    private DraftValue QuantizedMatMul()
    {
        DraftValue a = WithoutZero(0, 2, Shape(0).Length - 2), b = WithoutZero(1, 3, Shape(1).Length - 1);
        return Emit("Cast", new Settings().Name("to", "i64"), Times(a, b));
    }

    private DraftValue QuantizedConv()
    {
        DraftValue x = WithoutZero(0, 2, 0), weights = WithoutZero(1, 3, 0);
        return Emit("Cast", new Settings().Name("to", "i64"), Convolved(x, weights, null));
    }

    /// <summary>round((x + bias) · factor) + zero, within the type.</summary>
    private DraftValue Requantized()
    {
        DraftValue sum = Optional(3) is { } bias ? Emit("Add", null, Input(0), AlongAxis(bias, 3)) : Input(0);
        DraftValue scaled = Emit("Mul", null, Emit("Cast", new Settings().Name("to", "f32"), sum), AlongAxis(Input(1), 1));
        DraftValue y = Quantized(scaled, 2);
        return Integer(_step, "relu", 0) == 0 ? y : Emit("Max", null, y, Optional(2) ?? Longs([0], []));
    }

    /// <summary>A real matrix times another; one that is known before any run is a layer.</summary>
    private DraftValue Times(DraftValue a, DraftValue b) => b.Constant is { Encoding: "f32", Shape.Length: 2 } weights
        ? Emit("Linear", null, a, DraftValue.Of(ConstantTranspose.Of(weights)))
        : Emit("MatMul", null, a, b);

    /// <summary>Sums of products of integers, each product a cell.</summary>
    private DraftValue WholeProduct()
    {
        bool isLayer = _step.Operator == "Linear"; // whose weights are [outputs, inputs]
        if (Shape(0).Length == 0 || Shape(1).Length < 2 || (!isLayer && Shape(0).Length < 2))
            throw Error("it is a product of integers in fewer than two axes", "cast them to float first");
        DraftValue x = Emit("Unsqueeze", null, Input(0), Longs(isLayer ? -2 : -1));
        DraftValue products = Emit("Mul", null, x, isLayer ? Input(1) : Emit("Unsqueeze", null, Input(1), Longs(-3)));
        DraftValue sum = Emit("ReduceSum", new Settings().Flag("keepdims", false), products, Longs(isLayer ? -1 : -2));
        return Optional(2) is { } bias ? Emit("Add", null, sum, bias) : sum;
    }

    /// <summary>x - zero as real numbers: one zero point, or one for each index of an axis.</summary>
    private DraftValue WithoutZero(int input, int zero, int axis)
    {
        DraftValue x = Emit("Cast", new Settings().Name("to", "f32"), Input(input));
        if (Optional(zero) is not { } point)
            return x;
        DraftValue offset = Emit("Cast", new Settings().Name("to", "f32"), point);
        ImmutableArray<long> shape = Shape(zero);
        long count = Count(shape.AsSpan());
        if (count > 1 && shape.Length == 1)
            offset = Reshape(offset, [count, .. Enumerable.Repeat(1L, Shape(input).Length - axis - 1)]);
        return Emit("Sub", null, x, count == 1 ? Reshape(offset) : offset);
    }

    /// <summary>One number, or one for each index of the axis, so that it broadcasts to the input.</summary>
    private DraftValue AlongAxis(DraftValue numbers, int input)
    {
        ImmutableArray<long> shape = Shape(0);
        int axis = AxisOf("axis", 1, shape.Length);
        return Count(Shape(input).AsSpan()) == 1 ? Reshape(numbers) : Reshape(numbers, [shape[axis], .. Enumerable.Repeat(1L, shape.Length - axis - 1)]);
    }
}
