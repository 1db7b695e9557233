using OpenGradient.Execution.Interpreter;
using OpenGradient.Kernels;

namespace OpenGradient.Execution.Operators;

/// <summary>The attributes of <see cref="AttentionOperation"/>.</summary>
/// <param name="HeadCount">Heads of q when it has three dimensions; 0 when it has four.</param>
/// <param name="KvHeadCount">Heads of k and v when they have three dimensions; 0 when they have four.</param>
/// <param name="GivenScale">The factor of each dot product; NaN for 1 / √headDim.</param>
/// <param name="Divisor">What each dot product is divided by instead; 0 for none.</param>
/// <param name="SoftCap">The bound of the scores; 0 for none.</param>
/// <param name="IsCausal">Whether row i reads only positions up to i + its offset.</param>
/// <param name="EmptyRowsAreNaN">Whether a row that may attend to nothing is NaN, as <c>Softmax</c> has it; else its weights are +0.</param>
/// <param name="Taken">What the second output holds.</param>
internal sealed record AttentionSettings(
    int HeadCount, int KvHeadCount, float GivenScale, float Divisor, float SoftCap, bool IsCausal, bool EmptyRowsAreNaN, AttentionScores Taken)
{
    /// <summary>Reads them.</summary>
    public static AttentionSettings Read(StepBinding binding)
    {
        StepAttributes attributes = binding.Attributes;
        int heads = attributes.Integer("heads", 0);
        int kvHeads = attributes.Integer("kvHeads", 0);
        float cap = attributes.Float("softcap", 0f);
        if (heads is < 0 or > HeadLimit || kvHeads is < 0 or > HeadLimit || !(cap >= 0f))
            throw binding.Error($"{heads} heads, {kvHeads} heads of keys and the soft cap {cap} cannot be");
        string empty = attributes.Name("empty", "zero");
        if (empty is not ("zero" or "nan"))
            throw attributes.Malformed("empty", empty, "zero or nan");
        string scores = attributes.Name("scores", "scaled");
        AttentionScores taken = scores switch
        {
            "scaled" => AttentionScores.Scaled,
            "capped" => AttentionScores.Capped,
            "masked" => AttentionScores.Masked,
            "weights" => AttentionScores.Weights,
            _ => throw attributes.Malformed("scores", scores, "scaled, capped, masked or weights"),
        };
        return new AttentionSettings(heads, kvHeads, attributes.Float("scale", float.NaN), attributes.Float("divisor", 0f), cap, attributes.Flag("causal", false), empty == "nan", taken);
    }

    /// <summary>From dot products to the first scores.</summary>
    public void Scale(int headDim, Span<float> scores)
    {
        if (Divisor != 0f)
            AttentionRows.Divide(Divisor, scores);
        else
            AttentionRows.Scale(Scale(headDim), scores);
    }

    /// <summary>Copies the scores out if this is the stage that was asked for and they are wanted.</summary>
    public void Take(AttentionScores stage, ReadOnlySpan<float> scores, Span<float> taken)
    {
        if (stage == Taken && !taken.IsEmpty)
            scores.CopyTo(taken);
    }

    private float Scale(int headDim) => float.IsNaN(GivenScale) ? 1f / MathF.Sqrt(headDim) : GivenScale;

    private const int HeadLimit = 1 << 16;
}
