using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using OpenGradient.Cli.Output;
using OpenGradient.Execution.Disputes;
using OpenGradient.Execution.LanguageModels;
using OpenGradient.Primitives;
using OpenGradient.Receipts;

namespace OpenGradient.Cli.Disputes;

/// <summary>The answer that a bundle's receipt is about: its prompt and tokens as the bundle discloses them, its settings and nonces as the receipt states them.</summary>
/// <remarks>Does not establish that the receipt is signed or logged: that is <c>og verify</c>.</remarks>
internal static class DisputedReceipt
{
    /// <summary>Reads the answer.</summary>
    /// <exception cref="InvalidInputException">The bundle is malformed, of another model, of no chat, or does not disclose all tokens.</exception>
    public static DisputedText Read(byte[] file, ProgramId program)
    {
        if (!Bundle.TryParse(file, out Bundle? bundle, out _) || !Receipt.TryParse(bundle.Dsse, out Receipt? receipt, out _))
            throw Error("it is no bundle of a receipt");
        ReceiptContent content = receipt.Content;
        if (content.Model.Program != program)
            throw Error("its receipt is about another model");
        if (content.Sampling is not { } stated)
            throw Error("its receipt is about no chat");
        RequireJudgedSettings(stated);
        RequireFreeChoice(bundle, content.Input);
        Digest seed = SamplingSeed.Derive(
            Convert.FromHexString(content.Nonce.Client), Convert.FromHexString(content.Draw?.Proof ?? content.Nonce.Provider), stated.Seed);
        return new DisputedText(
            Tokens(bundle, CommitmentSide.Input, content.Input, content.Usage.InputTokens),
            Tokens(bundle, CommitmentSide.Output, content.Output, content.Usage.OutputTokens),
            new SamplingParameters(stated.Temperature, stated.TopP, stated.TopK, stated.MaxTokens, stated.Seed),
            seed);
    }

    /// <summary>Settings that dispute-1 does not judge must be such that they change nothing.</summary>
    private static void RequireJudgedSettings(SamplingStatement stated)
    {
        (string Name, string? Text, float Neutral)[] others =
        [
            ("frequencyPenalty", stated.FrequencyPenalty, 0f),
            ("minP", stated.MinP, 0f),
            ("presencePenalty", stated.PresencePenalty, 0f),
            ("repetitionPenalty", stated.RepetitionPenalty, 1f),
        ];
        foreach ((string name, string? text, float neutral) in others)
        {
            bool changesNothing = text is null || (float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out float number) && number == neutral);
            if (!changesNothing)
                throw Error($"its receipt states {name} {text}, and a choice by that cannot be judged");
        }
    }

    /// <summary>No bias and no constraint: they would be the leaves right before the tokens (receipt-1 §3), so the leaf there must be seen.</summary>
    private static void RequireFreeChoice(Bundle bundle, Commitment input)
    {
        Disclosure[] disclosed = [.. bundle.Disclosures.Where(disclosure => disclosure.Side == CommitmentSide.Input && disclosure.IsPartOf(input))];
        if (disclosed.FirstOrDefault(static disclosure => disclosure.Leaf.Kind is LeafKind.LogitBias or LeafKind.Constraint) is { } held)
            throw Error($"its input has a leaf {$"{held.Leaf.Kind} {held.Leaf.Label}".TrimEnd()}, and a choice by that cannot be judged");
        long first = disclosed.Where(static disclosure => disclosure.Leaf.Kind == LeafKind.Tokens).Select(static disclosure => disclosure.Index).DefaultIfEmpty(0).Min();
        if (first > 0 && !disclosed.Any(disclosure => disclosure.Index == first - 1))
            throw Error("it does not disclose the leaf before the tokens of the prompt, which may be a logit-bias or a constraint");
    }

    /// <summary>The leaves of 32 tokens, put together.</summary>
    private static ImmutableArray<int> Tokens(Bundle bundle, CommitmentSide side, Commitment commitment, long count)
    {
        var tokens = ImmutableArray.CreateBuilder<int>();
        foreach (Disclosure disclosure in bundle.Disclosures.Where(disclosure => disclosure.Side == side && disclosure.Leaf.Kind == LeafKind.Tokens).OrderBy(static disclosure => disclosure.Index))
        {
            bool isNext = disclosure.IsPartOf(commitment) && disclosure.Leaf.Label == tokens.Count.ToString(CultureInfo.InvariantCulture) && disclosure.Leaf.Content.Length % sizeof(int) == 0;
            if (!isNext)
                throw Error("disclosed tokens are not those of the receipt, or some before them are missing");
            for (int at = 0; at < disclosure.Leaf.Content.Length; at += sizeof(int))
                tokens.Add(BinaryPrimitives.ReadInt32LittleEndian(disclosure.Leaf.Content.Span[at..]));
        }

        return tokens.Count == count ? tokens.ToImmutable() : throw Error($"it discloses {tokens.Count} of {Plural.Of(count, "token")} of the {(side == CommitmentSide.Input ? "prompt" : "answer")}");
    }

    private static InvalidInputException Error(string what) => new(InvalidInputKind.Invalid, "--bundle", $"The dispute cannot be about this bundle: {what}.");
}
