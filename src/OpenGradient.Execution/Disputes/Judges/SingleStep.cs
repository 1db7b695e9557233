using System.Collections.Immutable;
using System.Globalization;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary>One step of a Program carried out on its own.</summary>
internal static class SingleStep
{
    /// <summary>Runs a step that reads inputs 0, 1, 2, …; an operand without a value is a constant with its stored bytes.</summary>
    public static ImmutableArray<Tensor> Run(Step step, IReadOnlyList<StepOperand?> operands) => Run(step, operands, ExecutionOptions.Default);

    /// <inheritdoc cref="Run(Step, IReadOnlyList{StepOperand?})"/>
    public static ImmutableArray<Tensor> Run(Step step, IReadOnlyList<StepOperand?> operands, ExecutionOptions options)
    {
        var inputs = ImmutableArray.CreateBuilder<ProgramInput>();
        var tensors = new List<Tensor>();
        var constants = ImmutableArray.CreateBuilder<Constant>();
        var stored = new List<ReadOnlyMemory<byte>>();
        int[] places = new int[operands.Count];
        int valueCount = operands.Count(static operand => operand?.Value is not null);
        for (int index = 0; index < operands.Count; index++)
        {
            if (operands[index] is not { } operand)
            {
                places[index] = Step.Absent;
            }
            else if (operand.Value is { } tensor)
            {
                places[index] = tensors.Count;
                inputs.Add(new ProgramInput($"input{index}", tensor.Type, [.. tensor.Shape.Select(static dimension => dimension.ToString(CultureInfo.InvariantCulture))]));
                tensors.Add(tensor);
            }
            else
            {
                places[index] = valueCount + stored.Count;
                constants.Add(operand.Constant!);
                stored.Add(operand.Stored);
            }
        }

        var outputs = Enumerable.Range(0, step.OutputCount)
            .Select(output => new ProgramOutput(output.ToString(CultureInfo.InvariantCulture), operands.Count(static operand => operand is not null) + output));
        var program = new Program(inputs.ToImmutable(), constants.ToImmutable(), [step with { Inputs = [.. places], IsTraced = false }], [.. outputs]);
        return Executable.Load(program, new StoredBytes(stored), options).Run(tensors, CancellationToken.None).Outputs;
    }

    private sealed class StoredBytes(List<ReadOnlyMemory<byte>> stored) : IConstantSource
    {
        public ReadOnlyMemory<byte> Read(int index) => stored[index];
    }
}
