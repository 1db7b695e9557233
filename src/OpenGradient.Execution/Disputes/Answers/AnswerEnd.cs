using System.Collections.Immutable;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary>The step that says what ends an answer behind each of its tokens (spec/dispute-1, section 11).</summary>
/// <param name="EndTokens">The model's end-of-turn tokens.</param>
/// <param name="Stops">The stop strings.</param>
/// <param name="TokenLimit">The most tokens of the answer.</param>
/// <param name="Allowance">What the answer is held to; null if to nothing.</param>
internal sealed record AnswerEnd(ImmutableArray<int> EndTokens, ImmutableArray<string> Stops, long TokenLimit, TokenAllowance? Allowance)
{
    /// <summary>The settings of a step.</summary>
    /// <exception cref="Primitives.InvalidInputException">They are malformed.</exception>
    public static AnswerEnd Of(Step step) => new(
        AnswerSettings.EndTokens(step), AnswerSettings.Stops(step), AnswerSettings.TokenLimit(step), AnswerSettings.Grammar(step) is null ? null : TokenAllowance.Of(step));

    /// <summary>What ends the answer behind each token.</summary>
    /// <param name="answer">The tokens.</param>
    /// <param name="pieces">What tokens decode to; null if that does not matter.</param>
    /// <param name="allowed">What <see cref="TokenAllowance"/> gives; null without a grammar.</param>
    public Tensor Run(Tensor answer, TokenPieces? pieces, Tensor? allowed)
    {
        ReadOnlySpan<int> tokens = answer.As<int>();
        byte[] codes = new byte[tokens.Length];
        var scanner = new StopScanner(Stops);
        ulong[] lanes = [.. scanner.Initial];
        var text = new List<byte>();
        for (int index = 0; index < tokens.Length; index++)
        {
            ReadOnlySpan<byte> piece = pieces is null ? [] : pieces.Of(tokens[index]).Span;
            foreach (byte value in piece)
                scanner.Take(value, lanes);
            text.AddRange(piece);
            bool canGoOn = allowed is null || allowed.Bytes.AsSpan().Slice((index + 1) * (int)allowed.Shape[1], (int)allowed.Shape[1]).Contains((byte)1);
            codes[index] = (byte)Code(index, tokens[index], StopScanner.HasFound(lanes), canGoOn, () => [.. text]);
        }

        return new Tensor(ElementType.UInt8, [tokens.Length], codes);
    }

    /// <summary>What ends the answer behind a token.</summary>
    /// <param name="index">Its place in the answer.</param>
    /// <param name="token">The token.</param>
    /// <param name="hasStopped">Whether the text so far has a stop string.</param>
    /// <param name="canGoOn">Whether any token may come behind it.</param>
    /// <param name="text">The text so far.</param>
    public EndCode Code(long index, int token, bool hasStopped, bool canGoOn, Func<byte[]> text)
    {
        if (hasStopped || EndTokens.Contains(token))
            return EndCode.Stop;
        if (!canGoOn)
            return Allowance!.IsWhole(text()) ? EndCode.Stop : EndCode.Aborted;
        return index + 1 == TokenLimit ? EndCode.Length : EndCode.None;
    }
}
