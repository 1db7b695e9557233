using OpenGradient.Models.Compilation;
using OpenGradient.Models.Onnx.Compile;

namespace OpenGradient.Models.Onnx.Operators;

/// <summary>LRN: each element divided by a power of the squares of its neighbours in other channels.</summary>
internal static class LocalResponseImport
{
    /// <summary>x / (bias + (alpha / size) · Σ x²)^beta, the sum over <c>size</c> channels around that of x: a pool whose first axis is the channels.</summary>
    public static void Import(NodeImport node)
    {
        long size = node.Integer("size", 0);
        if (size is < 1 or > SizeLimit)
            throw node.Error($"size must be 1 to {SizeLimit}, not {size}");
        DraftValue x = node.Input(0);
        DraftValue squares = node.Emit("Unsqueeze", null, node.Emit("Mul", null, x, x), node.IntegerList(1));
        int placeAxes = KnownShape.Rank(x) is >= 2 and <= 4 and int rank ? rank - 2 : 1;
        if (KnownShape.Rank(x) is not (>= 2 and <= 4))
            squares = node.Emit("Reshape", null, squares, node.IntegerList(0, 0, 0, -1));
        DraftValue sums = node.Emit("SumPool", Window(size, placeAxes), squares);
        DraftValue divisor = node.Emit("Add", null, node.Emit("Mul", null, sums, node.Scalar(node.Float("alpha", 1e-4f) / size)), node.Scalar(node.Float("bias", 1f)));
        divisor = node.Emit("Pow", null, divisor, node.Scalar(node.Float("beta", 0.75f)));
        node.Set(0, node.Emit("Div", null, x, ShapeImports.ReshapeLike(node, divisor, x)));
    }

    /// <summary>⌊(size - 1) / 2⌋ channels before, the other size - 1 after; places are their own windows.</summary>
    private static Settings Window(long size, int placeAxes)
    {
        IEnumerable<long> places = Enumerable.Repeat(0L, placeAxes);
        return new Settings()
            .Integers("kernel_shape", [size, .. Enumerable.Repeat(1L, placeAxes)])
            .Integers("pads", [(size - 1) / 2, .. places, size / 2, .. places]);
    }

    private const long SizeLimit = 1 << 16;
}
