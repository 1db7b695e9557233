using System.Collections.Immutable;
using OpenGradient.Execution.Interpreter;
using OpenGradient.Execution.LanguageModels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary>The step that changes logits by penalties and bias before tokens are chosen from them (spec/dispute-1, section 11).</summary>
/// <param name="Settings">The settings as numbers.</param>
/// <param name="PromptCount">How many of the tokens that were read are the prompt.</param>
internal sealed record LogitChange(SamplingSettings Settings, int PromptCount)
{
    /// <summary>The settings of a step.</summary>
    /// <exception cref="Primitives.InvalidInputException">They are not such as section 15 takes.</exception>
    public static LogitChange Of(Step step) => new(AnswerSettings.Read(step), AnswerSettings.PromptCount(step));

    /// <summary>Changes logits <c>[rows, vocabulary]</c>: one row for each token of the answer.</summary>
    /// <param name="logits">The logits.</param>
    /// <param name="tokens">The tokens that were read: the prompt, and the answer but for its last.</param>
    public Tensor Run(Tensor logits, Tensor tokens)
    {
        ValueHeader header = Header(logits.Type, logits.Shape);
        int vocabulary = (int)header.Shape[1];
        ReadOnlySpan<float> rows = logits.As<float>()[((PromptCount - 1) * vocabulary)..];
        ReadOnlySpan<int> read = tokens.As<int>();
        var adjustment = new LogitAdjustment(Settings, read[..PromptCount]);
        float[] changed = new float[rows.Length];
        for (int row = 0; row < header.Shape[0]; row++)
        {
            if (row > 0)
                adjustment.Note(read[PromptCount + row - 1]);
            adjustment.Apply(rows.Slice(row * vocabulary, vocabulary)).CopyTo(changed.AsSpan(row * vocabulary));
        }

        var tensor = Tensor.Create<float>(ElementType.Float32, header.Shape, changed);
        CanonicalForm.Apply(ElementType.Float32, tensor.Bytes);
        return tensor;
    }

    /// <summary>Type and shape of the changed logits.</summary>
    public ValueHeader Header(ElementType type, ImmutableArray<long> logits) => new(ElementType.Float32, [AnswerSettings.RowCount(type, logits, PromptCount), logits[1]]);

    /// <summary>A logit, changed.</summary>
    /// <param name="logit">As the Program gave it.</param>
    /// <param name="token">Of which token.</param>
    /// <param name="isKnown">Whether the tokens before have it.</param>
    /// <param name="count">How often the answer has it before.</param>
    public float Change(float logit, long token, bool isKnown, long count)
    {
        if (isKnown)
            logit = LogitAdjustment.Penalise(Settings, logit, checked((int)count));
        foreach ((_, float bias) in Settings.LogitBias.Where(bias => bias.Token == token))
            logit += bias;
        return logit;
    }
}
