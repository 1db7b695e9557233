using System.Collections.Immutable;
using System.Numerics;
using OpenGradient.Primitives;
using OpenGradient.Programs;
using OpenGradient.Zk.Multilinear;

namespace OpenGradient.Zk.Circuits;

/// <summary>Builds the <see cref="Circuit"/> of a Program; a step that cannot be proved is refused, by name.</summary>
internal sealed partial class CircuitBuilder
{
    private readonly Program _program;
    private readonly ImmutableArray<long[]?> _constants;
    private readonly ImmutableArray<BigInteger> _rowSums;
    private readonly CircuitValue?[] _values;
    private readonly List<CircuitStep> _steps = [];
    private readonly List<TensorShape> _witness = [];
    private readonly List<TensorShape> _key = [];
    private readonly List<Lookup> _lookups = [];
    private readonly List<int> _tables = [];
    private readonly List<int> _borderInputs = [];
    private readonly List<int> _borderOutputs = [];
    private int _step; // at which the builder is

    private CircuitBuilder(Program program, ImmutableArray<long[]?> constants, ImmutableArray<BigInteger> rowSums)
    {
        (_program, _constants, _rowSums) = (program, constants, rowSums);
        _values = new CircuitValue?[program.ValueCount];
    }

    /// <param name="program">A valid Program of the integer profile.</param>
    /// <param name="inputShapes">One for each input.</param>
    /// <param name="constants">For each value of the Program, the elements if it is a public constant of an integer type.</param>
    /// <param name="rowSums">For each weight, in the order of the key, the largest Σ |W| of a row; as the key says.</param>
    /// <exception cref="InvalidInputException">A step cannot be proved; it is named.</exception>
    public static Circuit Build(Program program, ImmutableArray<ImmutableArray<long>> inputShapes, ImmutableArray<long[]?> constants, ImmutableArray<BigInteger> rowSums)
    {
        CircuitBuilder builder = new(program, constants, rowSums);
        builder.AddInputsAndConstants(inputShapes);
        int next = program.Inputs.Length + program.Constants.Length;
        foreach (Step step in program.Steps)
        {
            builder.Add(step, next);
            next += step.OutputCount;
            builder._step++;
        }

        return builder.Finish();
    }

    private void AddInputsAndConstants(ImmutableArray<ImmutableArray<long>> inputShapes)
    {
        Interval none = default;
        for (int input = 0; input < inputShapes.Length; input++)
            _values[input] = new(ValueRole.Outside, inputShapes[input], none);
        for (int index = 0; index < _program.Constants.Length; index++)
        {
            int value = inputShapes.Length + index;
            ImmutableArray<long> shape = _program.Constants[index].Shape;
            _values[value] = _constants[value] is { Length: > 0 } elements
                ? new(ValueRole.Public, shape, Interval.Of(elements))
                : new(ValueRole.Outside, shape, none);
        }
    }

    private void Add(Step step, int output)
    {
        switch (step.Operator)
        {
            case "Cast":
                AddCast(step, output);
                break;
            case "FixedLinear":
                AddLinear(step, output);
                break;
            case "FixedScale":
                AddScale(step, output);
                break;
            case "Min" or "Max":
                AddLimit(step, output);
                break;
            case "Flatten" or "Reshape" or "Squeeze" or "Unsqueeze":
                AddReshape(step, output);
                break;
            default:
                AddOutside(step, output);
                break;
        }
    }

    /// <summary>A step of floats, which is computed and not proved; none of the core.</summary>
    private void AddOutside(Step step, int output)
    {
        foreach (int input in step.Inputs)
        {
            if (input != Step.Absent && _values[input]!.Role != ValueRole.Outside)
                throw Unsupported("cannot be proved yet");
        }

        _values[output] = new(ValueRole.Outside, BroadcastShape(step), default);
    }

    private void AddCast(Step step, int output)
    {
        CircuitValue x = Input(step, 0);
        bool toFloat = step.Attributes.GetValueOrDefault("to") == "f32";
        if (x.Role != ValueRole.Outside && !toFloat)
            throw Unsupported("casts between integers");
        if (x.Role != ValueRole.Outside)
            _borderOutputs.Add(step.Inputs[0]);
        else if (!toFloat)
            _borderInputs.Add(output);
        _values[output] = toFloat ? new(ValueRole.Outside, x.Shape, default) : new(ValueRole.Public, x.Shape, BorderBounds(step));
    }

    /// <summary>The bounds that a <c>Clip</c> right before the cast gives, otherwise those of the type.</summary>
    private Interval BorderBounds(Step step)
    {
        Step? maker = Maker(step.Inputs[0]);
        return maker is { Operator: "Clip" }
            && FloatBits.TryReadInteger(maker.Attributes.GetValueOrDefault("low"), out BigInteger low)
            && FloatBits.TryReadInteger(maker.Attributes.GetValueOrDefault("high"), out BigInteger high)
            ? new(low, high)
            : Interval.OfBits(step.Attributes.GetValueOrDefault("to") switch { "i8" => 8, "i16" => 16, "i32" => 32, "i64" => 64, _ => throw Unsupported("casts to a type that takes no part") });
    }

    private Step? Maker(int value)
    {
        int next = _program.Inputs.Length + _program.Constants.Length;
        foreach (Step step in _program.Steps)
        {
            if (value >= next && value < next + step.OutputCount)
                return step;
            next += step.OutputCount;
        }

        return null;
    }

    private Circuit Finish()
    {
        if (_borderOutputs.Count == 0)
            throw new InvalidInputException(InvalidInputKind.Unsupported, "program", "Nothing of the Program is computed on integers; there is nothing to prove.");
        for (int table = 0; table <= _tables.Count; table++)
            _witness.Add(new TensorShape(1 << Circuit.TableBits));
        return new([.. _values!], [.. _steps], [.. _witness], [.. _key], [.. _lookups], [.. _tables], [.. _borderInputs], [.. _borderOutputs], _constants);
    }

    private CircuitValue Input(Step step, int index) =>
        index < step.Inputs.Length && step.Inputs[index] != Step.Absent ? _values[step.Inputs[index]]! : throw Unsupported($"has no input {index}");

    /// <summary>An input of the core that is not a weight.</summary>
    private CircuitValue CoreInput(Step step, int index) =>
        Input(step, index) is { Role: not (ValueRole.Outside or ValueRole.Weight) } value ? value : throw Unsupported($"reads input {index} from outside of the core");

    private ImmutableArray<long> BroadcastShape(Step step)
    {
        ImmutableArray<long> shape = [];
        foreach (int input in step.Inputs)
        {
            if (input == Step.Absent)
                continue;
            ImmutableArray<long> other = _values[input]!.Shape;
            int rank = Math.Max(shape.Length, other.Length);
            shape = [.. Enumerable.Range(0, rank).Select(axis => Math.Max(SizeFromEnd(shape, rank - axis), SizeFromEnd(other, rank - axis)))];
        }

        return shape;
    }

    private static long SizeFromEnd(ImmutableArray<long> shape, int fromEnd) => fromEnd <= shape.Length ? shape[^fromEnd] : 1;

    private int AddColumn(ImmutableArray<long> shape)
    {
        _witness.Add(new TensorShape(shape.AsSpan()));
        return _witness.Count - 1;
    }

    private Limbs AddLimbs(ImmutableArray<long> shape, int bitCount)
    {
        var columns = ImmutableArray.CreateBuilder<int>();
        for (int limb = 0; limb < Limbs.CountOf(bitCount); limb++)
        {
            int column = AddColumn(shape);
            columns.Add(column);
            _lookups.Add(new(column, Factor: 1, Offset: 0, ValueColumn: -1, Table: 0));
            if (limb == Limbs.CountOf(bitCount) - 1 && Limbs.LastFactor(bitCount) > 1)
                _lookups.Add(new(column, Limbs.LastFactor(bitCount), Offset: 0, ValueColumn: -1, Table: 0));
        }

        return new([.. columns], bitCount);
    }

    private InvalidInputException Unsupported(string reason) =>
        new(InvalidInputKind.Unsupported, $"step {_step} ({_program.Steps[_step].Operator})", $"The step {reason}.");
}
