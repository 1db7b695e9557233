using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using OpenGradient.Execution.LanguageModels;
using OpenGradient.Primitives;
using OpenGradient.Receipts;

namespace OpenGradient.Gateway;

/// <summary>The leaves of a chat's two commitments, in the order of receipt-1 §3.</summary>
internal static class ChatLeaves
{
    private const int TokensPerLeaf = 32;

    /// <summary>Each message, the tools, the stop strings, the rendered prompt.</summary>
    public static ImmutableArray<CommitmentLeaf> Input(ChatRequest request, ImmutableArray<int> prompt)
    {
        var leaves = ImmutableArray.CreateBuilder<CommitmentLeaf>();
        for (int index = 0; index < request.Messages.Length; index++)
            leaves.Add(new(LeafKind.Message, Label(index), CanonicalJson.Serialize(request.Messages[index])));
        if (request.Tools is { } tools)
            leaves.Add(new(LeafKind.Tools, "", tools.Text));
        if (!request.Stop.IsEmpty)
            leaves.Add(new(LeafKind.Stop, "", StopJson(request.Stop)));
        for (int first = 0; first < prompt.Length; first += TokensPerLeaf)
            leaves.Add(Tokens(prompt, first));
        return leaves.ToImmutable();
    }

    /// <summary>For each block of 32 tokens the ids and the bytes; last, the message as it is returned.</summary>
    public static ImmutableArray<CommitmentLeaf> Output(ImmutableArray<int> tokens, TokenBytes bytesOf, AssistantMessage message)
    {
        var leaves = ImmutableArray.CreateBuilder<CommitmentLeaf>();
        for (int first = 0; first < tokens.Length; first += TokensPerLeaf)
        {
            leaves.Add(Tokens(tokens, first));
            leaves.Add(new(LeafKind.Text, Label(first), Bytes(Block(tokens, first), bytesOf)));
        }

        leaves.Add(new(LeafKind.Message, "", CanonicalJson.Serialize(message.ToJson())));
        return leaves.ToImmutable();
    }

    /// <summary>SHA-256 of the stop strings' canonical JSON array.</summary>
    public static Digest StopDigest(ImmutableArray<string> stop) => Digest.Sha256(StopJson(stop));

    private static byte[] StopJson(ImmutableArray<string> stop) => CanonicalJson.Serialize(JsonValue.Array([.. stop.Select(JsonValue.String)]));

    private static CommitmentLeaf Tokens(ImmutableArray<int> tokens, int first)
    {
        ReadOnlySpan<int> block = Block(tokens, first);
        byte[] content = new byte[4 * block.Length];
        for (int index = 0; index < block.Length; index++)
            BinaryPrimitives.WriteInt32LittleEndian(content.AsSpan(4 * index), block[index]);
        return new(LeafKind.Tokens, Label(first), content);
    }

    private static byte[] Bytes(ReadOnlySpan<int> tokens, TokenBytes bytesOf)
    {
        using MemoryStream bytes = new();
        foreach (int token in tokens)
            bytes.Write(bytesOf(token).Span);
        return bytes.ToArray();
    }

    private static ReadOnlySpan<int> Block(ImmutableArray<int> tokens, int first) =>
        tokens.AsSpan(first, Math.Min(TokensPerLeaf, tokens.Length - first));

    private static string Label(int index) => index.ToString(CultureInfo.InvariantCulture);
}
