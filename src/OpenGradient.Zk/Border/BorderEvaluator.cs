using System.Collections.Immutable;
using System.Globalization;
using OpenGradient.Primitives;
using OpenGradient.Programs;
using OpenGradient.Zk.Circuits;

namespace OpenGradient.Zk.Border;

/// <summary>What lies around a core, by exec-1: from the inputs of a run to where the core begins, and from where it ends to the outputs (proof-1 section 8).</summary>
/// <remarks>
/// Knows <c>Mul</c>, <c>Round</c>, <c>Clip</c> and <c>Cast</c> on binary32, and <c>Cast</c> of an input from and of an output to binary64: nothing is computed in that. What else lies there has to be run again by whoever has kernels: it is refused by name.
/// </remarks>
internal sealed class BorderEvaluator
{
    private const long MostCells = 1L << 30; // of everything that is computed, so that a Program cannot keep its verifier busy

    private readonly ProofSubject _subject;
    private readonly Circuit _circuit;
    private readonly ImmutableArray<Tensor> _inputs;
    private readonly Dictionary<int, FloatTensor> _floats = [];
    private readonly Dictionary<int, FloatTensor> _wideInputs = []; // of binary64, rounded to what a Cast makes of them
    private readonly SortedSet<int> _wideOutputs = []; // held as the binary32 numbers that they were cast from
    private readonly Dictionary<int, long[]> _integers = []; // of values that the core shares with the outside
    private readonly ElementType[] _types; // of each value of the Program
    private long _cells;

    /// <param name="subject">The Program and its constants.</param>
    /// <param name="circuit">Its core, for inputs of these shapes.</param>
    /// <param name="inputs">One for each input of the Program.</param>
    public BorderEvaluator(ProofSubject subject, Circuit circuit, ImmutableArray<Tensor> inputs)
    {
        (_subject, _circuit, _inputs, _types) = (subject, circuit, inputs, ValueTypes.Of(subject.Program));
        for (int input = 0; input < inputs.Length; input++)
        {
            if (inputs[input].Type == ElementType.Float32)
                _floats[input] = new(inputs[input].Shape, ElementBytes.ReadFloats(inputs[input].Bytes));
            else if (inputs[input].Type == ElementType.Float64)
                _wideInputs[input] = new(inputs[input].Shape, ElementBytes.ReadWideFloats(inputs[input].Bytes));
            else if (ElementBytes.TryReadIntegers(inputs[input].Type, inputs[input].Bytes) is { } integers)
                _integers[input] = integers;
        }
    }

    /// <summary>The elements of each border input.</summary>
    /// <exception cref="InvalidInputException">Something else than the four operators lies between; the step is named.</exception>
    public ImmutableArray<BorderTensor> Enter()
    {
        Evaluate(_circuit.BorderInputs);
        return [.. _circuit.BorderInputs.Select(value => new BorderTensor(_circuit.Values[value].Shape, Integers(value)))];
    }

    /// <summary>The outputs of the Program, from the elements of each border output.</summary>
    /// <exception cref="InvalidInputException">Something else than the four operators lies between; the step is named.</exception>
    public ImmutableArray<Tensor> Leave(ImmutableArray<long[]> outputs)
    {
        for (int index = 0; index < outputs.Length; index++)
            _integers[_circuit.BorderOutputs[index]] = outputs[index];
        Evaluate(_subject.Program.Outputs.Select(static output => output.Value));
        return [.. _subject.Program.Outputs.Select(output => TensorOf(output.Value))];
    }

    private long[] Integers(int value) => _integers.TryGetValue(value, out long[]? integers)
        ? integers
        : throw new InvalidInputException(InvalidInputKind.Unsupported, $"value {value}", "The core begins with a value that the verifier cannot compute.");

    private Tensor TensorOf(int value)
    {
        if (_floats.TryGetValue(value, out FloatTensor? floats))
            return _wideOutputs.Contains(value) ? new Tensor(ElementType.Float64, floats.Shape, ElementBytes.WriteWide(floats.Bits)) : new Tensor(ElementType.Float32, floats.Shape, ElementBytes.Write(floats.Bits));
        if (value < _inputs.Length)
            return _inputs[value];
        ElementType type = _types[value];
        return (_integers.GetValueOrDefault(value) ?? _circuit.PublicConstants[value]) is { } integers && ElementBytes.IsInteger(type)
            ? new Tensor(type, _circuit.Values[value].Shape, ElementBytes.Write(type, integers))
            : throw new InvalidInputException(InvalidInputKind.Unsupported, $"output {value}", "The output is computed neither by the core nor by what the verifier knows around it.");
    }

    /// <summary>Computes what the wanted values need, in the order of the Program.</summary>
    private void Evaluate(IEnumerable<int> wanted)
    {
        bool[] isNeeded = FindNeeded(wanted);
        int output = _subject.Program.Inputs.Length + _subject.Program.Constants.Length;
        for (int index = 0; index < _subject.Program.Steps.Length; index++)
        {
            Step step = _subject.Program.Steps[index];
            if (isNeeded[output] && !IsKnown(output))
                Evaluate(step, index, output);
            output += step.OutputCount;
        }
    }

    /// <summary>From the last step to the first: what a needed value is made of is needed, unless it is known.</summary>
    private bool[] FindNeeded(IEnumerable<int> wanted)
    {
        Program program = _subject.Program;
        bool[] isNeeded = new bool[program.ValueCount + 1]; // a last step may make nothing
        foreach (int value in wanted)
            isNeeded[value] = true;
        int output = program.ValueCount;
        for (int index = program.Steps.Length - 1; index >= 0; index--)
        {
            output -= program.Steps[index].OutputCount;
            if (!isNeeded[output] || IsKnown(output))
                continue;
            foreach (int input in program.Steps[index].Inputs)
            {
                if (input != Step.Absent)
                    isNeeded[input] = true;
            }
        }

        return isNeeded;
    }

    private bool IsKnown(int value) => _floats.ContainsKey(value) || _integers.ContainsKey(value);

    private void Evaluate(Step step, int index, int output)
    {
        switch (step.OutputCount == 1 ? step.Operator : "")
        {
            case "Mul" when step.Inputs.Length == 2:
                _floats[output] = Multiply(Floats(step, index, 0), Floats(step, index, 1), index);
                break;
            case "Round":
                _floats[output] = Map(Floats(step, index, 0), Binary32.Round);
                break;
            case "Clip":
                (uint low, uint high) = (Setting(step, "low", Binary32.SignBit | Binary32.Infinity), Setting(step, "high", Binary32.Infinity));
                _floats[output] = Map(Floats(step, index, 0), number => Binary32.Clip(number, low, high));
                break;
            case "Cast":
                Cast(step, index, output);
                break;
            default:
                throw Outside(step, index);
        }
    }

    private void Cast(Step step, int index, int output)
    {
        bool isToFloat = ElementTypes.TryParse(step.Attributes.GetValueOrDefault("to") ?? "", out ElementType to) && to == ElementType.Float32;
        if (isToFloat && _integers.TryGetValue(step.Inputs[0], out long[]? integers))
            _floats[output] = new(_circuit.Values[step.Inputs[0]].Shape, Counted(Array.ConvertAll(integers, Binary32.FromInteger)));
        else if (isToFloat && _wideInputs.TryGetValue(step.Inputs[0], out FloatTensor? wide))
            _floats[output] = wide;
        else if (isToFloat)
            _floats[output] = Floats(step, index, 0);
        else if (to == ElementType.Float64)
            Widen(step, index, output);
        else if (ElementBytes.IsInteger(to))
            _integers[output] = Array.ConvertAll(Counted(Floats(step, index, 0).Bits), number => ElementBytes.FromFloat(to, number));
        else
            throw Outside(step, index);
    }

    /// <summary>As an output of the Program, and nothing else: the numbers stay binary32 numbers.</summary>
    private void Widen(Step step, int index, int output)
    {
        _floats[output] = Floats(step, index, 0);
        _wideOutputs.Add(output);
    }

    private FloatTensor Floats(Step step, int index, int input)
    {
        int value = input < step.Inputs.Length ? step.Inputs[input] : Step.Absent;
        if (value != Step.Absent && _floats.TryGetValue(value, out FloatTensor? floats) && !_wideOutputs.Contains(value))
            return floats;
        return value != Step.Absent && _subject.Floats[value] is { } constant ? new(_circuit.Values[value].Shape, constant) : throw Outside(step, index);
    }

    private FloatTensor Map(FloatTensor x, Func<uint, uint> function) => x with { Bits = Array.ConvertAll(Counted(x.Bits), number => function(number)) };

    private FloatTensor Multiply(FloatTensor x, FloatTensor y, int index)
    {
        if (Broadcasting.TryJoin(x.Shape, y.Shape) is not { } shape || !Broadcasting.IsSmall(shape))
            throw new InvalidInputException(InvalidInputKind.Unsupported, $"step {index} (Mul)", "The step has inputs whose axes do not fit each other, or makes too many cells.");
        long[] left = Broadcasting.PlacesOf(x.Shape, shape);
        long[] right = Broadcasting.PlacesOf(y.Shape, shape);
        uint[] product = Counted(new uint[left.Length]);
        for (int cell = 0; cell < product.Length; cell++)
            product[cell] = Binary32.Multiply(x.Bits[left[cell]], y.Bits[right[cell]]);
        return new(shape, product);
    }

    private uint[] Counted(uint[] cells)
    {
        _cells += cells.Length;
        return _cells <= MostCells ? cells : throw new InvalidInputException(InvalidInputKind.TooLarge, "program", "What lies around the core is too much to compute here.");
    }

    private static uint Setting(Step step, string name, uint otherwise) =>
        step.Attributes.TryGetValue(name, out string? text) && text.StartsWith("0x", StringComparison.Ordinal)
        && uint.TryParse(text.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out uint bits)
            ? Binary32.Canonical(bits)
            : otherwise;

    private static InvalidInputException Outside(Step step, int index) => new(
        InvalidInputKind.Unsupported,
        $"step {index} ({step.Operator})",
        "The step lies around the core and is none of Mul, Round, Clip and Cast on f32: what is around the core must be run again.");
}
