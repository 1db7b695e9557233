using OpenGradient.Conformance;
using OpenGradient.Models.Tests.Onnx;
using OpenGradient.Primitives;

namespace OpenGradient.Execution.Tests.Disputes;

/// <summary>Every step of every operator test of the ONNX project: the judges say what the engine says, in all forms of the operators.</summary>
public sealed class OnnxJudgeTests(ITestOutputHelper output)
{
    [Fact]
    [Trait("Category", "Vectors")]
    [Trait("Category", "Slow")]
    public void Judges_OnTheNodeCases_SayWhatTheEngineSays()
    {
        var failures = new List<string>();
        int checkedCount = 0;
        foreach (OnnxTestCase testCase in OnnxNodeArchive.Cases())
        {
            try
            {
                checkedCount += Check(testCase, areConstants: false) || Check(testCase, areConstants: true) ? 1 : 0;
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                failures.Add($"{testCase.Name}: {failure.Message}");
            }
        }

        output.WriteLine($"{checkedCount} cases");
        output.WriteLine(string.Join("\n", failures));
        Assert.Empty(failures);
        Assert.InRange(checkedCount, 1200, 1335);
    }

    /// <summary>False for what the engine refuses.</summary>
    private static bool Check(OnnxTestCase testCase, bool areConstants)
    {
        OnnxCompiledCase compiled;
        try
        {
            compiled = OnnxTestRunner.Compile(testCase, testCase.DataSets[0], areConstants);
            Executable.Load(compiled.Program, compiled.Constants).Run(compiled.Inputs, default);
        }
        catch (InvalidInputException)
        {
            return false;
        }

        JudgeCheck.AllSteps(compiled.Program, compiled.Constants, compiled.Inputs, testCase.Name);
        return true;
    }
}
