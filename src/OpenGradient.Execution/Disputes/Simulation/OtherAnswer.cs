using System.Buffers.Binary;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary>What a cheat says that the steps behind a language model give.</summary>
internal static class OtherAnswer
{
    /// <summary>Another token at a place.</summary>
    public static Tensor Token(Tensor tokens, long place)
    {
        if (place < 0 || place >= tokens.ElementCount)
            throw CheatPlan.Error($"the answer has {tokens.ElementCount} {(tokens.ElementCount == 1 ? "token" : "tokens")}");
        return With(tokens, place, BitConverter.GetBytes(DisputedText.Other(BinaryPrimitives.ReadInt32LittleEndian(tokens.Bytes.AsSpan((int)place * sizeof(int))))));
    }

    /// <summary>A logit that is changed as if its token stood in the answer once more; without a given element, of a token that the text has not.</summary>
    public static Tensor Penalty(Step step, IReadOnlyList<StepOperand?> operands, Tensor changed, long? element)
    {
        var change = LogitChange.Of(step);
        ReadOnlySpan<float> logits = operands[0]!.Value!.As<float>();
        int[] read = operands[1]!.Value!.As<int>().ToArray();
        (long rows, long vocabulary) = (changed.Shape[0], changed.Shape[1]);
        long at = element ?? (rows / 2 * vocabulary) + Enumerable.Range(0, (int)vocabulary).Except(read).FirstOrDefault();
        if (at < 0 || at >= changed.ElementCount)
            throw CheatPlan.Error($"there are {changed.ElementCount} logits");
        (long row, long token) = Math.DivRem(at, vocabulary);
        int count = read.Skip(change.PromptCount).Take((int)row).Count(other => other == token);
        float other = change.Change(logits[(int)(((change.PromptCount - 1) * vocabulary) + at)], token, isKnown: true, count + 1);
        return With(changed, at, BitConverter.GetBytes((uint)ElementBits.Of(other)));
    }

    /// <summary>The other thing said about a token that may come; without a given element about the one that came in the middle of the answer.</summary>
    public static Tensor Mask(IReadOnlyList<StepOperand?> operands, Tensor allowed, long? element)
    {
        ReadOnlySpan<int> answer = operands[1]!.Value!.As<int>();
        int row = answer.Length / 2;
        return BitFlip.Of(allowed, element ?? (row * allowed.Shape[1]) + answer[row]);
    }

    /// <summary>Another ending behind a token.</summary>
    public static Tensor Ending(Tensor codes, long place, EndCode code) => place >= 0 && place < codes.ElementCount
        ? With(codes, place, [(byte)code])
        : throw CheatPlan.Error($"the answer has {codes.ElementCount} {(codes.ElementCount == 1 ? "token" : "tokens")}");

    private static Tensor With(Tensor tensor, long element, byte[] bits)
    {
        byte[] bytes = [.. tensor.Bytes];
        bits.CopyTo(bytes, element * bits.Length);
        return new Tensor(tensor.Type, tensor.Shape, bytes);
    }
}
