using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using OpenGradient.Execution.Disputes;
using OpenGradient.Execution.LanguageModels;
using OpenGradient.Models.Templates;
using OpenGradient.Primitives;
using OpenGradient.Receipts;
using FinishReason = OpenGradient.Receipts.FinishReason;

namespace OpenGradient.Gateway;

/// <summary>The answer that a receipt is about, as a dispute has it: its prompt and tokens as they are disclosed, its settings and nonces as the receipt states them.</summary>
/// <remarks>Does not establish that the receipt is signed or logged: that is <c>og verify</c>.</remarks>
public static class DisputedReceipt
{
    /// <summary>The label of the <c>constraint</c> that ends an answer behind its first call.</summary>
    private const string OneCall = "parallel_tool_calls";

    /// <summary>Reads the answer from a bundle.</summary>
    /// <exception cref="InvalidInputException">The bundle is malformed, of another model, of no chat, or does not disclose all tokens.</exception>
    public static DisputedText Read(ReadOnlySpan<byte> file, ProgramId program)
    {
        if (!Bundle.TryParse(file, out Bundle? bundle, out _) || !Receipt.TryParse(bundle.Dsse, out Receipt? receipt, out _))
            throw Error("it is no bundle of a receipt");
        if (receipt.Content.Model.Program != program)
            throw Error("its receipt is about another model");
        return Read(receipt.Content, Leaves(bundle, CommitmentSide.Input, receipt.Content.Input), Leaves(bundle, CommitmentSide.Output, receipt.Content.Output));
    }

    /// <summary>Reads the answer from leaves that are known to be the receipt's.</summary>
    /// <param name="content">The receipt.</param>
    /// <param name="input">Leaves of its input, by their index.</param>
    /// <param name="output">Leaves of its output, by their index.</param>
    /// <exception cref="InvalidInputException">The receipt is of no chat, or not all tokens are there.</exception>
    public static DisputedText Read(ReceiptContent content, IReadOnlyDictionary<long, CommitmentLeaf> input, IReadOnlyDictionary<long, CommitmentLeaf> output)
    {
        ArgumentNullException.ThrowIfNull(content);
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(output);
        if (content.Sampling is not { } stated)
            throw Error("its receipt is about no chat");
        if (content.Usage.OutputTokens == 0)
            throw Error("its answer has no token, so there is no choice to dispute");
        Dictionary<string, CommitmentLeaf> before = LeavesBeforeTokens(input);
        Digest seed = SamplingSeed.Derive(
            Convert.FromHexString(content.Nonce.Client), Convert.FromHexString(content.Draw?.Proof ?? content.Nonce.Provider), stated.Seed);
        return new DisputedText(
            Tokens(input, CommitmentSide.Input, content.Usage.InputTokens),
            Tokens(output, CommitmentSide.Output, content.Usage.OutputTokens),
            Sampling(stated, before.GetValueOrDefault(LeafKind.LogitBias)),
            seed)
        {
            Finish = FinishOf(content.Finish),
            StopStrings = [.. StopStrings(stated, before.GetValueOrDefault(LeafKind.Stop)), .. before.ContainsKey(OneCall) ? [ToolCallParser.CloseTag] : Array.Empty<string>()],
            Grammar = Grammar(before),
        };
    }

    private static Dictionary<long, CommitmentLeaf> Leaves(Bundle bundle, CommitmentSide side, Commitment commitment)
    {
        var leaves = new Dictionary<long, CommitmentLeaf>();
        foreach (Disclosure disclosure in bundle.Disclosures.Where(disclosure => disclosure.Side == side && disclosure.IsPartOf(commitment)))
            leaves[disclosure.Index] = disclosure.Leaf;
        return leaves;
    }

    private static SamplingParameters Sampling(SamplingStatement stated, CommitmentLeaf? bias)
    {
        var none = SamplingParameters.Greedy(1);
        return new SamplingParameters(stated.Temperature, stated.TopP, stated.TopK, stated.MaxTokens, stated.Seed)
        {
            MinP = stated.MinP ?? none.MinP,
            FrequencyPenalty = stated.FrequencyPenalty ?? none.FrequencyPenalty,
            PresencePenalty = stated.PresencePenalty ?? none.PresencePenalty,
            RepetitionPenalty = stated.RepetitionPenalty ?? none.RepetitionPenalty,
            LogitBias = bias is null ? "" : Encoding.UTF8.GetString(bias.Content.Span),
        };
    }

    /// <summary>A call of a tool ends as <c>stop</c> does: what it is called says what is in the text.</summary>
    private static Execution.LanguageModels.FinishReason FinishOf(FinishReason finish) => finish switch
    {
        FinishReason.Stop or FinishReason.ToolCalls => Execution.LanguageModels.FinishReason.Stop,
        FinishReason.Length => Execution.LanguageModels.FinishReason.Length,
        FinishReason.Aborted => Execution.LanguageModels.FinishReason.Aborted,
        _ => throw Error($"no answer of a language model finishes {finish}"),
    };

    private static ImmutableArray<string> StopStrings(SamplingStatement stated, CommitmentLeaf? leaf)
    {
        byte[] text = leaf?.Content.ToArray() ?? "[]"u8.ToArray();
        bool isRight = Digest.Sha256(text) == stated.Stop && JsonReader.TryRead(text, out JsonValue? list) && list.Kind == JsonKind.Array && list.Items.All(static stop => stop.Kind == JsonKind.String);
        return isRight && JsonReader.TryRead(text, out JsonValue? stops) ? [.. stops.Items.Select(static stop => stop.Text)] : throw Error("its stop strings are not those of the receipt");
    }

    private static AnswerGrammar? Grammar(Dictionary<string, CommitmentLeaf> before)
    {
        static string Text(CommitmentLeaf leaf) => Encoding.UTF8.GetString(leaf.Content.Span);
        CommitmentLeaf? tools = before.GetValueOrDefault(LeafKind.Tools);
        if (before.GetValueOrDefault(LeafKind.Constraint) is not { } constraint)
            return tools is null ? null : AnswerGrammar.OfTools(Text(tools));
        if (constraint.Label != "tool_choice")
            return new AnswerGrammar(constraint.Label, Text(constraint), "");
        return tools is null ? throw Error("it does not disclose the tools that the answer had to call") : new AnswerGrammar(constraint.Label, Text(constraint), Text(tools));
    }

    /// <summary>The leaves that say what an answer is held to, tools among them. They stand right before the tokens (receipt-1 §3): each leaf there must be seen, back to one of another kind.</summary>
    private static Dictionary<string, CommitmentLeaf> LeavesBeforeTokens(IReadOnlyDictionary<long, CommitmentLeaf> leaves)
    {
        var held = new Dictionary<string, CommitmentLeaf>();
        for (long index = leaves.Where(static leaf => leaf.Value.Kind == LeafKind.Tokens).Select(static leaf => leaf.Key).DefaultIfEmpty(0).Min() - 1; index >= 0; index--)
        {
            if (!leaves.TryGetValue(index, out CommitmentLeaf? leaf))
                throw Error("it does not disclose a leaf before the tokens of the prompt, which may be tools, a stop, a logit-bias or a constraint");
            if (leaf.Kind == LeafKind.Tools)
                held[LeafKind.Tools] = leaf;
            if (leaf.Kind is not (LeafKind.Stop or LeafKind.LogitBias or LeafKind.Constraint))
                break;
            held[leaf.Label == OneCall ? OneCall : leaf.Kind] = leaf;
        }

        return held;
    }

    /// <summary>The leaves of 32 tokens, put together.</summary>
    private static ImmutableArray<int> Tokens(IReadOnlyDictionary<long, CommitmentLeaf> leaves, CommitmentSide side, long count)
    {
        var tokens = ImmutableArray.CreateBuilder<int>();
        foreach (CommitmentLeaf leaf in leaves.OrderBy(static leaf => leaf.Key).Select(static leaf => leaf.Value).Where(static leaf => leaf.Kind == LeafKind.Tokens))
        {
            if (leaf.Label != tokens.Count.ToString(CultureInfo.InvariantCulture) || leaf.Content.Length % sizeof(int) != 0)
                throw Error("disclosed tokens are not those of the receipt, or some before them are missing");
            for (int at = 0; at < leaf.Content.Length; at += sizeof(int))
                tokens.Add(BinaryPrimitives.ReadInt32LittleEndian(leaf.Content.Span[at..]));
        }

        return tokens.Count == count
            ? tokens.ToImmutable()
            : throw Error($"it discloses {tokens.Count} of {count} tokens of the {(side == CommitmentSide.Input ? "prompt" : "answer")}");
    }

    private static InvalidInputException Error(string what) => new(InvalidInputKind.Invalid, "bundle", $"The dispute cannot be about this bundle: {what}.");
}
