using OpenGradient.Programs;

namespace OpenGradient.Execution.Tests.Interpreter;

/// <summary>Steps that are joined give the bits of steps that are carried out one by one.</summary>
public sealed class StepFusionTests
{
    [Theory]
    [InlineData("Relu")]
    [InlineData("Gelu")]
    [InlineData("Silu")]
    public void Run_JoinedWithAFunction_GivesTheBitsOfSingleSteps(string function)
    {
        Tensor[] inputs = [SketchedModel.Random(3, 2, 6, 21, 21)];
        foreach (int threadCount in (ReadOnlySpan<int>)[1, 3])
        {
            Executable executable = Untraced(function, threadCount);

            RunResult joined = executable.Run(inputs, default);
            RunResult again = executable.Run(inputs, default);
            RunResult single = executable.Run(inputs, TraceLevel.Full, default);

            Assert.Equal(single.Outputs[0].Bytes, joined.Outputs[0].Bytes);
            Assert.Equal(single.Outputs[0].Bytes, again.Outputs[0].Bytes);
            Assert.Equal(single.Outputs[1].Bytes, joined.Outputs[1].Bytes);
            Assert.Equal(single.TraceRoot, joined.TraceRoot);
        }
    }

    /// <summary>Convolutions with and without groups and a product, each followed by the function; one of them is read twice and must stay as it is.</summary>
    private static Executable Untraced(string function, int threadCount)
    {
        var model = new SketchedModel(new ProgramInput("x", ElementType.Float32, ["n", "6", "21", "21"]));
        int filters = model.Constant(13, 6, 3, 3);
        int planes = model.Constant(13, 1, 3, 3);
        int points = model.Constant(30, 13, 1, 1);
        int weights = model.Constant(50, 441);
        int x = model.Add(function, [model.Add("Conv", [0, filters], ("pads", "1,1,1,1"))]);
        x = model.Add(function, [model.Add("Conv", [x, planes], ("group", "13"), ("pads", "1,1,1,1"))]);
        int twice = model.Add("Conv", [x, points]);
        x = model.Add("Add", [model.Add(function, [twice]), twice]);
        int y = model.Add(function, [model.Add("Linear", [model.Add("Flatten", [x], ("axis", "2")), weights])]);
        Program program = model.Return(y, x).Build();
        program = program with { Steps = [.. program.Steps.Select(static step => step with { IsTraced = step.Operator == "Add" })] };
        return Executable.Load(program, model, new ExecutionOptions { ThreadCount = threadCount });
    }
}
