using System.Globalization;

namespace OpenGradient.Execution.Disputes;

/// <summary>An operand of <c>Einsum</c>, or what comes of some, in its expansion.</summary>
/// <param name="Value">The value.</param>
/// <param name="Axes">The labels of its axes.</param>
/// <param name="Labels">The same, each once, without those that are left out.</param>
internal sealed record ContractionTerm(int Value, int[] Axes, int[] Labels)
{
    /// <summary>With all other axes summed.</summary>
    public ContractionTerm Keep(ProgramSketch sketch, int[] kept)
    {
        int[] left = [.. Labels.Where(kept.Contains)];
        return left.Length == Labels.Length ? this : new ContractionTerm(Give(sketch, left), left, left);
    }

    /// <summary>With another: axes that both have and that are not kept are summed.</summary>
    public ContractionTerm Join(ProgramSketch sketch, ContractionTerm other, int[] kept)
    {
        int[] batch = [.. Labels.Where(label => other.Labels.Contains(label) && kept.Contains(label))];
        int[] joined = [.. batch, .. Labels.Except(other.Labels), .. other.Labels.Except(Labels)];
        int value = sketch.Add(ContractJudge.Operator, [Value, other.Value], ("left", Text(Axes)), ("result", Text(joined)), ("right", Text(other.Axes)));
        return new ContractionTerm(value, joined, joined);
    }

    /// <summary>The value with these axes, all others summed.</summary>
    public int Give(ProgramSketch sketch, int[] result) => sketch.Add(ContractJudge.Operator, [Value], ("left", Text(Axes)), ("result", Text(result)));

    private static string Text(int[] labels) => string.Join(',', labels.Select(static label => label.ToString(CultureInfo.InvariantCulture)));
}
