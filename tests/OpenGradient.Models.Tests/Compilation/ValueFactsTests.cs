using OpenGradient.Conformance;
using OpenGradient.Execution;
using OpenGradient.Models.Compilation;
using OpenGradient.Models.Onnx.Compile;
using OpenGradient.Models.Onnx.Wire;
using OpenGradient.Models.Tests.Onnx;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Models.Tests.Compilation;

public sealed class ValueFactsTests(ITestOutputHelper output)
{
    /// <summary>What is said to be known must be so in every run: compile-time shapes against those of all node cases.</summary>
    [Fact]
    [Trait("Category", "Vectors")]
    [Trait("Category", "Slow")]
    public void Facts_OfEveryNodeCase_AreWhatTheRunGives()
    {
        int typed = 0;
        int shaped = 0;
        int all = 0;
        var wrong = new List<string>();
        foreach (OnnxTestCase testCase in OnnxNodeArchive.Cases())
        {
            if (TryRun(testCase) is not { } outcome)
                continue;
            for (int index = 0; index < outcome.Result.Outputs.Length; index++)
            {
                Tensor actual = outcome.Result.Outputs[index];
                ValueFacts known = outcome.Facts[index];
                all++;
                typed += known.Type is null ? 0 : 1;
                shaped += known.KnownShape is null ? 0 : 1;
                if (!Fits(known, actual))
                    wrong.Add($"{testCase.Name}: {known.Type}[{string.Join(',', known.Shape ?? [])}] is not {actual.Type}[{string.Join(',', actual.Shape)}]");
            }
        }

        output.WriteLine($"of {all} outputs the type of {typed} and the shape of {shaped} are known before the run");
        Assert.Empty(wrong);
        Assert.True(shaped > all / 2, $"only {shaped} of {all} shapes are known");
    }

    private static bool Fits(ValueFacts known, Tensor actual) =>
        (known.Type is null || known.Type == actual.Type)
        && (known.Shape is null || (known.Rank == actual.Shape.Length && known.Shape.Zip(actual.Shape).All(static pair => pair.First is null || pair.First == pair.Second)));

    private static (RunResult Result, List<ValueFacts> Facts)? TryRun(OnnxTestCase testCase)
    {
        try
        {
            var model = OnnxModel.Read(testCase.Model);
            Tensor[] inputs = [.. testCase.DataSets[0].Inputs.Select(static bytes => Read(bytes))];
            var compiler = new GraphCompiler(model, new ExternalData(null));
            (Program program, IConstantSource constants) = compiler.Compile();
            return (Executable.Load(program, constants).Run(inputs, default), compiler.OutputFacts);
        }
        catch (InvalidInputException)
        {
            return null;
        }
    }

    private static Tensor Read(ReadOnlyMemory<byte> bytes)
    {
        DraftConstant constant = new TensorImport(new ExternalData(null)).Import(OnnxTensor.Read(bytes), "input");
        Assert.True(ElementTypes.TryParse(constant.Encoding, out ElementType type));
        return new Tensor(type, constant.Shape, constant.Bytes.ToArray());
    }
}
