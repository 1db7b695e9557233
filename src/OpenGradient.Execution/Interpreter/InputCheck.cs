using System.Globalization;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Interpreter;

/// <summary>Whether tensors are what a Program asks for.</summary>
internal static class InputCheck
{
    /// <exception cref="InvalidInputException">They are not; the subject names the input.</exception>
    public static void Require(Program program, IReadOnlyList<Tensor> inputs)
    {
        if (inputs.Count != program.Inputs.Length)
            throw new InvalidInputException(InvalidInputKind.Invalid, "inputs", $"The model takes {program.Inputs.Length} inputs, not {inputs.Count}.");
        Dictionary<string, long>? named = null;
        for (int index = 0; index < inputs.Count; index++)
        {
            RequireType(program.Inputs[index], inputs[index]);
            RequireShape(program.Inputs[index], inputs[index], ref named);
        }
    }

    private static void RequireType(ProgramInput expected, Tensor actual)
    {
        if (actual.Type != expected.Type)
            throw Error(expected, $"must be {expected.Type.CanonicalName()}, not {actual.Type.CanonicalName()}");
    }

    private static void RequireShape(ProgramInput expected, Tensor actual, ref Dictionary<string, long>? named)
    {
        if (actual.Shape.Length != expected.Shape.Length)
            throw ShapeError(expected, actual);
        for (int axis = 0; axis < actual.Shape.Length; axis++)
        {
            long dimension = actual.Shape[axis];
            if (dimension > int.MaxValue)
                throw ShapeError(expected, actual);
            if (char.IsAsciiDigit(expected.Shape[axis][0]))
            {
                if (long.Parse(expected.Shape[axis], CultureInfo.InvariantCulture) != dimension)
                    throw ShapeError(expected, actual);
            }
            else
            {
                RequireSame(expected, axis, dimension, named ??= []);
            }
        }
    }

    private static void RequireSame(ProgramInput expected, int axis, long dimension, Dictionary<string, long> named)
    {
        string name = expected.Shape[axis];
        if (!named.TryAdd(name, dimension) && named[name] != dimension)
            throw Error(expected, $"has {name} = {dimension}, but another input has {name} = {named[name]}");
    }

    private static InvalidInputException ShapeError(ProgramInput expected, Tensor actual) =>
        Error(expected, $"must have the shape [{string.Join(',', expected.Shape)}], not [{string.Join(',', actual.Shape)}]");

    private static InvalidInputException Error(ProgramInput input, string what) =>
        new(InvalidInputKind.Invalid, $"input '{input.Name}'", $"Input '{input.Name}' {what}.");
}
