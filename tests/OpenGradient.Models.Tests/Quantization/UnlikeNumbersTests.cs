using System.Runtime.InteropServices;
using OpenGradient.Execution;
using OpenGradient.Models.Quantization;
using OpenGradient.Models.Tests.Onnx;
using OpenGradient.Primitives;
using OpenGradient.Programs;
using static OpenGradient.Models.Tests.Onnx.ModelBuilder;

namespace OpenGradient.Models.Tests.Quantization;

/// <summary>Numbers of very different sizes in one tensor: prices beside volumes, ages beside incomes, a score far below all others. The small ones count, too.</summary>
public sealed class UnlikeNumbersTests
{
    /// <summary>A row by its price, beside a volume a million times as large: as far as the bits go, the price could be as large, and must not be given bits as if it were.</summary>
    [Fact]
    public void Div_DivisorBesideFarLargerNumbers_KeepsItsBits()
    {
        byte[] file = Rows(3).Node("Slice", "first", ["x", "zero", "one", "one"], ["price"]).Node("Div", "quotient", ["x", "price"], ["y"]).Output("y")
            .Initializer("zero", 7, [1], Longs(0)).Initializer("one", 7, [1], Longs(1)).Build();

        Assert.InRange(Error(file, 3, [[0.9f, 1e6f, 0.4f], [1.1f, 2e6f, 0.7f]]), 0, 1e-5);
    }

    /// <summary>A threshold of a thousandth beside a feature of thousands.</summary>
    [Theory]
    [InlineData(0.0029f, 0f)]
    [InlineData(0.0031f, 1f)]
    public void TreeEnsemble_SmallFeatureBesideLargeOne_IsComparedExactly(float small, float expected)
    {
        byte[] file = Rows(2).Learned(
            "TreeEnsembleRegressor", ["x"], ["y"], Integers("nodes_treeids", 0, 0, 0), Integers("nodes_nodeids", 0, 1, 2), Integers("nodes_featureids", 1, 0, 0), Texts("nodes_modes", "BRANCH_LEQ", "LEAF", "LEAF"),
            Floats("nodes_values", 0.003f, 0, 0), Integers("nodes_truenodeids", 1, 0, 0), Integers("nodes_falsenodeids", 2, 0, 0), Integers("target_treeids", 0, 0), Integers("target_nodeids", 1, 2), Integers("target_ids", 0, 0), Floats("target_weights", 0, 1))
            .Output("y").Build();

        Assert.Equal([expected], Run(file, 2, [[40_000f, small]])[0].Integers);
    }

    /// <summary>A node that leads to itself, and two ways at each of 64 nodes to the next: a run takes one of them, and all of them are without number.</summary>
    [Theory]
    [InlineData("itself")]
    [InlineData("next")]
    public void TreeEnsemble_WaysWithoutNumber_AreRefusedByName(string child)
    {
        const int Count = 64;
        long[] numbers = [.. Enumerable.Range(0, Count + 1)];
        long[] children = [.. numbers.Select(number => child == "itself" ? 0 : Math.Min(Count, number + 1))];
        byte[] file = Rows(2).Learned(
            "TreeEnsembleRegressor", ["x"], ["y"], Integers("nodes_treeids", new long[Count + 1]), Integers("nodes_nodeids", numbers), Integers("nodes_featureids", new long[Count + 1]),
            Texts("nodes_modes", [.. Enumerable.Repeat("BRANCH_LEQ", Count), "LEAF"]), Floats("nodes_values", new float[Count + 1]), Integers("nodes_truenodeids", children),
            Integers("nodes_falsenodeids", [.. numbers.Select(number => Math.Min(Count, number + 1L))]), Integers("target_treeids", 0), Integers("target_nodeids", Count), Integers("target_ids", 0), Floats("target_weights", 1))
            .Output("y").Build();

        Assert.Contains("trees", Assert.Throws<InvalidInputException>(() => Run(file, 2, [[1f, 2f]])).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.NegativeInfinity)]
    public void Weights_ThatAreNoNumbers_AreRefusedByName(float weight)
    {
        byte[] file = Rows(2).Node("MatMul", "layer", ["x", "w"], ["y"]).Output("y").Initializer("w", 1, [2, 1], Singles(1f, weight)).Build();

        Assert.Contains("layer", Assert.Throws<InvalidInputException>(() => Run(file, 2, [[1f, 2f]])).Message, StringComparison.Ordinal);
    }

    /// <summary>Features a million times as large as others, scaled or in a layer as they are.</summary>
    [Theory]
    [InlineData("scaled")]
    [InlineData("raw")]
    [InlineData("negative")]
    public void Features_OfDifferentSizes_AllCount(string kind)
    {
        string layer = kind == "raw" ? "x" : "z";
        ModelBuilder model = Rows(3);
        if (kind != "raw")
            model.Node("Sub", "centre", ["x", "mean"], ["centred"]).Node(kind == "scaled" ? "Div" : "Mul", "scale", ["centred", "deviation"], ["z"]);
        byte[] file = model.Node("MatMul", "layer", [layer, "w"], ["y"]).Output("y")
            .Initializer("mean", 1, [3], Singles(5_000f, 0.5f, 0.002f)).Initializer("deviation", 1, [3], kind == "scaled" ? Singles(1_000f, 0.2f, 0.001f) : Singles(-0.001f, 5f, 1_000f))
            .Initializer("w", 1, [3, 2], kind == "raw" ? Singles(1e-4f, 0, 1f, 0, 300f, 500f) : Singles(1f, 0, 1f, 0, 1f, 2f)).Build();
        float[][] samples = [[4_100f, 0.41f, 0.0011f], [6_200f, 0.73f, 0.0032f], [5_300f, 0.22f, 0.0019f], [3_900f, 0.6f, 0.0004f]];

        Assert.InRange(Error(file, 3, samples), 0, 1e-3);
    }

    /// <summary>One operand far outside of where the function changes: the table is about the rest.</summary>
    [Theory]
    [Trait("Category", "Slow")]
    [InlineData("Sigmoid")]
    [InlineData("Tanh")]
    [InlineData("Erf")]
    [InlineData("Exp")]
    [InlineData("Relu")]
    [InlineData("Softplus")]
    [InlineData("Elu")]
    public void Table_OperandFarOutside_LeavesTheOthersTheirBits(string name)
    {
        byte[] file = Rows(4).Node(name, "f", ["x"], ["y"]).Output("y").Build();

        Assert.InRange(Error(file, 4, [[-1e5f, -1f, 0.5f, 3f]]), 0, 2e-3);
    }

    /// <summary>Eight decades in one row: a table over all of them would have its second entry beyond the first five.</summary>
    [Theory]
    [InlineData("Log", 1e-4)]
    [InlineData("Reciprocal", 1e-4)]
    [InlineData("Sqrt", 1e-6)]
    public void Function_OfEightDecades_IsRightAtBothEnds(string name, double most)
    {
        byte[] file = Rows(5).Node(name, "f", ["x"], ["y"]).Output("y").Build();

        Assert.InRange(Error(file, 5, [[1e-4f, 0.03f, 1f, 77f, 1e4f]]), 0, most);
    }

    /// <summary>1 / √x and x^-0.3, which pass what is small on as what is large.</summary>
    [Theory]
    [Trait("Category", "Slow")]
    [InlineData(-0.5f)]
    [InlineData(-0.3f)]
    [InlineData(0.7f)]
    public void Power_OfEightDecades_IsRightAtBothEnds(float exponent)
    {
        byte[] file = Rows(5).Node("Pow", "f", ["x", "p"], ["y"]).Output("y").Initializer("p", 1, [], Singles(exponent)).Build();

        Assert.InRange(Error(file, 5, [[1e-4f, 0.03f, 1f, 77f, 1e4f]]), 0, 2e-4);
    }

    /// <summary>A logistic function spelled out: of e^9 beside 1 there has to be left what 1 is.</summary>
    [Fact]
    public void Exp_UnderAQuotient_KeepsSmallPowers()
    {
        byte[] file = Rows(4).Node("Neg", "n", ["x"], ["n"]).Node("Exp", "e", ["n"], ["e"]).Node("Add", "a", ["e", "one"], ["a"]).Node("Div", "d", ["one", "a"], ["y"]).Output("y")
            .Initializer("one", 1, [], Singles(1f)).Build();

        Assert.InRange(Error(file, 4, [[-11f, -0.5f, 2f, 9f]]), 0, 5e-4);
    }

    /// <summary>log Σ e^x and e^x / Σ e^x without the maximum being taken away, over rows whose powers differ by e^40.</summary>
    [Theory]
    [Trait("Category", "Slow")]
    [InlineData("Log")]
    [InlineData("Div")]
    public void SumOfPowers_RowsFarApart_KeepsAll(string name)
    {
        ModelBuilder model = Rows(3).Node("Exp", "e", ["x"], ["e"]).Node("ReduceSum", "s", ["e", "axes"], ["s"]).Initializer("axes", 7, [1], Longs(1));
        byte[] file = (name == "Log" ? model.Node("Log", "l", ["s"], ["y"]) : model.Node("Div", "d", ["e", "s"], ["y"])).Output("y").Build();

        Assert.InRange(Error(file, 3, [[-20f, -21f, -19.5f], [20f, 18f, 19f]]), 0, 5e-4);
    }

    /// <summary>What calibration did not show is kept within its bounds, and said to be: at the input where it is 32 times as large, at a layer from twice on.</summary>
    [Theory]
    [Trait("Category", "Slow")]
    [InlineData(1f, 0, 0)]
    [InlineData(8f, 0, 1)]
    [InlineData(100f, 1, 1)]
    public void MetBounds_InputsBeyondTheCalibration_AreCounted(float factor, int atInput, int atNode)
    {
        byte[] file = Rows(2).Node("MatMul", "layer", ["x", "w"], ["h"]).Node("Tanh", "bend", ["h"], ["t"]).Node("MatMul", "out", ["t", "w"], ["y"]).Output("y").Initializer("w", 1, [2, 2], Singles(1f, 0.5f, -0.5f, 1f)).Build();
        using OpenedModel model = BuiltModel.Open(file);
        IntegerModel compiled = IntegerCompiler.Compile(IntegerCompiler.AsItIs(model), [[BuiltModel.Floats([1, 2], [0.5f, 1f])]], new IntegerCompilerOptions { WeightBits = 16 }, default);

        var bounds = MetBounds.Find(compiled, [[BuiltModel.Floats([1, 2], [0.5f * factor, factor])]], default);

        Assert.Equal(atInput, bounds.Count(static bound => bound.Place == "input 'x'"));
        Assert.Equal(atNode, Math.Min(1, bounds.Count(static bound => bound.Place.Contains("layer", StringComparison.Ordinal) || bound.Place.Contains("bend", StringComparison.Ordinal))));
    }

    private static ModelBuilder Rows(int features) => new ModelBuilder { Opset = 15 }.InputNamed("x", 1, "n", $"{features}");

    private static byte[] Longs(params long[] numbers) => MemoryMarshal.AsBytes<long>(numbers).ToArray();

    private static byte[] Singles(params float[] numbers) => MemoryMarshal.AsBytes<float>(numbers).ToArray();

    /// <summary>The largest difference over all samples, in units of the largest number.</summary>
    private static double Error(byte[] file, int features, float[][] samples)
    {
        (float[] Floats, float[] Integers)[] runs = Run(file, features, samples);
        return runs.Max(static run => run.Floats.Zip(run.Integers, static (x, y) => Math.Abs(x - y)).Max()) / runs.Max(static run => run.Floats.Max(MathF.Abs));
    }

    private static (float[] Floats, float[] Integers)[] Run(byte[] file, int features, float[][] samples)
    {
        using OpenedModel model = BuiltModel.Open(file);
        Tensor[][] inputs = [.. samples.Select(sample => new[] { BuiltModel.Floats([1, features], sample) })];
        IntegerModel compiled = IntegerCompiler.Compile(IntegerCompiler.AsItIs(model), inputs, new IntegerCompilerOptions { WeightBits = 16 }, default);
        var floats = Executable.Load(model.Program, model.Constants);
        var integers = Executable.Load(compiled.Program, compiled.Constants);
        return [.. inputs.Select(input => (BuiltModel.Numbers(floats.Run(input, default)), BuiltModel.Numbers(integers.Run(input, default))))];
    }
}
