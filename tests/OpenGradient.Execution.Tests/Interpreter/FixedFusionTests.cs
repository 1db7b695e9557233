using System.Collections.Immutable;
using System.Runtime.InteropServices;
using OpenGradient.Execution.Interpreter;
using OpenGradient.Execution.Interpreter.Fusion;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Tests.Interpreter;

/// <summary>Steps of the integer profile that are joined give the bits of steps that are carried out one by one.</summary>
public sealed class FixedFusionTests
{
    private static readonly ImmutableArray<long>[] Shapes = [[], [1], [7], [3, 1], [3, 7], [1, 7], [1, 1], [2, 3, 7], [2, 1, 7], [2, 3, 1]];

    [Fact]
    public void Run_ArithmeticThatBroadcasts_GivesTheBitsOfSingleSteps()
    {
        foreach (ImmutableArray<long> left in Shapes)
        {
            foreach (ImmutableArray<long> right in Shapes)
                Check(Arithmetic(left, right), [Longs(left, 1), Longs(right, 2)], joinedCount: 2);
        }
    }

    [Fact]
    public void Run_ManyElements_GivesTheBitsOfSingleSteps() => Check(
        Arithmetic([40, 1000], [1000]), [Longs([40, 1000], 3), Longs([1000], 4)], joinedCount: 2);

    [Fact]
    public void Run_RealNumbersThatBecomeIntegers_GiveTheBitsOfSingleSteps()
    {
        float[] numbers = [.. SketchedModel.Numbers(300, 7).Select(static number => number * 50), float.NaN, float.PositiveInfinity, -3e30f, -0f, 0.5f, 1.5f];
        var model = new SketchedModel(new ProgramInput("x", ElementType.Float32, ["n"]));
        int factor = model.Constant(ElementType.Float32, BitConverter.GetBytes(64f));
        (int high, int low) = (Number(model, 2000), Number(model, -1500));
        int multiplier = Number(model, 5L << 30, 1);
        int table = Table(model, static q => (q * 3) + 5);
        int x = model.Add("Clip", [model.Add("Round", [model.Add("Mul", [0, factor])])], ("low", "0xc5800000"), ("high", "0x45800000"));
        x = model.Add("Max", [model.Add("Min", [model.Add("Cast", [x], ("to", "i64")), high]), low]);
        x = model.Add("FixedScale", [x, multiplier, table]);

        Check((Untraced(model.Return(x)), model), [Tensor.Create<float>(ElementType.Float32, [numbers.Length], numbers)], joinedCount: 1);
    }

    [Theory]
    [InlineData(ElementType.Int64, 1)]
    [InlineData(ElementType.Int16, 2)]
    [InlineData(ElementType.Float32, 2)]
    public void Run_IntegersThatBecomeRealNumbers_GiveTheBitsOfSingleSteps(ElementType type, int joinedCount)
    {
        foreach (ImmutableArray<long> shape in Shapes)
        {
            foreach (ImmutableArray<long> unitShape in Shapes)
            {
                var model = new SketchedModel(new ProgramInput("x", ElementType.Int64, Names(shape)));
                int unitCount = (int)Tensor.CountElements(unitShape);
                int units = model.Constant(ElementType.Float32, MemoryMarshal.AsBytes(SketchedModel.Numbers(unitCount, 4).AsSpan()).ToArray(), unitShape);
                int x = model.Add("Cast", [0], ("to", type.CanonicalName()));
                int y = model.Add("Mul", [model.Add("Cast", [x], ("to", "f32")), units]);

                Check((Untraced(model.Return(y)), model), [Longs(shape, 5)], unitShape.IsEmpty ? joinedCount : 2);
            }
        }
    }

    /// <summary>A table after a table becomes one, also where an element has to be looked at before; one that a second table cannot follow stays.</summary>
    [Theory]
    [InlineData(1L << 31, 1)]
    [InlineData(1L << 33, 2)]
    public void Run_TablesThatFollowEachOther_GiveTheBitsOfSingleSteps(long second, int joinedCount)
    {
        var model = new SketchedModel(new ProgramInput("x", ElementType.Int64, ["n"]));
        (int one, int other) = (Number(model, 1L << 32, 1), Number(model, second, 1));
        (int table, int next) = (Table(model, static q => (q * q / 999) - 4000), Table(model, static q => 7 - q));
        int x = model.Add("Cast", [model.Add("FixedScale", [0, one, table])], ("to", "i64"));
        x = model.Add("FixedScale", [x, other, next]);

        Check((Untraced(model.Return(x)), model), [Longs([100], 5)], joinedCount);
    }

    /// <summary>A change of scale is one link of many.</summary>
    [Fact]
    public void Run_ChangesOfScaleInAChain_GiveTheBitsOfSingleSteps()
    {
        var model = new SketchedModel(new ProgramInput("x", ElementType.Int64, ["n"]), new ProgramInput("y", ElementType.Int64, ["n"]));
        (int high, int low, int half) = (Number(model, 900), Number(model, -800), Number(model, 1L << 31, 1));
        int x = model.Add("Max", [model.Add("Min", [model.Add("Sub", [0, 1]), high]), low]);
        x = model.Add("FixedScale", [x, half]);
        x = model.Add("Max", [model.Add("Min", [model.Add("Add", [x, high]), high]), low]);

        Check((Untraced(model.Return(x)), model), [Longs([100], 5), Longs([100], 6)], joinedCount: 1);
    }

    /// <summary>Changes of scale of numbers that nothing bounds; they begin as i16 and end as such, in every length and shape; or as real numbers.</summary>
    [Theory]
    [InlineData("i16")]
    [InlineData("f32")]
    [InlineData("i64")]
    public void Run_ScalesWithoutBounds_GiveTheBitsOfSingleSteps(string end)
    {
        ImmutableArray<long>[] shapes = [.. Shapes, .. Enumerable.Range(56, 18).Select(static length => ImmutableArray.Create<long>(length)), [3, 700], [1, 2049], [9, 1000]];
        foreach (ImmutableArray<long> shape in shapes)
            Check(Scaled(shape, end), [Longs(shape, 8)], end == "i64" ? 3 : 2);
    }

    /// <summary>What is done to an operand with numbers alone is done where it meets the chain, also where the operand comes to it from before, or meets it in another shape.</summary>
    [Fact]
    public void Run_OperandsThatAreChanged_GiveTheBitsOfSingleSteps()
    {
        foreach (ImmutableArray<long> left in (ImmutableArray<long>[])[.. Shapes, [59], [5, 300], [0]])
        {
            foreach (ImmutableArray<long> right in (ImmutableArray<long>[])[.. Shapes.Where(shape => shape.Length <= left.Length), left])
            {
                if (TensorShapesMeet(left, right))
                    Check(WithChangedOperands(left, right), [Longs(left, 1), Longs(right, 2)], joinedCount: 1);
            }
        }
    }

    /// <summary>Where a scale leads out of 64 bits, or out of a table, the joined steps end with an error as single ones do.</summary>
    [Theory]
    [InlineData(1L << 62, false)]
    [InlineData(1L << 40, true)]
    public void Run_ScaleThatLeavesItsType_EndsWithAnError(long factor, bool hasTable)
    {
        var model = new SketchedModel(new ProgramInput("x", ElementType.Int64, ["n"]));
        int multiplier = Number(model, factor, 1);
        int x = model.Add("Add", [0, Number(model, 1)]);
        x = model.Add("FixedScale", hasTable ? [x, multiplier, Table(model, static q => q)] : [x, multiplier]);
        Executable executable = Executable.Load(Untraced(model.Return(x)), model);
        Tensor numbers = Longs([100], 5);

        Assert.Throws<InvalidInputException>(() => executable.Run([numbers], default));
        Assert.Throws<InvalidInputException>(() => executable.Run([numbers], TraceLevel.Full, default));
    }

    /// <summary>Tables of i64 are looked up one by one; nothing is joined with them.</summary>
    [Fact]
    public void Run_TableOfWideIntegers_GivesTheBitsOfSingleSteps()
    {
        var model = new SketchedModel(new ProgramInput("x", ElementType.Int64, ["n"]));
        long[] entries = [.. Enumerable.Range(-32_768, 65_536).Select(static q => q * 3L)];
        (int one, int half) = (Number(model, 1L << 32, 1), Number(model, 1L << 31, 1));
        int wide = model.Constant(ElementType.Int64, MemoryMarshal.AsBytes(entries.AsSpan()).ToArray(), 65_536);
        int table = Table(model, static q => 7 - q);
        int x = model.Add("FixedScale", [model.Add("FixedScale", [0, one, wide]), half, table]);

        Check((Untraced(model.Return(x)), model), [Longs([100], 5)], joinedCount: 2);
    }

    private static void Check((Program Program, SketchedModel Model) made, Tensor[] inputs, int joinedCount)
    {
        var table = new ConstantTable(made.Program, made.Model);
        Assert.Equal(joinedCount, StepFusion.Apply(made.Program, StepBinder.Bind(made.Program, table), table).Length);
        foreach (int threadCount in (ReadOnlySpan<int>)[1, 3])
        {
            Executable executable = Executable.Load(made.Program, made.Model, new ExecutionOptions { ThreadCount = threadCount });
            RunResult joined = executable.Run(inputs, default);
            RunResult again = executable.Run(inputs, default);
            RunResult single = executable.Run(inputs, TraceLevel.Full, default);

            Assert.Equal(single.Outputs[0].Shape, joined.Outputs[0].Shape);
            Assert.Equal(single.Outputs[0].Bytes, joined.Outputs[0].Bytes);
            Assert.Equal(single.Outputs[0].Bytes, again.Outputs[0].Bytes);
            Assert.Equal(single.TraceRoot, joined.TraceRoot);
            Assert.Equal(single.Outputs[0].Bytes, executable.Run(inputs, default).Outputs[0].Bytes);
        }
    }

    /// <summary>A difference between bounds, its quotient between bounds and at another scale; then, as integers of 64 bits again, a sum, a product and a quotient.</summary>
    private static (Program, SketchedModel) Arithmetic(ImmutableArray<long> left, ImmutableArray<long> right)
    {
        var model = new SketchedModel(new ProgramInput("x", ElementType.Int64, Names(left)), new ProgramInput("y", ElementType.Int64, Names(right)));
        (int high, int low, int multiplier) = (Number(model, 900), Number(model, -800), Number(model, 3L << 29, 1));
        int table = Table(model, static q => q / 3);
        int x = model.Add("Max", [model.Add("Min", [model.Add("Sub", [0, 1]), high]), low]);
        x = model.Add("FixedDiv", [x, 1], ("shift", "9"));
        x = model.Add("FixedScale", [model.Add("Max", [model.Add("Min", [x, high]), low]), multiplier, table]);
        int y = model.Add("Mul", [model.Add("Add", [model.Add("Cast", [x], ("to", "i64")), 0]), 1]);
        y = model.Add("FixedDiv", [model.Add("Max", [y, low]), 0], ("shift", "0"));
        return (Untraced(model.Return(y)), model);
    }

    /// <summary>From i16 (which two steps read) by a sum, two changes of scale and a quotient.</summary>
    private static (Program, SketchedModel) Scaled(ImmutableArray<long> shape, string end)
    {
        var model = new SketchedModel(new ProgramInput("x", ElementType.Int64, Names(shape)));
        (int half, int third, int number) = (Number(model, 1L << 31, 1), Number(model, (1L << 32) / 3, 1), Number(model, 77));
        int unit = model.Constant(ElementType.Float32, BitConverter.GetBytes(0.37f));
        int narrow = model.Add("Cast", [0], ("to", "i16"));
        int x = model.Add("FixedScale", [model.Add("FixedScale", [model.Add("Add", [model.Add("Cast", [narrow], ("to", "i64")), number]), half]), third]);
        x = model.Add("FixedDiv", [x, model.Add("Max", [model.Add("Add", [0, number]), number])], ("shift", "20"));
        x = model.Add("FixedScale", [x, half]);
        if (end == "i64")
            return (Untraced(model.Return(model.Add("Abs", [x]))), model);
        x = model.Add("Cast", [x], ("to", end));
        return (Untraced(model.Return(end == "f32" ? model.Add("Mul", [x, unit]) : x)), model);
    }

    /// <summary>A quotient by a bounded operand at another scale, and a sum with one that is made before the chain begins.</summary>
    private static (Program, SketchedModel) WithChangedOperands(ImmutableArray<long> left, ImmutableArray<long> right)
    {
        var model = new SketchedModel(new ProgramInput("x", ElementType.Int64, Names(left)), new ProgramInput("y", ElementType.Int64, Names(right)));
        (int high, int low, int half) = (Number(model, 900), Number(model, 3), Number(model, 1L << 31, 1));
        int early = model.Add("FixedScale", [model.Add("Mul", [1, high]), half]);
        int x = model.Add("Sub", [0, low]);
        int divisor = model.Add("FixedScale", [model.Add("Max", [model.Add("Min", [1, high]), low]), half]);
        x = model.Add("FixedDiv", [x, divisor], ("shift", "9"));
        return (Untraced(model.Return(model.Add("Add", [x, early]))), model);
    }

    private static bool TensorShapesMeet(ImmutableArray<long> left, ImmutableArray<long> right) =>
        !right.Where((size, axis) => size != 1 && left[left.Length - right.Length + axis] != 1 && size != left[left.Length - right.Length + axis]).Any();

    private static Program Untraced(SketchedModel model)
    {
        Program program = model.Build();
        return program with { Steps = [.. program.Steps.Select((step, index) => step with { IsTraced = index == program.Steps.Length - 1 })] };
    }

    private static ImmutableArray<string> Names(ImmutableArray<long> shape) => [.. shape.Select(static size => size.ToString(System.Globalization.CultureInfo.InvariantCulture))];

    private static int Number(SketchedModel model, long number, params ImmutableArray<long> shape) => model.Constant(ElementType.Int64, BitConverter.GetBytes(number), shape);

    private static int Table(SketchedModel model, Func<int, int> entry)
    {
        short[] entries = [.. Enumerable.Range(-32_768, 65_536).Select(q => (short)Math.Clamp(entry(q), short.MinValue, short.MaxValue))];
        return model.Constant(ElementType.Int16, MemoryMarshal.AsBytes(entries.AsSpan()).ToArray(), 65_536);
    }

    private static Tensor Longs(ImmutableArray<long> shape, int seed) => Tensor.Create<long>(
        ElementType.Int64, shape, [.. SketchedModel.Numbers((int)Tensor.CountElements(shape), seed).Select(static number => (long)(number * 3000))]);
}
