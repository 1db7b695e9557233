using System.Globalization;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Interpreter;

/// <summary>Which tensors a Program asks for.</summary>
internal sealed class InputContract
{
    private readonly Program _program;
    private readonly int[][] _sizes; // [input][axis]: a size, or the complement of a name's number
    private readonly List<string> _names = [];

    public InputContract(Program program)
    {
        _program = program;
        _sizes = [.. program.Inputs.Select(input => input.Shape.Select(SizeOrName).ToArray())];
    }

    /// <exception cref="InvalidInputException">The tensors are something else; the subject names the input.</exception>
    public void Require(IReadOnlyList<Tensor> inputs)
    {
        if (inputs.Count != _program.Inputs.Length)
            throw new InvalidInputException(InvalidInputKind.Invalid, "inputs", $"The model takes {_program.Inputs.Length} inputs, not {inputs.Count}.");
        Span<int> named = _names.Count <= StackNames ? stackalloc int[_names.Count] : new int[_names.Count];
        named.Fill(Unknown);
        for (int index = 0; index < inputs.Count; index++)
        {
            if (inputs[index].Type != _program.Inputs[index].Type)
                throw Error(_program.Inputs[index], $"must be {_program.Inputs[index].Type.CanonicalName()}, not {inputs[index].Type.CanonicalName()}");
            RequireShape(index, inputs[index], named);
        }
    }

    private int SizeOrName(string dimension)
    {
        if (char.IsAsciiDigit(dimension[0]))
            return int.Parse(dimension, CultureInfo.InvariantCulture);
        int number = _names.IndexOf(dimension);
        if (number < 0)
        {
            number = _names.Count;
            _names.Add(dimension);
        }

        return ~number;
    }

    private void RequireShape(int index, Tensor tensor, Span<int> named)
    {
        int[] sizes = _sizes[index];
        if (tensor.Shape.Length != sizes.Length)
            throw ShapeError(index, tensor);
        for (int axis = 0; axis < sizes.Length; axis++)
        {
            long size = tensor.Shape[axis];
            if (size > int.MaxValue || (sizes[axis] >= 0 && sizes[axis] != size))
                throw ShapeError(index, tensor);
            if (sizes[axis] >= 0)
                continue;
            ref int known = ref named[~sizes[axis]];
            if (known != Unknown && known != size)
                throw Error(_program.Inputs[index], $"has {_names[~sizes[axis]]} = {size}, but another input has {_names[~sizes[axis]]} = {known}");
            known = (int)size;
        }
    }

    private InvalidInputException ShapeError(int index, Tensor actual) =>
        Error(_program.Inputs[index], $"must have the shape [{string.Join(',', _program.Inputs[index].Shape)}], not [{string.Join(',', actual.Shape)}]");

    private static InvalidInputException Error(ProgramInput input, string what) =>
        new(InvalidInputKind.Invalid, $"input '{input.Name}'", $"Input '{input.Name}' {what}.");

    private const int Unknown = -1;
    private const int StackNames = 64;
}
