using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using OpenGradient.Execution.Disputes;
using OpenGradient.Models;
using OpenGradient.Programs;
using OpenGradient.Tests;

namespace OpenGradient.Execution.Tests.Disputes;

/// <summary>Disputes about the sample models.</summary>
public sealed class SampleDisputeTests(ITestOutputHelper output)
{
    public static TheoryData<string, CheatKind> Cases()
    {
        var cases = new TheoryData<string, CheatKind>();
        foreach (string model in (string[])["price-risk/price-risk.onnx", "digits/digits.onnx", "tinychat/tinychat.gguf"])
        {
            foreach (CheatKind kind in Enum.GetValues<CheatKind>().Where(static kind => kind is not (CheatKind.Branch or CheatKind.ExtraIteration or CheatKind.MissingIteration or CheatKind.LoopValue) && kind < CheatKind.Token))
                cases.Add(model, kind);
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Dispute_AboutASampleModel_ConvictsTheCheatInLogarithmicallyManyMessages(string path, CheatKind kind)
    {
        using OpenedModel model = ModelFile.Open(Repository.PathOf($"models/{path}"));
        ImmutableArray<Tensor> inputs = Inputs(model, path);

        foreach (Party cheat in (Party[])[Party.A, Party.B])
        {
            DisputeReport report = DisputeSimulation.Run(model.Program, model.Constants, inputs, new Cheat(kind, Party: cheat));

            output.WriteLine($"{path} {kind}: {report.LeafCount} leaves, {report.RoundCount} rounds, {report.TotalBytes} bytes, last {report.FinalBytes}; step {report.Step} {report.Operator} element {report.Element}: {report.Verdict.Code}");
            Assert.Equal<Party>([cheat], report.Verdict.Convicted);
            Assert.InRange(report.RoundCount, 3, 40);
            Assert.Equal(kind == CheatKind.MissingLeaf ? VerdictCode.FalseSuccessor : kind == CheatKind.Constant ? VerdictCode.FalseTiles : kind == CheatKind.Weight ? report.Verdict.Code : VerdictCode.FalseElement, report.Verdict.Code);
        }
    }

    [Theory]
    [InlineData("price-risk/price-risk.onnx")]
    [InlineData("digits/digits.onnx")]
    [InlineData("tinychat/tinychat.gguf")]
    public void Judge_OfEveryStepOfASampleModel_SaysWhatTheEngineSays(string path)
    {
        using OpenedModel model = ModelFile.Open(Repository.PathOf($"models/{path}"));

        JudgeCheck.AllSteps(model.Program, model.Constants, Inputs(model, path), path);
    }

    [Fact]
    public void RecordedRun_OfAnHonestRunner_HasTheFullTraceOfTheEngine()
    {
        using OpenedModel model = ModelFile.Open(Repository.PathOf("models/digits/digits.onnx"));
        ImmutableArray<Tensor> inputs = Inputs(model, "digits/digits.onnx");

        RunResult run = Executable.Load(model.Program, model.Constants).Run(inputs, TraceLevel.Full, default);

        Assert.Equal(run.FullTrace!.Root, Recorded(model, inputs, 1 << 30).Root);
        Assert.Equal(run.FullTrace.Root, Recorded(model, inputs, keptBytesLimit: 0).Root);
    }

    private static RecordedRun Recorded(OpenedModel model, ImmutableArray<Tensor> inputs, long keptBytesLimit) =>
        RecordedRun.Of(model.Program, model.Constants, inputs, Conduct.Honest, new Recording { KeptBytesLimit = keptBytesLimit });

    private static ImmutableArray<Tensor> Inputs(OpenedModel model, string path)
    {
        if (model.Tokenizer is { } tokenizer)
        {
            int[] tokens = [.. tokenizer.Encode("What is 12 + 30?")];
            return [Tensor.Create<int>(ElementType.Int32, [tokens.Length], tokens)];
        }

        string file = Repository.PathOf($"models/{Path.GetDirectoryName(path)}/sample-input.json");
        using JsonDocument request = JsonDocument.Parse(File.ReadAllText(file));
        return [.. request.RootElement.GetProperty("inputs").EnumerateArray().Select(Input)];
    }

    private static Tensor Input(JsonElement input)
    {
        long[] shape = [.. input.GetProperty("shape").EnumerateArray().Select(static size => size.GetInt64())];
        float[] data = [.. input.GetProperty("data").EnumerateArray().Select(static number => float.Parse(number.GetRawText(), CultureInfo.InvariantCulture))];
        return Tensor.Create<float>(ElementType.Float32, [.. shape], data);
    }
}
