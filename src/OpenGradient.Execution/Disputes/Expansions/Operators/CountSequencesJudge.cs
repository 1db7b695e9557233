using System.Runtime.InteropServices;
using OpenGradient.Execution.Interpreter;
using OpenGradient.Execution.Operators;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary><c>CountSequences</c>, in the expansion of <c>TfIdf</c>: how often each index was found, weighed. Inputs: what <see cref="FindSequencesJudge"/> gives, indexes, weights?.</summary>
/// <remarks>A phase counts the elements of a row that are the index; by <c>mode</c> another looks for the last sequence that is counted there, from 1 on, for its weight.</remarks>
internal sealed class CountSequencesJudge : IDisputeOperator, ISizeJudge
{
    /// <summary>The operator's name.</summary>
    public const string Operator = "CountSequences";

    /// <summary>The last dimension of the output: the greatest index, and one.</summary>
    public static Derivation Width(JudgedInput indexes) =>
        new([Phase.Words(indexes.Count, 0, (at, _, width) => Math.Max(width, (ulong)indexes.Integer(at) + 1))], static results => results[0]);

    /// <summary>The output of rows.</summary>
    public static ValueHeader Header(int[] rows, ulong width) => new(ElementType.Float32, Shapes.ToImmutable([.. rows, checked((int)width)]));

    /// <inheritdoc/>
    public ValueHeader Infer(JudgedStep step, int output) => this.InferBySize(step, output);

    /// <inheritdoc/>
    public Derivation DeriveSize(JudgedStep step, int output) => Width(step.Input(1));

    /// <inheritdoc/>
    public ValueHeader Header(JudgedStep step, int output, ulong size) => Header(step.Input(0).Shape[..^3], size);

    /// <inheritdoc/>
    public Tensor Run(JudgedStep step)
    {
        ValueHeader header = Infer(step, 0);
        (int width, int rowLength) = ((int)header.Shape[^1], RowLength(step));
        float[] counts = new float[header.ElementCount];
        ReadOnlySpan<int> found = MemoryMarshal.Cast<byte, int>(step.Input(0).ReadElements());
        for (int at = 0; at < found.Length; at++)
        {
            if (found[at] >= 0)
                counts[(at / rowLength * width) + found[at]]++;
        }

        long[] last = new long[width];
        for (int sequence = 0; sequence < step.Input(1).Count; sequence++)
            last[step.Input(1).Integer(sequence)] = sequence + 1;
        for (int element = 0; element < counts.Length; element++)
            counts[element] = Weigh(step, counts[element], last[element % width]);
        return Tensor.Create<float>(header.Type, header.Shape, counts);
    }

    /// <inheritdoc/>
    public Derivation Derive(JudgedStep step, int output, long element)
    {
        (JudgedInput found, JudgedInput indexes, int rowLength) = (step.Input(0), step.Input(1), RowLength(step));
        (long row, long index) = Math.DivRem(element, step.OutputHeader.Shape[^1]);
        Phase count = Phase.Chain(rowLength, 0f, (at, _, sum) => found.Integer((row * rowLength) + at) == index ? sum + 1f : sum);
        Phase last = Phase.Words(Mode(step) == "tf" ? 0 : indexes.Count, 0, (at, _, sequence) => indexes.Integer(at) == index ? (ulong)at + 1 : sequence);
        return new Derivation([count, last], results => ElementBits.Of(Weigh(step, ElementBits.Float(results[0]), (long)results[1])));
    }

    private static string Mode(JudgedStep step) => step.Attributes.Name("mode", "tf");

    private static int RowLength(JudgedStep step) => Shapes.ElementCount(step.Input(0).Shape, step.Input(0).Shape.Length - 3, step.Input(0).Shape.Length);

    /// <summary>The weight is that of a sequence, counted from 1 on; of none 0.</summary>
    private static float Weigh(JudgedStep step, float count, long sequence)
    {
        string mode = Mode(step);
        if (mode == "tf")
            return count;
        float weight = !step.Has(2) ? 1f : sequence == 0 ? 0f : step.Input(2).Float(sequence - 1);
        return mode == "idf" ? count > 0 ? weight : 0f : Number.Canonical(count * weight);
    }
}
