using OpenGradient.Execution.Interpreter;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>Runs a body while a condition holds and a count is not reached; carries values from iteration to iteration and collects others.</summary>
/// <remarks>
/// Inputs of the step: count, condition, carried values. Inputs of the body: iteration, condition, carried values. Outputs of the
/// body: condition, carried values, parts. Outputs of the step: carried values, joined parts.
/// </remarks>
internal sealed class LoopOperation(int carriedCount, ElementType[] partTypes, int[][] partShapes) : IOperation
{
    public static OperatorDefinition Definition { get; } = new("Loop", 0, int.MaxValue, int.MaxValue, Bind) { BodyCount = 1 };

    public void Run(StepRun run)
    {
        long count = run.Has(0) ? run.Count(run.Input(0)) : long.MaxValue;
        var parts = Array.ConvertAll(partTypes, static _ => new List<Value>());
        run.Give(0, 1, run.Has(1) ? run.Input(1) : new Value(ElementType.Bool, [], new byte[] { 1 }, buffer: null));
        for (int index = 0; index < carriedCount; index++)
            run.Give(0, 2 + index, run.Input(2 + index));
        for (int iteration = 0; iteration < count && run.Truth(run.BodyInput(0, 1)); iteration++)
            Iterate(run, iteration, parts);
        for (int index = 0; index < carriedCount; index++)
            run.Alias(index, run.BodyInput(0, 2 + index), run.BodyInput(0, 2 + index).Shape);
        run.EndBody(0);
        for (int part = 0; part < parts.Length; part++)
            Join(run, part, parts[part]);
    }

    private void Iterate(StepRun run, int iteration, List<Value>[] parts)
    {
        run.Give(0, 0, new Value(ElementType.Int64, [], BitConverter.GetBytes((long)iteration), buffer: null));
        run.RunBody(0, iteration);
        for (int part = 0; part < parts.Length; part++)
            parts[part].Add(run.KeepBodyOutput(0, 1 + carriedCount + part));
        run.NextIteration(0, firstOutput: 0, firstInput: 1, 1 + carriedCount);
    }

    private void Join(StepRun run, int part, List<Value> values)
    {
        ElementType type = values.Count > 0 ? values[0].Type : partTypes[part];
        int[] shape = values.Count > 0 ? values[0].Shape : partShapes[part];
        Span<byte> joined = run.Output(carriedCount + part, type, [values.Count, .. shape]).Bytes;
        foreach (Value value in values)
        {
            if (value.Type != type || !value.Shape.AsSpan().SequenceEqual(shape))
                throw run.Error($"part {part} is {type.CanonicalName()}{Shapes.Describe(shape)} first and {value.Type.CanonicalName()}{Shapes.Describe(value.Shape)} later");
            value.Bytes.CopyTo(joined);
            joined = joined[value.Bytes.Length..];
        }
    }

    private static LoopOperation Bind(StepBinding step)
    {
        int carriedCount = Math.Max(step.InputCount - 2, 0);
        int partCount = step.OutputCount - carriedCount;
        if (partCount < 0 || step.Bodies[0].InputCount != 2 + carriedCount || step.Bodies[0].Outputs.Length != 1 + carriedCount + partCount)
            throw step.Error($"with {carriedCount} carried values the body takes {2 + carriedCount} inputs and gives one output more than the step");
        var types = new ElementType[partCount];
        var shapes = new int[partCount][];
        for (int part = 0; part < partCount; part++)
        {
            types[part] = step.Attributes.Type($"type{part}", ElementType.Float32);
            shapes[part] = step.Attributes.Integers($"shape{part}") ?? [];
        }

        return new LoopOperation(carriedCount, types, shapes);
    }
}
