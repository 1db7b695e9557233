using OpenGradient.Execution.Interpreter;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary>The judge of operators that move elements: carries the step out on the numbers of the elements, and reads the one that arrives.</summary>
/// <remarks>
/// Element j of the moved inputs, counted through all of them from 1 on, stands for itself; 0 stands for the zero that such an
/// operator fills with. Inputs that say where to move are read whole; they are lists of numbers.
/// </remarks>
/// <param name="isMoved">Whether an input, by its number, is one whose elements move.</param>
internal sealed class MovementJudge(Func<int, bool> isMoved) : IJudge
{
    private static readonly WholeStepJudge Fallback = new();

    /// <inheritdoc/>
    public ValueHeader Infer(JudgedStep step, int output) =>
        IsReduction(step) ? Fallback.Infer(step, output) : new ValueHeader(step.Input(0).Type, Run(step, output).Shape);

    /// <inheritdoc/>
    public Derivation Derive(JudgedStep step, int output, long element)
    {
        if (IsReduction(step))
            return Fallback.Derive(step, output, element);
        long source = Run(step, output).As<long>()[checked((int)element)];
        return new Derivation(() => source == 0 ? 0 : Moved(step, source - 1));
    }

    /// <summary>Whether elements are computed with where they meet, instead of moved.</summary>
    private static bool IsReduction(JudgedStep step) => step.Attributes.Name("reduction", "none") != "none";

    private Tensor Run(JudgedStep step, int output)
    {
        var operands = new List<StepOperand?>();
        long next = 1;
        for (int index = 0; index < step.InputCount; index++)
        {
            operands.Add(step.Has(index) ? StepOperand.Of(isMoved(index) ? Numbers(step.Input(index), ref next) : List(step.Input(index))) : null);
        }

        return SingleStep.Run(step.Step, operands)[output];
    }

    private ulong Moved(JudgedStep step, long source)
    {
        for (int index = 0; index < step.InputCount; index++)
        {
            if (!step.Has(index) || !isMoved(index))
                continue;
            if (source < step.Input(index).Count)
                return step.Input(index).Bits(source);
            source -= step.Input(index).Count;
        }

        throw step.Error("an element comes from nowhere");
    }

    private static Tensor Numbers(JudgedInput input, ref long next)
    {
        long[] numbers = new long[input.Count];
        for (int i = 0; i < numbers.Length; i++)
            numbers[i] = next++;
        return Tensor.Create<long>(ElementType.Int64, Shapes.ToImmutable(input.Shape), numbers);
    }

    private static Tensor List(JudgedInput input)
    {
        byte[] bytes = new byte[input.Count * input.Type.SizeBytes()];
        for (int i = 0; i < input.Count; i++)
            input.Scalar(i).Bytes.CopyTo(bytes, i * input.Type.SizeBytes());
        return new Tensor(input.Type, Shapes.ToImmutable(input.Shape), bytes);
    }
}
