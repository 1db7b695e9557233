using System.Collections.Immutable;
using OpenGradient.Execution.LanguageModels;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary>The step with which a dispute about an answer ends a Program: from logits to tokens (spec/dispute-1, section 11).</summary>
/// <param name="Settings">The settings as numbers.</param>
/// <param name="PromptCount">Row PromptCount - 1 of the logits gives the first token.</param>
/// <param name="Seed">What seeds the random stream.</param>
internal sealed record TokenChoice(SamplingSettings Settings, int PromptCount, Digest Seed)
{
    /// <summary>The settings of a step.</summary>
    /// <exception cref="InvalidInputException">They are not such as section 15 takes.</exception>
    public static TokenChoice Of(Step step) => Digest.TryParse(step.Attributes.GetValueOrDefault("seed") ?? "", out Digest seed)
        ? new TokenChoice(AnswerSettings.Read(step), AnswerSettings.PromptCount(step), seed)
        : throw AnswerSettings.Error("the seed is malformed");

    /// <summary>What is chosen where no token may come.</summary>
    public const int NoToken = -1;

    /// <summary>The tokens chosen from logits <c>[rows, vocabulary]</c>: one for each row from the prompt's last on.</summary>
    /// <param name="logits">The logits.</param>
    /// <param name="allowed">For each of them which tokens may come; null if all may.</param>
    public Tensor Choose(Tensor logits, Tensor? allowed)
    {
        ValueHeader header = Header(logits.Type, logits.Shape);
        ReadOnlySpan<float> rows = logits.As<float>();
        int vocabulary = (int)logits.Shape[1];
        var random = new Chacha8Rand(Seed.AsSpan());
        var sampler = new Sampler(Settings, random, prompt: [], grammar: null);
        int[] tokens = new int[header.ElementCount];
        for (int index = 0; index < tokens.Length; index++)
        {
            TokenMask mask = allowed is null ? default : Mask(allowed.Bytes.AsSpan(index * vocabulary, vocabulary));
            tokens[index] = mask.IsEmpty ? NoToken : sampler.Choose(rows.Slice((PromptCount - 1 + index) * vocabulary, vocabulary), mask);
            if (mask.IsEmpty && Settings.Temperature != 0f)
                random.NextUInt64();
        }

        return Tensor.Create<int>(ElementType.Int32, header.Shape, tokens);
    }

    private static TokenMask Mask(ReadOnlySpan<byte> allowed)
    {
        ulong[] words = new ulong[(allowed.Length + 63) / 64];
        for (int token = 0; token < allowed.Length; token++)
            words[token >> 6] |= (ulong)(allowed[token] & 1) << token;
        return new TokenMask(words);
    }

    /// <summary>Type and shape of the tokens.</summary>
    public ValueHeader Header(ElementType type, ImmutableArray<long> logits) => new(ElementType.Int32, [AnswerSettings.RowCount(type, logits, PromptCount)]);

    /// <summary>The number of the random stream that the token at a place of the answer takes.</summary>
    public ulong Draw(long index)
    {
        var random = new Chacha8Rand(Seed.AsSpan());
        for (long i = 0; i < index; i++)
            random.NextUInt64();
        return random.NextUInt64();
    }
}
