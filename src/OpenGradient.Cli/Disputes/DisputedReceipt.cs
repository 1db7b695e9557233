using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
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
        SamplingStatement known = new(stated.MaxTokens, stated.Seed, stated.Stop, stated.Temperature, stated.TopK, stated.TopP);
        if (stated != known)
            throw Error("its receipt states settings that a dispute cannot judge");
        Digest seed = SamplingSeed.Derive(Convert.FromHexString(content.Nonce.Client), Convert.FromHexString(content.Nonce.Provider), stated.Seed);
        return new DisputedText(
            Tokens(bundle, CommitmentSide.Input, content.Input, content.Usage.InputTokens),
            Tokens(bundle, CommitmentSide.Output, content.Output, content.Usage.OutputTokens),
            new SamplingParameters(stated.Temperature, stated.TopP, stated.TopK, stated.MaxTokens, stated.Seed),
            seed);
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

        return tokens.Count == count ? tokens.ToImmutable() : throw Error($"it discloses {tokens.Count} of {count} tokens of the {(side == CommitmentSide.Input ? "prompt" : "answer")}");
    }

    private static InvalidInputException Error(string what) => new(InvalidInputKind.Invalid, "--bundle", $"The dispute cannot be about this bundle: {what}.");
}
