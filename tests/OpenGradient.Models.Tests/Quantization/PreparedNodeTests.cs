using System.Collections.Immutable;
using System.Globalization;
using OpenGradient.Benchmarks.ProvableModels.Networks;
using OpenGradient.Conformance;
using OpenGradient.Execution;
using OpenGradient.Models.Quantization;
using OpenGradient.Models.Tests.Onnx;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Models.Tests.Quantization;

/// <summary>The operator tests of the ONNX project, prepared and compiled to integers: what is prepared means the same numbers, and integers stay near them.</summary>
public sealed class PreparedNodeTests(ITestOutputHelper output)
{
    [Fact]
    [Trait("Category", "Vectors")]
    [Trait("Category", "Slow")]
    public void NodeCases_PreparedAndCompiled_StayCloseToFloat()
    {
        int prepared = 0, compiled = 0;
        List<string> wrong = [], far = [];
        SortedDictionary<string, int> refused = new(StringComparer.Ordinal);
        foreach (OnnxTestCase testCase in OnnxNodeArchive.Cases())
        {
            if (Beyond.Any(testCase.Name.Contains) || TryOpen(testCase) is not { } opened)
                continue;
            try
            {
                PreparedModel model = IntegerCompiler.Prepare(opened.Program, opened.Constants, opened.Inputs, TestContext.Current.CancellationToken);
                ImmutableArray<Tensor> expected = Executable.Load(opened.Program, opened.Constants).Run(opened.Inputs, default).Outputs;
                ImmutableArray<Tensor> actual = Executable.Load(model.Program, model.Constants).Run(opened.Inputs, default).Outputs;
                prepared++;
                string? difference = expected.Zip(actual).Select(pair => TensorDifference.Find(pair.First, pair.Second, testCase.Tolerance)).FirstOrDefault(static found => found is not null);
                if (difference is not null)
                    wrong.Add($"{testCase.Name}: {difference}");
                IntegerModel integers = IntegerCompiler.Compile(opened.Program, opened.Constants, [opened.Inputs], new IntegerCompilerOptions { WeightBits = 16 }, default);
                compiled++;
                double error = Error(expected, Executable.Load(integers.Program, integers.Constants).Run(integers.Accept(opened.Inputs), default).Outputs);
                if (!(error < Tolerance))
                    far.Add(string.Create(CultureInfo.InvariantCulture, $"{testCase.Name}: {error:P2}"));
            }
            catch (InvalidInputException error)
            {
                string reason = error.Message[(error.Message.IndexOf('(', StringComparison.Ordinal) + 1)..];
                refused[reason] = refused.GetValueOrDefault(reason) + 1;
            }
            catch (Exception error)
            {
                wrong.Add($"{testCase.Name}: {error.GetType().Name} {error.Message} {error.StackTrace?.Split('\n')[0]}");
            }
        }

        output.WriteLine($"{prepared} prepared, {compiled} compiled");
        output.WriteLine(string.Join('\n', wrong));
        output.WriteLine(string.Join('\n', far));
        output.WriteLine(string.Join('\n', refused.Select(static reason => $"{reason.Value,4} {reason.Key}")));
        Assert.Empty(wrong);
        Assert.Empty(far);
    }

    /// <summary>The vector has a NaN, which goes another way than 0; any other number takes the same one.</summary>
    [Fact]
    [Trait("Category", "Vectors")]
    public void SetMembership_WithoutNaN_IsThatOfTheFloatModel()
    {
        OnnxCompiledCase opened = TryOpen(OnnxNodeArchive.Cases().Single(static testCase => testCase.Name.Contains(SetMembership, StringComparison.Ordinal)))!;
        Tensor[] inputs = [Tensor.Create<float>(ElementType.Float32, opened.Inputs[0].Shape, Array.ConvertAll(opened.Inputs[0].As<float>().ToArray(), static number => float.IsNaN(number) ? 8f : number))];

        IntegerModel integers = IntegerCompiler.Compile(opened.Program, opened.Constants, [inputs], new IntegerCompilerOptions { WeightBits = 16 }, default);

        float[] expected = Executable.Load(opened.Program, opened.Constants).Run(inputs, default).Outputs[0].As<float>().ToArray();
        Assert.Equal(expected, Executable.Load(integers.Program, integers.Constants).Run(integers.Accept(inputs), default).Outputs[0].As<float>().ToArray());
    }

    private static OnnxCompiledCase? TryOpen(OnnxTestCase testCase)
    {
        try
        {
            OnnxCompiledCase opened = OnnxTestRunner.Compile(testCase, testCase.DataSets[0], areConstants: true);
            bool isOrdinary = opened.Inputs.All(static input => input.Type is ElementType.Float32 or ElementType.Float64 or ElementType.Bool || input.Type.IsInteger());
            _ = Executable.Load(opened.Program, opened.Constants).Run(opened.Inputs, default);
            return isOrdinary ? opened : null;
        }
        catch (InvalidInputException)
        {
            return null;
        }
    }

    private static double Error(ImmutableArray<Tensor> expected, ImmutableArray<Tensor> actual) =>
        expected.Zip(actual).Select(static pair => ElementNumbers.Distance(ElementNumbers.Of(pair.First), ElementNumbers.Of(pair.Second))).DefaultIfEmpty().Max();

    private const double Tolerance = 0.01;

    /// <summary>What is about infinities, NaN, wrapping, bits of narrow types, or a root of nearly zero: integers have none of it; and a sum that is zero but for its rounding.</summary>
    private static readonly string[] Beyond =
        ["FLOAT4", "FLOAT8", "INT2", "INT4", "_ui64_", "dft_inverse", "_uint2", "_uint4", "_int2", "_int4", "isinf", "isnan", "nan_robustness", "neginf", "reduce_log_sum_exp_do_not_keepdims_", "reduce_log_sum_exp_keepdims_", "reduce_log_sum_exp_negative_axes_keepdims_", SetMembership];

    private const string SetMembership = "tree_ensemble_set_membership";
}
