using System.Collections.Immutable;
using OpenGradient.Execution.Interpreter;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary>One inference carried out step by step, with the full trace and the values behind it.</summary>
/// <remarks>Values beyond a limit are not kept; they are computed again when they are asked for.</remarks>
internal sealed class RecordedRun
{
    private readonly Program _program;
    private readonly IConstantSource _constants;
    private readonly ImmutableArray<Tensor> _inputs;
    private readonly StepAlteration? _alteration;
    private readonly Dictionary<int, Tensor> _kept = [];
    private readonly ValueClaim[] _claims;

    /// <param name="program">What is run.</param>
    /// <param name="constants">The constants that are used.</param>
    /// <param name="inputs">One tensor for each input.</param>
    /// <param name="alteration">What is done otherwise than the Program says; null in an honest run.</param>
    /// <param name="keptBytesLimit">How many bytes of values are kept.</param>
    public RecordedRun(Program program, IConstantSource constants, ImmutableArray<Tensor> inputs, StepAlteration? alteration, long keptBytesLimit = 256L << 20)
    {
        new InputContract(program).Require(inputs);
        _program = program;
        _constants = constants;
        _inputs = inputs;
        _alteration = alteration;
        var claims = new List<ValueClaim>();
        var leaves = new List<Digest>();
        long bytes = 0;
        Run(stopLeaf: int.MaxValue, (step, output, tensor) =>
        {
            claims.Add(ValueClaim.Of(tensor));
            leaves.Add(claims[^1].LeafHash(step, output));
            bytes += tensor.Bytes.Length;
            if (bytes <= keptBytesLimit)
                _kept.Add(leaves.Count - 1, tensor);
        });
        _claims = [.. claims];
        Leaves = [.. leaves];
        Root = MerkleTree.Root(Leaves.AsSpan());
    }

    /// <summary>The leaf hashes of the full trace.</summary>
    public ImmutableArray<Digest> Leaves { get; }

    /// <summary>The root of the full trace.</summary>
    public Digest Root { get; }

    /// <summary>What the run says of the value at a leaf.</summary>
    public ValueClaim Claim(int leaf) => _claims[leaf];

    /// <summary>The value at a leaf.</summary>
    public Tensor Value(int leaf)
    {
        if (_kept.TryGetValue(leaf, out Tensor? kept))
            return kept;
        Tensor? found = null;
        int next = 0;
        Run(leaf, (_, _, tensor) =>
        {
            if (next++ == leaf)
                found = tensor;
        });
        return _kept[leaf] = found!;
    }

    private void Run(int stopLeaf, Action<int, int, Tensor> record)
    {
        int[] lastUses = LastUses();
        Tensor?[] values = new Tensor?[_program.ValueCount];
        _inputs.CopyTo(values!);
        int next = _inputs.Length + _program.Constants.Length;
        int firstLeaf = next;
        for (int index = 0; index < _program.Steps.Length && next - firstLeaf <= stopLeaf; index++)
        {
            Step step = _program.Steps[index];
            StepOperand?[] operands = [.. step.Inputs.Select(input => Operand(values, input))];
            ImmutableArray<Tensor> outputs = SingleStep.Run(step with { Inputs = [.. step.Inputs.Select(static (input, place) => input == Step.Absent ? input : place)] }, operands);
            if (_alteration?.Step == index)
                outputs = _alteration.Alter(operands, outputs);
            for (int output = 0; output < outputs.Length; output++)
            {
                record(index, output, outputs[output]);
                values[next++] = outputs[output];
            }

            foreach (int input in step.Inputs.Where(input => input >= firstLeaf && lastUses[input] == index))
                values[input] = null;
        }
    }

    private int[] LastUses()
    {
        int[] lastUses = new int[_program.ValueCount];
        for (int index = 0; index < _program.Steps.Length; index++)
        {
            foreach (int input in _program.Steps[index].Inputs.Where(static input => input != Step.Absent))
                lastUses[input] = index;
        }

        return lastUses;
    }

    private StepOperand? Operand(Tensor?[] values, int input)
    {
        if (input == Step.Absent)
            return null;
        int constant = input - _inputs.Length;
        return constant >= 0 && constant < _program.Constants.Length
            ? new StepOperand(null, _program.Constants[constant], _constants.Read(constant))
            : StepOperand.Of(values[input]!);
    }
}
