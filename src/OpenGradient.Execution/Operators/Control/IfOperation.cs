using OpenGradient.Execution.Interpreter;

namespace OpenGradient.Execution.Operators;

/// <summary>Runs one of two bodies: the first if the condition holds, else the second.</summary>
internal sealed class IfOperation : IOperation
{
    public static OperatorDefinition Definition { get; } = new("If", 1, 1, int.MaxValue, Bind) { BodyCount = 2 };

    public void Run(StepRun run)
    {
        int body = run.Truth(run.Input(0)) ? 0 : 1;
        run.RunBody(body);
        for (int output = 0; output < run.OutputCount; output++)
        {
            Value value = run.BodyOutput(body, output);
            run.Alias(output, value, value.Shape);
        }

        run.EndBody(body);
    }

    private static IfOperation Bind(StepBinding step)
    {
        if (step.Bodies.Any(body => body.InputCount != 0 || body.Outputs.Length != step.OutputCount))
            throw step.Error($"both bodies must take no inputs and give {step.OutputCount} outputs");
        return new IfOperation();
    }
}
