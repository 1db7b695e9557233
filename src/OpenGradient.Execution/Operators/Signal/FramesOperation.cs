using OpenGradient.Execution.Interpreter;

namespace OpenGradient.Execution.Operators;

/// <summary>Overlapping pieces of lines: y[b, f, i, …] = x[b, f·step + i, …]. Inputs: x [batch, length, …], step, piece length.</summary>
internal sealed class FramesOperation : IOperation
{
    /// <summary>The operator.</summary>
    public static OperatorDefinition Definition { get; } = new("Frames", 3, 3, 1, static _ => new FramesOperation());

    /// <inheritdoc/>
    public void Run(StepRun run)
    {
        Value x = run.Input(0);
        if (x.Rank < 2 || run.Integers(1) is not [long step] || run.Integers(2) is not [long length])
            throw run.Error($"takes lines [batch, length, …], a step and a length, not {Interpreter.Shapes.Describe(x.Shape)}");
        if (step < 1 || length < 1 || length > x.Shape[1])
            throw run.Error($"pieces of {length} every {step} do not fit {x.Shape[1]}");
        int count = (int)((x.Shape[1] - length) / step) + 1;
        int[] rest = x.Shape[2..];
        Value y = run.Output(0, x.Type, [x.Shape[0], count, (int)length, .. rest]);
        int rowBytes = Interpreter.Shapes.ElementCount(rest) * Programs.ElementTypes.SizeBytes(x.Type);
        int pieceBytes = (int)length * rowBytes;
        for (int piece = 0; piece < x.Shape[0] * count; piece++)
        {
            int start = ((piece / count * x.Shape[1]) + (int)(piece % count * step)) * rowBytes;
            x.Bytes.Slice(start, pieceBytes).CopyTo(y.Bytes[(piece * pieceBytes)..]);
        }
    }
}
