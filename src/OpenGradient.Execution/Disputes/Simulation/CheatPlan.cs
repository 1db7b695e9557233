using System.Collections.Immutable;
using OpenGradient.Kernels;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary>A cheat worked out for one Program.</summary>
/// <param name="Shown">The constants that the cheat shows.</param>
/// <param name="Used">The constants that it runs with.</param>
/// <param name="Alteration">The step that it does otherwise.</param>
/// <param name="Description">In a sentence.</param>
internal sealed record CheatPlan(IConstantSource Shown, IConstantSource Used, StepAlteration? Alteration, string Description)
{
    /// <summary>Works a cheat out.</summary>
    /// <exception cref="InvalidInputException">There is no such step or element.</exception>
    public static CheatPlan Create(Program program, IConstantSource constants, Cheat cheat, long element)
    {
        int step = StepOf(program, cheat);
        string place = $"step {step} ({program.Steps[step].Operator})";
        switch (cheat.Kind)
        {
            case CheatKind.Weight or CheatKind.Constant:
                int constant = program.Steps[step].Inputs.First(input => IsConstant(program, input)) - program.Inputs.Length;
                IConstantSource altered = new AlteredConstants(constants, constant, Flip(program.Constants[constant], constants.Read(constant), element));
                bool isShown = cheat.Kind == CheatKind.Constant;
                string which = $"element {element} of constant {constant} ('{program.Constants[constant].Name}')";
                return new CheatPlan(isShown ? altered : constants, altered, null, $"{place} runs with another {which}, and shows {(isShown ? "that one" : "the right one")}");
            case CheatKind.SkipStep:
                return new CheatPlan(constants, constants, new StepAlteration(step, Skip), $"{place} is left out");
            default:
                var flip = new StepAlteration(step, (_, outputs) => outputs.SetItem(0, Flip(outputs[0], element)));
                return new CheatPlan(constants, constants, flip, $"{place} gives another element {element}");
        }
    }

    /// <summary>Whether the constant at which a cheat happens has an element.</summary>
    public static bool HasElement(Program program, Cheat cheat, long element)
    {
        int step = StepOf(program, cheat);
        int constant = program.Steps[step].Inputs.First(input => IsConstant(program, input)) - program.Inputs.Length;
        return element < Tensor.CountElements(program.Constants[constant].Shape);
    }

    /// <summary>The step at which a cheat happens.</summary>
    private static int StepOf(Program program, Cheat cheat)
    {
        bool NeedsConstant() => cheat.Kind is CheatKind.Weight or CheatKind.Constant;
        bool Fits(int step) => !NeedsConstant() || program.Steps[step].Inputs.Any(input => IsConstant(program, input));
        if (cheat.Step is { } asked)
        {
            return asked >= 0 && asked < program.Steps.Length && Fits(asked)
                ? asked
                : throw Error($"the Program has no step {asked}{(NeedsConstant() ? " that reads a constant" : "")}; it has {program.Steps.Length}");
        }

        if (cheat.Kind == CheatKind.Output)
            return StepOfValue(program, program.Outputs[0].Value);
        int[] fitting = [.. Enumerable.Range(0, program.Steps.Length).Where(Fits)];
        return fitting.Length > 0 ? fitting[fitting.Length / 2] : throw Error("no step of the Program fits");
    }

    private static bool IsConstant(Program program, int value) => value >= program.Inputs.Length && value < program.Inputs.Length + program.Constants.Length;

    private static int StepOfValue(Program program, int value)
    {
        int next = program.Inputs.Length + program.Constants.Length;
        for (int step = 0; step < program.Steps.Length; step++)
        {
            next += program.Steps[step].OutputCount;
            if (value < next)
                return value < program.Inputs.Length + program.Constants.Length ? throw Error("the output is no step's") : step;
        }

        throw Error("the Program has no steps");
    }

    /// <summary>What the step reads first, if that has its type and as many elements; otherwise zeros.</summary>
    private static ImmutableArray<Tensor> Skip(IReadOnlyList<StepOperand?> operands, ImmutableArray<Tensor> outputs)
    {
        Tensor right = outputs[0];
        byte[] bytes = operands[0]?.Value is { } read && read.Type == right.Type && read.ElementCount == right.ElementCount
            ? read.Bytes
            : new byte[right.Bytes.Length];
        return outputs.SetItem(0, new Tensor(right.Type, right.Shape, bytes));
    }

    private static Tensor Flip(Tensor tensor, long element)
    {
        int size = tensor.Type.SizeBytes();
        if (element < 0 || element >= tensor.ElementCount)
            throw Error($"the value has {tensor.ElementCount} elements, not {element}");
        byte[] bytes = [.. tensor.Bytes];
        Flip(bytes, checked((int)(element * size)), size, tensor.Type == ElementType.Float32);
        return new Tensor(tensor.Type, tensor.Shape, bytes);
    }

    private static byte[] Flip(Constant constant, ReadOnlyMemory<byte> stored, long element)
    {
        byte[] bytes = stored.ToArray();
        bool isPlain = ElementTypes.TryParse(constant.Encoding, out ElementType type);
        (int elements, int size) = isPlain ? (1, type.SizeBytes()) : StoredEncodings.TryFind(constant.Encoding, out StoredEncoding? encoding)
            ? (encoding.BlockElements, encoding.BlockBytes)
            : throw Error($"the encoding {constant.Encoding} is unknown");
        long count = (long)bytes.Length / size * elements;
        if (element < 0 || element >= count)
            throw Error($"the constant has {count} elements, not {element}");
        Flip(bytes, checked((int)(element / elements * size)), size, isPlain && type == ElementType.Float32);
        return bytes;
    }

    /// <summary>Changes one bit: the highest of a binary32 mantissa, or the lowest of the first byte (for a block that is in its scale).</summary>
    private static void Flip(byte[] bytes, int at, int size, bool isFloat) => bytes[isFloat ? at + size - 2 : at] ^= isFloat ? (byte)0x40 : (byte)0x01;

    private static InvalidInputException Error(string what) => new(InvalidInputKind.Invalid, "cheat", $"A cheat cannot be made there: {what}.");
}
