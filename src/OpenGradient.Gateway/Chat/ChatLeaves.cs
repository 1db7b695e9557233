using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using OpenGradient.Execution.LanguageModels;
using OpenGradient.Primitives;
using OpenGradient.Receipts;

namespace OpenGradient.Gateway;

/// <summary>The leaves of the two commitments of a language model's answer, in the order of receipt-1 §3.</summary>
internal static class ChatLeaves
{
    /// <summary>How many tokens a leaf is about, but for the last.</summary>
    public const int TokensPerLeaf = 32;

    private static readonly CommitmentLeaf OneCall = new(LeafKind.Constraint, ChatConstraint.OneCall.Parameter, ChatConstraint.OneCall.Text);

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Each message, or the raw text; the tools, the stop strings, bias and constraints, the tokens of the prompt.</summary>
    public static ImmutableArray<CommitmentLeaf> Input(ChatRequest request, ImmutableArray<int> prompt)
    {
        var leaves = ImmutableArray.CreateBuilder<CommitmentLeaf>();
        for (int index = 0; index < request.Messages.Length; index++)
            leaves.Add(new(LeafKind.Message, Label(index), CanonicalJson.Serialize(request.Messages[index])));
        leaves.AddRange(OfText(request.RawPrompt));
        if (request.Tools is { } tools)
            leaves.Add(new(LeafKind.Tools, "", tools.Text));
        if (!request.Stop.IsEmpty)
            leaves.Add(new(LeafKind.Stop, "", StopJson(request.Stop)));
        if (request.LogitBias is { } bias)
            leaves.Add(new(LeafKind.LogitBias, "", bias));
        if (request.Constraint is { } constraint)
            leaves.Add(new(LeafKind.Constraint, constraint.Parameter, constraint.Text));
        if (request.IsOneCall)
            leaves.Add(OneCall);
        leaves.AddRange(OfTokens(prompt));
        return leaves.ToImmutable();
    }

    /// <summary>The leaf of a raw prompt's text; none if there is no text.</summary>
    public static IEnumerable<CommitmentLeaf> OfText(RawPrompt? prompt) =>
        prompt?.Text is { } text ? [new(LeafKind.Prompt, "", Encoding.UTF8.GetBytes(text))] : [];

    /// <summary>The leaves of tokens that a model reads.</summary>
    public static IEnumerable<CommitmentLeaf> OfTokens(ImmutableArray<int> tokens)
    {
        for (int first = 0; first < tokens.Length; first += TokensPerLeaf)
            yield return Tokens(tokens.AsSpan(first, Math.Min(TokensPerLeaf, tokens.Length - first)), first);
    }

    /// <summary>A message as its leaf holds it: members in canonical order, which is the order in which a template sees them.</summary>
    public static JsonValue AsCommitted(JsonValue message) =>
        JsonReader.TryRead(CanonicalJson.Serialize(message), out JsonValue? committed) ? committed : throw new UnreachableException();

    /// <summary>The request that disclosed leaves of an input mean.</summary>
    /// <remarks>The tokens of the prompt are not taken from them but made again, unless there is nothing else to make them of.</remarks>
    /// <exception cref="InvalidInputException">A leaf does not hold what its kind says.</exception>
    public static ChatRequest ReadInput(ImmutableArray<CommitmentLeaf> leaves, ReceiptContent receipt)
    {
        JsonValue? tools = ReadOnly(leaves, LeafKind.Tools);
        JsonValue? stop = ReadOnly(leaves, LeafKind.Stop);
        ImmutableArray<string> stops = stop is null ? [] : [.. stop.Items.Select(static item => item.Text)];
        if (StopDigest(stops) != receipt.Sampling?.Stop)
            throw new InvalidInputException(InvalidInputKind.Invalid, LeafKind.Stop, "The disclosed stop strings are not those of the receipt.");
        ImmutableArray<JsonValue> messages = [.. leaves.Where(static leaf => leaf.Kind == LeafKind.Message).Select(Parse)];
        return new ChatRequest
        {
            Model = receipt.Model.Name,
            Messages = messages,
            RawPrompt = messages.IsEmpty ? ReadRawPrompt(leaves) : null,
            Tools = tools is null ? null : new ChatTools(tools, leaves.First(static leaf => leaf.Kind == LeafKind.Tools).Content.ToArray()),
            Stop = stops,
            LogitBias = leaves.FirstOrDefault(static leaf => leaf.Kind == LeafKind.LogitBias)?.Content.ToArray(),
            Constraint = leaves.FirstOrDefault(static leaf => leaf.Kind == LeafKind.Constraint && leaf.Label != OneCall.Label) is { } held
                ? new(held.Label, Parse(held), held.Content.ToArray())
                : null,
            AllowsParallelCalls = !leaves.Any(static leaf => leaf.Kind == LeafKind.Constraint && leaf.Label == OneCall.Label),
            Receipt = ReceiptWish.None with { Nonce = receipt.Nonce.Client },
        };
    }

    /// <summary>The raw prompt that disclosed leaves mean: the text, or the tokens if there is none.</summary>
    /// <exception cref="InvalidInputException">The text is not UTF-8.</exception>
    public static RawPrompt ReadRawPrompt(ImmutableArray<CommitmentLeaf> leaves) =>
        leaves.FirstOrDefault(static leaf => leaf.Kind == LeafKind.Prompt) is { } text
            ? new(ReadText(text), [])
            : new(null, [.. leaves.Where(static leaf => leaf.Kind == LeafKind.Tokens).SelectMany(ReadTokens)]);

    private static string ReadText(CommitmentLeaf leaf)
    {
        try
        {
            return StrictUtf8.GetString(leaf.Content.Span);
        }
        catch (DecoderFallbackException)
        {
            throw new InvalidInputException(InvalidInputKind.Malformed, leaf.Kind, "The disclosed part is not UTF-8.");
        }
    }

    private static IEnumerable<int> ReadTokens(CommitmentLeaf leaf)
    {
        // What is left over at the end, or in another order, shows when the leaves are made again.
        for (int offset = 0; offset + 4 <= leaf.Content.Length; offset += 4)
            yield return BinaryPrimitives.ReadInt32LittleEndian(leaf.Content.Span[offset..]);
    }

    private static JsonValue? ReadOnly(ImmutableArray<CommitmentLeaf> leaves, string kind) =>
        leaves.FirstOrDefault(leaf => leaf.Kind == kind) is { } leaf ? Parse(leaf) : null;

    private static JsonValue Parse(CommitmentLeaf leaf) => JsonReader.TryRead(leaf.Content.Span, out JsonValue? json)
        ? json
        : throw new InvalidInputException(InvalidInputKind.Malformed, $"{leaf.Kind} {leaf.Label}", "The disclosed part is not JSON.");

    /// <summary>For each block of 32 tokens the ids and the bytes; last, the message or the completion as it is returned.</summary>
    public static ImmutableArray<CommitmentLeaf> Output(ChatRequest request, GenerationResult result, TokenBytes bytesOf, AssistantMessage message)
    {
        ReadOnlySpan<int> tokens = result.Tokens.AsSpan();
        ReadOnlySpan<TokenLogprobs> logprobs = result.Logprobs.AsSpan();
        var leaves = ImmutableArray.CreateBuilder<CommitmentLeaf>();
        for (int first = 0; first < tokens.Length; first += TokensPerLeaf)
        {
            int count = Math.Min(TokensPerLeaf, tokens.Length - first);
            leaves.AddRange(OutputBlock(first, tokens.Slice(first, count), logprobs.IsEmpty ? [] : logprobs.Slice(first, count), bytesOf));
        }

        leaves.Add(request.RawPrompt is null
            ? new(LeafKind.Message, "", CanonicalJson.Serialize(message.ToJson()))
            : new(LeafKind.Completion, "", Encoding.UTF8.GetBytes(result.Text)));
        return leaves.ToImmutable();
    }

    /// <summary>The leaves of one block of an answer's tokens: the ids, the bytes and, where they are told, the log-probabilities.</summary>
    /// <param name="first">The index of the first token.</param>
    /// <param name="tokens">At most 32.</param>
    /// <param name="logprobs">Those of the tokens; empty if they are not told.</param>
    /// <param name="bytesOf">What tokens decode to.</param>
    public static ImmutableArray<CommitmentLeaf> OutputBlock(int first, ReadOnlySpan<int> tokens, ReadOnlySpan<TokenLogprobs> logprobs, TokenBytes bytesOf)
    {
        CommitmentLeaf ids = Tokens(tokens, first);
        CommitmentLeaf text = new(LeafKind.Text, Label(first), Bytes(tokens, bytesOf));
        return logprobs.IsEmpty ? [ids, text] : [ids, text, new(LeafKind.Logprobs, Label(first), Logprobs(logprobs))];
    }

    /// <summary>SHA-256 of the stop strings' canonical JSON array.</summary>
    public static Digest StopDigest(ImmutableArray<string> stop) => Digest.Sha256(StopJson(stop));

    /// <summary>The bytes that tokens decode to.</summary>
    public static byte[] Bytes(ReadOnlySpan<int> tokens, TokenBytes bytesOf)
    {
        using MemoryStream bytes = new();
        foreach (int token in tokens)
            bytes.Write(bytesOf(token).Span);
        return bytes.ToArray();
    }

    private static byte[] StopJson(ImmutableArray<string> stop) => CanonicalJson.Serialize(JsonValue.Array([.. stop.Select(JsonValue.String)]));

    private static CommitmentLeaf Tokens(ReadOnlySpan<int> block, int first)
    {
        byte[] content = new byte[4 * block.Length];
        for (int index = 0; index < block.Length; index++)
            BinaryPrimitives.WriteInt32LittleEndian(content.AsSpan(4 * index), block[index]);
        return new(LeafKind.Tokens, Label(first), content);
    }

    /// <summary>f32 for each token, and then u32 and f32 for each of the likeliest; little-endian.</summary>
    private static byte[] Logprobs(ReadOnlySpan<TokenLogprobs> block)
    {
        using MemoryStream stream = new();
        using BinaryWriter content = new(stream);
        foreach (TokenLogprobs token in block)
        {
            content.Write(token.Chosen.Logprob);
            foreach (TokenLogprob likely in token.Top)
            {
                content.Write(likely.Token);
                content.Write(likely.Logprob);
            }
        }

        return stream.ToArray();
    }

    private static string Label(int index) => index.ToString(CultureInfo.InvariantCulture);
}
