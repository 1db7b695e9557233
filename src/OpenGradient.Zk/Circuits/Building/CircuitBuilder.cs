using System.Collections.Immutable;
using System.Numerics;
using OpenGradient.Primitives;
using OpenGradient.Programs;
using OpenGradient.Zk.Border;
using OpenGradient.Zk.Circuits.Steps;
using OpenGradient.Zk.Hiding;
using OpenGradient.Zk.Multilinear;

namespace OpenGradient.Zk.Circuits.Building;

/// <summary>Builds the <see cref="Circuit"/> of a Program; a step that cannot be proved is refused, by name.</summary>
internal sealed partial class CircuitBuilder
{
    private readonly Program _program;
    private readonly List<long[]?> _constants; // of the values
    private readonly ImmutableArray<long> _rowSums;
    private readonly Visibility _visibility;
    private readonly List<CircuitValue?> _values; // of the Program by their numbers, then what steps need between
    private readonly Step?[] _makers; // of each value
    private readonly ElementType[] _types; // of each value of the Program
    private readonly List<CircuitStep> _steps = [];
    private readonly List<TensorShape> _witness = [];
    private readonly List<TensorShape> _key = [];
    private readonly Dictionary<int, int> _rowOffsets = []; // of each weight of sums, in the row sums
    private int _rows; // of all of these
    private readonly List<Lookup> _lookups = [];
    private readonly List<int> _tables = [];
    private readonly List<int> _borderInputs = [];
    private readonly List<int> _borderOutputs = [];
    private int _step; // at which the builder is
    private long _cells; // that steps read or made so far
    private long _held; // numbers of known values and maps

    private CircuitBuilder(Program program, ImmutableArray<long[]?> constants, ImmutableArray<long> rowSums, Visibility visibility)
    {
        (_program, _constants, _rowSums, _visibility) = (program, [.. constants], rowSums, visibility);
        _values = [.. new CircuitValue?[program.ValueCount]];
        _makers = new Step?[program.ValueCount];
        _types = ValueTypes.Of(program);
    }

    /// <param name="program">A valid Program of the integer profile.</param>
    /// <param name="inputShapes">One for each input.</param>
    /// <param name="constants">For each value of the Program, the elements if it is a public constant of an integer type.</param>
    /// <param name="rowSums">For each weight, in the order of the key, the Σ |W| of each row; as the key says.</param>
    /// <exception cref="InvalidInputException">A step cannot be proved; it is named.</exception>
    public static Circuit Build(Program program, ImmutableArray<ImmutableArray<long>> inputShapes, ImmutableArray<long[]?> constants, ImmutableArray<long> rowSums) =>
        Build(program, inputShapes, constants, rowSums, Visibility.Public);

    /// <param name="program">As above.</param>
    /// <param name="inputShapes">As above.</param>
    /// <param name="constants">As above.</param>
    /// <param name="rowSums">As above.</param>
    /// <param name="visibility">What the proof is to keep from its verifier.</param>
    /// <exception cref="InvalidInputException">A step cannot be proved, or an input not be hidden; it is named.</exception>
    public static Circuit Build(
        Program program, ImmutableArray<ImmutableArray<long>> inputShapes, ImmutableArray<long[]?> constants, ImmutableArray<long> rowSums, Visibility visibility)
    {
        if (program.Steps.Length > MostSteps)
            throw new InvalidInputException(InvalidInputKind.Unsupported, "program", $"The Program has more than {MostSteps} steps, too many to prove.");
        CircuitBuilder builder = new(program, constants, rowSums, visibility);
        builder.AddInputsAndConstants(inputShapes);
        int next = program.Inputs.Length + program.Constants.Length;
        foreach (Step step in program.Steps)
        {
            if (!step.Bodies.IsEmpty)
                throw builder.Unsupported("has bodies, which cannot be proved");
            for (int output = 0; output < step.OutputCount; output++)
                builder._makers[next + output] = step;
            builder.Add(step, next);
            builder.RequireTypes(step, next);
            next += step.OutputCount;
            builder._step++;
        }

        return builder.Finish();
    }

    private void AddInputsAndConstants(ImmutableArray<ImmutableArray<long>> inputShapes)
    {
        Interval none = default;
        for (int input = 0; input < inputShapes.Length; input++)
            AddInput(input, inputShapes[input]);
        for (int index = 0; index < _program.Constants.Length; index++)
        {
            int value = inputShapes.Length + index;
            ImmutableArray<long> shape = _program.Constants[index].Shape;
            _values[value] = _constants[value] is { Length: > 0 } elements && IsSmall(shape)
                ? new(ValueRole.Public, shape, Interval.Of(elements))
                : new(ValueRole.Outside, shape, none);
        }
    }

    /// <summary>Real numbers lie outside of the core; integers are where it begins.</summary>
    private void AddInput(int input, ImmutableArray<long> shape)
    {
        Interval? bounds = BoundsOf(_program.Inputs[input].Type);
        _values[input] = new(ValueRole.Outside, shape, default);
        if (bounds is { } known && IsSmall(shape))
            AddBorderInput(input, shape, known);
    }

    /// <summary>What an element of an input may be: less than its type holds where there would be no room left for products. Null for types that take no part.</summary>
    private static Interval? BoundsOf(ElementType type) => type switch
    {
        ElementType.Int8 => Interval.OfBits(8),
        ElementType.Int16 => Interval.OfBits(16),
        ElementType.Int32 or ElementType.Int64 => Interval.OfBits(31),
        ElementType.Bool => Bit,
        _ => null,
    };

    /// <summary>A step of floats, which is computed and not proved; none of the core.</summary>
    private void AddOutside(Step step, int output)
    {
        if (ReadsCore(step))
            throw Unsupported("is none that can be proved; in steps of the integer profile it could be, and only Split and TopK may have more than one output");
        ImmutableArray<long> shape = step.Operator is "Mul" or "Round" or "Clip" ? BroadcastShape([.. step.Inputs.Where(static input => input != Step.Absent).Select(input => _values[input]!.Shape)]) : default;
        for (int index = 0; index < step.OutputCount; index++)
            _values[output + index] = new(ValueRole.Outside, shape, default);
    }

    private bool ReadsCore(Step step) => step.Inputs.Any(input => input != Step.Absent && _values[input]!.Role != ValueRole.Outside);

    private void AddCast(Step step, int output)
    {
        CircuitValue x = Input(step, 0);
        bool toFloat = step.Attributes.GetValueOrDefault("to") == "f32";
        if (x.Role == ValueRole.Outside && (toFloat || step.Attributes.GetValueOrDefault("to") == "f64"))
        {
            _values[output] = x;
            return;
        }

        if (x.Role == ValueRole.Outside)
        {
            if (x.Shape.IsDefault)
                throw Unsupported("begins the core with axes that only a run knows");
            AddBorderInput(output, x.Shape, BorderBounds(step));
            return;
        }

        x = CoreInput(step, 0);
        if (toFloat)
        {
            _borderOutputs.Add(step.Inputs[0]);
            _values[output] = new(ValueRole.Outside, x.Shape, default);
            return;
        }

        Interval held = BoundsOfType(step);
        if (held.Contains(x.Bounds.Low) && held.Contains(x.Bounds.High))
            AddSame(step.Inputs[0], x.Shape, output);
        else if (held == Bit)
            AddIsNotZero(step.Inputs[0], output);
        else
            throw Unsupported("casts to a type that does not hold every value");
    }

    /// <summary>A public one is what it is; a private one is its limbs, which cannot leave its bounds.</summary>
    private void AddBorderInput(int value, ImmutableArray<long> shape, Interval bounds)
    {
        _borderInputs.Add(value);
        SetValue(value, _visibility.HidesInputs ? ValueRole.Virtual : ValueRole.Public, shape, bounds);
        if (!_visibility.HidesInputs)
            return;
        int bits = Limbs.BitsOf(bounds.High - bounds.Low);
        Limbs limbs = AddLimbs(shape, bits) with { Offset = -(long)bounds.Low };
        Limbs above = bounds.High - bounds.Low + 1 == BigInteger.One << bits ? Limbs.None : AddLimbs(shape, bits) with { Offset = (long)bounds.High };
        _steps.Add(new InputStep(limbs, above, value));
    }

    /// <summary>The bounds that a <c>Clip</c> right before the cast gives, otherwise those of the type.</summary>
    private Interval BorderBounds(Step step)
    {
        Step? maker = _makers[step.Inputs[0]];
        return maker is { Operator: "Clip" }
            && FloatBits.TryReadInteger(maker.Attributes.GetValueOrDefault("low"), out BigInteger low)
            && FloatBits.TryReadInteger(maker.Attributes.GetValueOrDefault("high"), out BigInteger high)
            ? new(low, high)
            : BoundsOfType(step);
    }

    private Interval BoundsOfType(Step step) =>
        ElementTypes.TryParse(step.Attributes.GetValueOrDefault("to") ?? "", out ElementType type) && Held(type) is { } held ? held : throw Unsupported("casts to a type that takes no part");

    /// <summary>What a type of the core holds; null for types that take no part.</summary>
    private static Interval? Held(ElementType type) => type switch
    {
        ElementType.Int8 => Interval.OfBits(8),
        ElementType.Int16 => Interval.OfBits(16),
        ElementType.Int32 => Interval.OfBits(32),
        ElementType.Int64 => Interval.OfBits(64),
        ElementType.UInt8 => new(0, byte.MaxValue),
        ElementType.UInt16 => new(0, ushort.MaxValue),
        ElementType.UInt32 => new(0, uint.MaxValue),
        ElementType.Bool => Bit,
        _ => null,
    };

    /// <summary>What a step makes stays within its type: beyond it a run wraps around, and what is proved does not.</summary>
    private void RequireTypes(Step step, int output)
    {
        for (int value = output; value < output + step.OutputCount; value++)
        {
            if (_values[value]!.Role == ValueRole.Outside)
                continue;
            Interval bounds = _values[value]!.Bounds;
            if (Held(_types[value]) is not { } held || !held.Contains(bounds.Low) || !held.Contains(bounds.High))
                throw Unsupported($"may make numbers that its type, {_types[value].CanonicalName()}, does not hold");
        }
    }

    private Circuit Finish()
    {
        // An output that no Cast makes a float of is integers that the Program itself shows.
        foreach (ProgramOutput output in _program.Outputs)
        {
            if (_values[output.Value]!.Role is ValueRole.Committed or ValueRole.Virtual or ValueRole.Public && !_borderOutputs.Contains(output.Value))
                _borderOutputs.Add(output.Value);
        }

        if (_rows != _rowSums.Length)
            throw new InvalidInputException(InvalidInputKind.Unsupported, "program", $"The key has {_rowSums.Length} rows, the weights have {_rows}.");
        if (_borderOutputs.Count == 0)
            throw new InvalidInputException(InvalidInputKind.Unsupported, "program", "Nothing of the Program is computed on integers; there is nothing to prove.");
        for (int table = 0; table <= _tables.Count; table++)
            _witness.Add(new TensorShape(1 << Circuit.TableBits));
        RequireRoom(_witness);
        RequireRoom(_key);
        return new([.. _values!], [.. _steps], [.. _witness], [.. _key], [.. _lookups], [.. _tables], [.. _borderInputs], [.. _borderOutputs], [.. _constants], _program.Id.Value, _rowSums)
        {
            InputShapes = [.. _values.Take(_program.Inputs.Length).Select(static input => input!.Shape)],
            Visibility = _visibility,
        };
    }

    private CircuitValue Input(Step step, int index) =>
        index < step.Inputs.Length && step.Inputs[index] != Step.Absent ? _values[step.Inputs[index]]! : throw Unsupported($"has no input {index}");

    /// <summary>An input of the core that is not a weight.</summary>
    private CircuitValue CoreInput(Step step, int index)
    {
        if (Input(step, index) is not { Role: not (ValueRole.Outside or ValueRole.Weight) } value)
            throw Unsupported($"reads input {index} from outside of the core");
        RequireLimit(value.Bounds);
        return value;
    }

    /// <summary>A value of the core, which keeps the bounds of section 9.</summary>
    private void SetValue(
        int value, ValueRole role, ImmutableArray<long> shape, Interval bounds, int column = -1, int boundsAxis = -1, ImmutableArray<CellInterval> axisBounds = default)
    {
        RequireLimit(bounds);
        RequireSmall(shape);
        CountCells(Product(shape));
        _values[value] = new(role, shape, bounds, column, boundsAxis, axisBounds);
    }

    /// <summary>A verifier goes through these, whatever a proof holds.</summary>
    private void CountCells(long cells)
    {
        _cells += cells;
        if (_cells > 1L << LogMostCommitted)
            throw Unsupported($"brings the core over 2^{LogMostCommitted} cells that steps read or make");
    }

    /// <summary>A verifier keeps these for itself: few bytes of a Program can ask for many.</summary>
    private void CountHeld(long numbers)
    {
        _held += numbers;
        if (_held > 1L << LogMostHeld)
            throw Unsupported($"brings what is known before a run, and the maps of placements, over 2^{LogMostHeld} numbers");
    }

    /// <summary>A value that no step of the Program names.</summary>
    private int AddValue()
    {
        _values.Add(null);
        _constants.Add(null);
        return _values.Count - 1;
    }

    /// <summary>A number that no step of the Program names.</summary>
    private int AddConstant(long number)
    {
        int value = AddValue();
        _values[value] = new(ValueRole.Public, [], Point(number));
        _constants[value] = [number];
        return value;
    }

    private ImmutableArray<long> BroadcastShape(params ReadOnlySpan<ImmutableArray<long>> operands)
    {
        ImmutableArray<long> shape = [];
        foreach (ImmutableArray<long> other in operands)
        {
            if (other.IsDefault)
                return default;
            int rank = Math.Max(shape.Length, other.Length);
            shape = [.. Enumerable.Range(0, rank).Select(axis => Broadcast(SizeFromEnd(shape, rank - axis), SizeFromEnd(other, rank - axis)))];
        }

        return shape;
    }

    private long Broadcast(long left, long right) =>
        left == right || right == 1 ? left : left == 1 ? right : throw Unsupported("has inputs whose axes do not fit each other");

    private static long SizeFromEnd(ImmutableArray<long> shape, int fromEnd) => fromEnd <= shape.Length ? shape[^fromEnd] : 1;

    private int AddColumn(ImmutableArray<long> shape)
    {
        if (!IsSmall(shape) || _witness.Count == MostColumns)
            throw Unsupported($"needs more than {MostColumns} columns, or larger ones than 2^{LogMostCells} cells");
        _witness.Add(new TensorShape(shape.AsSpan()));
        return _witness.Count - 1;
    }

    /// <summary>Columns for every number of an interval; in two's complement, moved up to begin at 0, if there are negative ones.</summary>
    private Limbs AddLimbs(ImmutableArray<long> shape, Interval bounds, bool isWhole)
    {
        int bits = LimbBitsOf(bounds, isWhole);
        return AddLimbs(shape, bits) with { Offset = bounds.Low < 0 ? 1L << (bits - 1) : 0 };
    }

    private static int LimbBitsOf(Interval bounds, bool isWhole)
    {
        int bits = bounds.Low < 0 ? Limbs.BitsOf(bounds.Size) + 1 : Limbs.BitsOf(bounds.High);
        return isWhole ? Limbs.WholeBits(bits) : bits;
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

    /// <summary>At least one cell, and no more than a verifier takes on.</summary>
    private static bool IsSmall(ImmutableArray<long> shape)
    {
        long cells = 1;
        foreach (long count in shape)
        {
            if (count < 1 || count > (1L << LogMostCells) / cells)
                return false;
            cells *= count;
        }

        return true;
    }

    private static void RequireRoom(List<TensorShape> columns)
    {
        if (columns.Sum(static column => TensorPiece.CountOf(column.CellCounts)) > MostPieces)
            throw new InvalidInputException(InvalidInputKind.Unsupported, "program", $"The Program takes more than {MostPieces} pieces of columns to prove.");
        if (columns.Sum(static column => StridedCells.Product(column.CellCounts)) > 1L << LogMostCommitted)
            throw new InvalidInputException(InvalidInputKind.Unsupported, "program", $"The Program takes more than 2^{LogMostCommitted} numbers to prove.");
    }

    private InvalidInputException Unsupported(string reason) =>
        _step < _program.Steps.Length
            ? new(InvalidInputKind.Unsupported, $"step {_step} ({_program.Steps[_step].Operator})", $"The step {reason}.")
            : new(InvalidInputKind.Unsupported, "program", $"The Program {reason}.");

    /// <summary>So many cells a tensor of the core may have.</summary>
    private const int LogMostCells = 26;

    /// <summary>So many numbers a commitment may be to.</summary>
    private const int LogMostCommitted = 30;

    private const int LogMostHeld = 27;

    private static readonly Interval Bit = new(0, 1);

    private const int MostColumns = 1 << 14;

    /// <summary>So many pieces the columns of a commitment may have: a verifier goes over all of them for each claim about them.</summary>
    private const int MostPieces = 1 << 20;

    private const int MostSteps = 1 << 16;
}
