using System.Collections.Immutable;
using OpenGradient.Kernels;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Interpreter;

/// <summary>What an operator sees of its step while it is bound: attributes, and the inputs that are constants.</summary>
internal sealed class StepBinding(int index, Step step, ConstantTable constants)
{
    private readonly HashSet<int> _consumed = [];

    /// <summary>The step's settings.</summary>
    public StepAttributes Attributes { get; } = new(index, step);

    /// <summary>How many inputs the step names, absent ones included.</summary>
    public int InputCount => step.Inputs.Length;

    /// <summary>How many outputs the step makes.</summary>
    public int OutputCount => step.OutputCount;

    /// <summary>The bodies that the step holds.</summary>
    public ImmutableArray<Body> Bodies => step.Bodies;

    /// <summary>Whether input <paramref name="input"/> is given.</summary>
    public bool Has(int input) => input < step.Inputs.Length && step.Inputs[input] != Step.Absent;

    /// <summary>Whether input <paramref name="input"/> is a constant.</summary>
    public bool IsConstant(int input) => Has(input) && constants.TryFind(step.Inputs[input], out _);

    /// <summary>
    /// The constant at <paramref name="input"/>, decoded, to be laid out by the operator: the step will not read it while running.
    /// One of <c>f16</c> or <c>bf16</c> comes as <c>f32</c>. Null if the input is no constant.
    /// </summary>
    public Value? TakeConstant(int input)
    {
        if (!IsConstant(input))
            return null;
        _consumed.Add(input);
        constants.TryFind(step.Inputs[input], out int constant);
        return constants.DecodeWeights(constant);
    }

    /// <summary>Encoding and shape of the constant at <paramref name="input"/>, which stays where it is; null if the input is no constant.</summary>
    public Constant? DescribeConstant(int input) =>
        Has(input) && constants.TryFind(step.Inputs[input], out int constant) ? constants.Describe(constant) : null;

    /// <summary>The constant at <paramref name="input"/> as runs see it, too; null if the input is no constant.</summary>
    public Value? ReadConstant(int input) => IsConstant(input) && constants.TryFind(step.Inputs[input], out int constant) ? constants.MakeResident(constant) : null;

    /// <summary>As <see cref="TakeConstant"/>, for an operator that lays the elements out while it is bound and does not keep the value.</summary>
    public Value? BorrowConstant(int input)
    {
        if (!IsConstant(input))
            return null;
        _consumed.Add(input);
        constants.TryFind(step.Inputs[input], out int constant);
        return constants.Borrow(constant);
    }

    /// <summary>The constant at <paramref name="input"/> where it lies, if its elements stand alone and its source has them read there; otherwise null, and nothing is taken.</summary>
    public PlainConstant? TakePlainConstant(int input)
    {
        if (!constants.IsReadInPlace || DescribeConstant(input) is not { } description || !StoredEncodings.TryFind(description.Encoding, out StoredEncoding? encoding) || encoding.Rows is null)
            return null;
        _consumed.Add(input);
        constants.TryFind(step.Inputs[input], out int constant);
        ConstantBytes stored = constants.Located(constant);
        return encoding.LengthBytes(Tensor.CountElements(description.Shape)) == stored.Length
            ? new PlainConstant(encoding, stored, Shapes.FromImmutable(description.Shape))
            : throw Error($"{encoding.Name}[{string.Join(',', description.Shape)}] does not take {stored.Length} bytes");
    }

    /// <summary>As <see cref="TakeConstant"/>, but the encoded bytes.</summary>
    public (Constant Description, ReadOnlyMemory<byte> Encoded)? TakeEncodedConstant(int input)
    {
        if (!IsConstant(input))
            return null;
        _consumed.Add(input);
        constants.TryFind(step.Inputs[input], out int constant);
        return (constants.Describe(constant), constants.Encoded(constant));
    }

    /// <summary>Makes the constants that were not taken available to runs.</summary>
    public void KeepOtherConstants()
    {
        for (int input = 0; input < step.Inputs.Length; input++)
        {
            if (!_consumed.Contains(input) && Has(input) && constants.TryFind(step.Inputs[input], out int constant))
                constants.MakeResident(constant);
        }
    }

    /// <summary>An error of this step: which step, which operator, what.</summary>
    public InvalidInputException Error(string what, InvalidInputKind kind = InvalidInputKind.Invalid) =>
        StepErrors.Create(index, step, what, kind);
}
