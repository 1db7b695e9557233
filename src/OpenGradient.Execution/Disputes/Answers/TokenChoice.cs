using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
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
    /// <summary>The operator's name. No Program of a model has it.</summary>
    public const string Operator = "Choose";

    /// <summary>The settings of a step.</summary>
    /// <exception cref="InvalidInputException">They are not such as section 15 takes.</exception>
    public static TokenChoice Of(Step step)
    {
        string Setting(string name) => step.Attributes.GetValueOrDefault(name) ?? throw Error($"there is no {name}");
        SamplingSettings settings = new SamplingParameters(Setting("temperature"), Setting("topP"), Setting("topK"), "1", "").Parse();
        return int.TryParse(Setting("prompt"), NumberStyles.None, CultureInfo.InvariantCulture, out int prompt) && prompt > 0 && Digest.TryParse(Setting("seed"), out Digest seed)
            ? new TokenChoice(settings, prompt, seed)
            : throw Error("prompt or seed are malformed");
    }

    /// <summary>The tokens chosen from logits <c>[rows, vocabulary]</c>: one for each row from the prompt's last on.</summary>
    public Tensor Choose(Tensor logits)
    {
        ValueHeader header = Header(logits.Type, logits.Shape);
        ReadOnlySpan<float> rows = MemoryMarshal.Cast<byte, float>(logits.Bytes);
        int vocabulary = (int)logits.Shape[1];
        var sampler = new Sampler(Settings, new Chacha8Rand(Seed.AsSpan()), prompt: [], grammar: null);
        int[] tokens = new int[header.ElementCount];
        for (int index = 0; index < tokens.Length; index++)
            tokens[index] = sampler.Choose(rows.Slice((PromptCount - 1 + index) * vocabulary, vocabulary));
        return Tensor.Create<int>(ElementType.Int32, header.Shape, tokens);
    }

    /// <summary>Type and shape of the tokens.</summary>
    public ValueHeader Header(ElementType type, ImmutableArray<long> logits) => type == ElementType.Float32 && logits is [var rows, > 0] && rows >= PromptCount
        ? new ValueHeader(ElementType.Int32, [rows - PromptCount + 1])
        : throw Error("the logits are not rows of binary32, at least as many as the prompt has tokens");

    /// <summary>The number of the random stream that the token at a place of the answer takes.</summary>
    public ulong Draw(long index)
    {
        var random = new Chacha8Rand(Seed.AsSpan());
        for (long i = 0; i < index; i++)
            random.NextUInt64();
        return random.NextUInt64();
    }

    private static InvalidInputException Error(string what) => new(InvalidInputKind.Invalid, "dispute", $"Tokens cannot be chosen: {what}.");
}
