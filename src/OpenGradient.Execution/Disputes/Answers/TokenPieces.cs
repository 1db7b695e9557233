using System.Collections.Immutable;
using System.Runtime.InteropServices;
using OpenGradient.Execution.LanguageModels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary>What all tokens of a model decode to, one behind the other.</summary>
/// <param name="Ends">Where the bytes of each token end.</param>
/// <param name="Bytes">The bytes.</param>
public sealed record TokenPieces(ImmutableArray<int> Ends, ImmutableArray<byte> Bytes)
{
    /// <summary>Those of a tokenizer.</summary>
    /// <param name="tokenCount">How many tokens there are.</param>
    /// <param name="bytesOf">What they decode to.</param>
    /// <param name="endTokens">Tokens that end a turn: they decode to nothing.</param>
    public static TokenPieces Of(int tokenCount, TokenBytes bytesOf, IReadOnlyCollection<int> endTokens)
    {
        ArgumentNullException.ThrowIfNull(bytesOf);
        ArgumentNullException.ThrowIfNull(endTokens);
        var ends = ImmutableArray.CreateBuilder<int>(tokenCount);
        var bytes = ImmutableArray.CreateBuilder<byte>();
        for (int token = 0; token < tokenCount; token++)
        {
            if (!endTokens.Contains(token))
                bytes.AddRange(bytesOf(token).Span);
            ends.Add(bytes.Count);
        }

        return new TokenPieces(ends.MoveToImmutable(), bytes.ToImmutable());
    }

    /// <summary>The two values as a run reads them.</summary>
    internal static TokenPieces Of(Tensor ends, Tensor bytes) => new([.. ends.As<int>()], ImmutableCollectionsMarshal.AsImmutableArray(bytes.Bytes));

    /// <summary>As inputs of a run.</summary>
    internal (Tensor Ends, Tensor Bytes) ToTensors() =>
        (Tensor.Create<int>(ElementType.Int32, [Ends.Length], Ends.AsSpan()), new Tensor(ElementType.UInt8, [Bytes.Length], [.. Bytes]));

    /// <summary>What a token decodes to; nothing if there is no such token.</summary>
    internal ReadOnlyMemory<byte> Of(int token) => token < 0 || token >= Ends.Length ? default : Bytes.AsMemory()[(token == 0 ? 0 : Ends[token - 1])..Ends[token]];
}
