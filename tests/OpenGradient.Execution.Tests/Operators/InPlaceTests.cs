using OpenGradient.Execution.Tests.Disputes;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Tests.Operators;

/// <summary>Outputs may take the memory of inputs that die with their step; the bits are those of memory of their own.</summary>
public sealed class InPlaceTests
{
    [Theory]
    [InlineData("LogSoftmax")]
    [InlineData("Softmax")]
    [InlineData("Exp")]
    public void Run_InputDiesWithItsStep_GivesTheSameBits(string name)
    {
        float[] x = [.. Numbers.Moderate(3 * 40, 9).Select(MathF.Abs)];
        var model = new SampleModel(1);
        model.Step(name, [model.Step("Abs", [model.Input(SingleStep.Floats(x, 3, 40))])]);
        Program program = model.Build();

        float[] y = Executable.Load(program, model).Run(model.Inputs, default).Outputs[^1].As<float>().ToArray();

        Assert.Equal(Numbers.Bits(new SingleStep(name).Input(x, 3, 40).Floats()), Numbers.Bits(y));
    }
}
