using OpenGradient.Execution.Disputes;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Tests.Disputes;

/// <summary>A few numbers may ask for a large output. A judge makes nothing of its size: not for type and shape, and not for an element.</summary>
public sealed class OutputSizeTests
{
    private const int Size = 2_000_000_000;
    private const long MostBytes = 1 << 20;

    public static TheoryData<string, string> Outputs() => new()
    {
        { "AffineGrid", "f32[1,20000,20000,2]" },
        { "CenterCropPad", $"f32[{Size}]" },
        { "CosineWindow", $"f32[{Size}]" },
        { "Expand", $"f32[{Size},1]" },
        { "MelWeights", "f32[50001,40000]" },
        { "OneHot", $"f32[1,{Size}]" },
        { "Pad", $"f32[{Size}]" },
        { "Range", $"f32[{Size}]" },
        { "Resize", "f32[1,1,40000,40000]" },
        { "Tile", $"f32[{Size}]" },
    };

    [Theory]
    [MemberData(nameof(Outputs))]
    public void Judge_OfALargeOutput_MakesNothingOfItsSize(string name, string header)
    {
        SampleModel model = Model(name);
        var graph = new ProgramGraph(model.Build());
        var view = new ProgramView(index => graph.Steps[index], document => ValueHeader.Of(model.Inputs[document.Index]), new ByteReader(document => model.Inputs[document.Index].Bytes));
        var leaf = new LeafName(0, 0, []);
        long before = GC.GetAllocatedBytesForCurrentThread();

        var whole = Reading.Of(leaf, view, new Succession(view), null, null);
        ValueHeader inferred = whole.Judge.Infer(new JudgedStep(whole, view), 0);
        var reading = Reading.Of(leaf, view, new Succession(view), null, (inferred.ElementCount - 1, inferred));
        Derivation derivation = reading.Judge.Derive(new JudgedStep(reading, view), 0, inferred.ElementCount - 1);
        derivation.Advance(derivation.Start(), 0, derivation.Length);

        Assert.Equal(header, inferred.Text);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MostBytes);
    }

    private static SampleModel Model(string name)
    {
        var model = new SampleModel(1);
        int Number(float number) => model.Input(Tensor.Create<float>(ElementType.Float32, [], [number]));
        model.Step(name, name switch
        {
            "AffineGrid" => [model.Floats(1, 2, 3), model.Longs(1, 1, 20000, 20000)],
            "CosineWindow" => [model.Longs(Size)],
            "Expand" => [model.Floats(1, 1), model.Longs(Size, 1)],
            "MelWeights" => [model.Longs(40000), model.Longs(100000), model.Longs(16000), Number(0), Number(8000)],
            "OneHot" => [model.Longs(3), model.Longs(Size), model.Floats(2)],
            "Pad" => [model.Floats(2), model.Longs(Size - 2, 0)],
            "Range" => [Number(0), Number(Size), Number(1)],
            "Resize" => [model.Floats(1, 1, 2, 2), Step.Absent, Step.Absent, model.Longs(1, 1, 40000, 40000)],
            _ => [model.Floats(2), model.Longs(name == "Tile" ? Size / 2 : Size)],
        });
        return model;
    }
}
