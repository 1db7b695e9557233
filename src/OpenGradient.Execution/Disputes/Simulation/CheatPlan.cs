using System.Buffers.Binary;
using System.Collections.Immutable;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary>A cheat worked out for one inference.</summary>
/// <param name="Shown">The constants that the cheat shows.</param>
/// <param name="Used">The constants that it runs with.</param>
/// <param name="Conduct">What it does otherwise.</param>
/// <param name="Description">In a sentence.</param>
internal sealed record CheatPlan(IConstantSource Shown, IConstantSource Used, Conduct Conduct, string Description)
{
    /// <summary>Works a cheat out.</summary>
    /// <exception cref="InvalidInputException">There is no such step or element.</exception>
    public static CheatPlan Create(Program program, IConstantSource constants, CheatPlace place, Cheat cheat, long element)
    {
        CheatPlan Run(Conduct conduct, string what) => new(constants, constants, conduct, $"{place} {what}");
        LeafName leaf = place.Leaf;
        return cheat.Kind switch
        {
            CheatKind.Weight or CheatKind.Constant => OtherConstant(program, constants, place, cheat.Kind == CheatKind.Constant, element),
            CheatKind.Token when cheat.Party == Party.A => new CheatPlan(constants, constants, Conduct.Honest, $"another token than the one chosen is token {element} of its answer"),
            CheatKind.Token => Run(
                new AlteredOutputs(leaf, (_, outputs) => outputs.SetItem(0, OtherToken(outputs[0], element))), $"is said to give another token {element}"),
            CheatKind.SkipStep => Run(new AlteredOutputs(leaf, Skip), "is left out"),
            CheatKind.Branch => Run(new OtherBranch(leaf), "takes the other body"),
            CheatKind.ExtraIteration => Run(new OtherCount(leaf, place.IterationCount + 1), $"runs {place.IterationCount + 1} times instead of {place.IterationCount}"),
            CheatKind.MissingIteration => Run(new OtherCount(leaf, place.IterationCount - 1), $"runs {place.IterationCount - 1} times instead of {place.IterationCount}"),
            CheatKind.LoopValue => Run(new StaleValue(leaf, place.IterationCount / 2), $"hands iteration {place.IterationCount / 2} what the one before was handed"),
            CheatKind.MissingLeaf => Run(new MissingLeaf(leaf), "is not in the trace"),
            _ => Run(
                new AlteredOutputs(leaf, (_, outputs) => outputs.SetItem(0, BitFlip.Of(outputs[0], ElementAt(outputs[0], cheat.Position, element)))),
                cheat.Position is { } position ? $"gives another element {element} at position {position}" : $"gives another element {element}"),
        };
    }

    private static Tensor OtherToken(Tensor tokens, long place)
    {
        if (place < 0 || place >= tokens.ElementCount)
            throw Error($"the answer has {tokens.ElementCount} {(tokens.ElementCount == 1 ? "token" : "tokens")}");
        byte[] bytes = [.. tokens.Bytes];
        Span<byte> token = bytes.AsSpan((int)place * sizeof(int), sizeof(int));
        BinaryPrimitives.WriteInt32LittleEndian(token, DisputedText.Other(BinaryPrimitives.ReadInt32LittleEndian(token)));
        return new Tensor(tokens.Type, tokens.Shape, bytes);
    }

    /// <summary>Where an element of a row is in the whole value.</summary>
    private static long ElementAt(Tensor value, int? position, long element)
    {
        if (position is not { } row)
            return element;
        if (value.Shape is not [var rows, ..] || row < 0 || row >= rows)
            throw Error($"the value has no row {row}");
        return (row * (value.ElementCount / rows)) + element;
    }

    /// <summary>The error of a cheat that is not possible.</summary>
    public static InvalidInputException Error(string what) => new(InvalidInputKind.Invalid, "cheat", $"A cheat cannot be made there: {what}.");

    private static CheatPlan OtherConstant(Program program, IConstantSource constants, CheatPlace place, bool isShown, long element)
    {
        int index = place.Constant!.Index;
        IConstantSource altered = new AlteredConstants(constants, index, BitFlip.Of(program.Constants[index], constants.Read(index), element));
        string which = $"element {element} of constant {index} ('{program.Constants[index].Name}')";
        return new CheatPlan(
            isShown ? altered : constants, altered, Conduct.Honest, $"{place} runs with another {which}, and shows {(isShown ? "that one" : "the right one")}");
    }

    /// <summary>What the step reads first, if that has its type and as many elements; otherwise zeros.</summary>
    private static ImmutableArray<Tensor> Skip(IReadOnlyList<StepOperand?> operands, ImmutableArray<Tensor> outputs)
    {
        Tensor right = outputs[0];
        byte[] bytes = operands is [{ Value: { } read }, ..] && read.Type == right.Type && read.ElementCount == right.ElementCount
            ? read.Bytes
            : new byte[right.Bytes.Length];
        return outputs.SetItem(0, new Tensor(right.Type, right.Shape, bytes));
    }
}
