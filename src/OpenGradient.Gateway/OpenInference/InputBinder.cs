using System.Collections.Immutable;
using System.Globalization;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Gateway;

/// <summary>Holds the inputs of a request against those of a Program.</summary>
internal static class InputBinder
{
    /// <summary>The tensors in the Program's order.</summary>
    /// <exception cref="InvalidInputException">One is missing, unknown, or of another type or shape; the subject names it.</exception>
    public static Tensor[] Bind(ImmutableArray<ProgramInput> expected, ImmutableArray<InferInput> given)
    {
        for (int index = 0; index < given.Length; index++)
        {
            if (!expected.Any(input => input.Name == given[index].Name))
                throw new InvalidInputException(InvalidInputKind.Invalid, $"inputs[{index}].name", $"The model has no input '{Text.Shorten(given[index].Name)}': it takes {Names(expected)}.");
        }

        Dictionary<string, long> sizes = new(StringComparer.Ordinal);
        Tensor[] tensors = new Tensor[expected.Length];
        for (int index = 0; index < tensors.Length; index++)
            tensors[index] = BindOne(expected[index], given, sizes);
        return tensors;
    }

    private static Tensor BindOne(ProgramInput expected, ImmutableArray<InferInput> given, Dictionary<string, long> sizes)
    {
        int position = IndexOf(given, expected.Name);
        if (position < 0)
            throw new InvalidInputException(InvalidInputKind.Invalid, "inputs", $"Input '{expected.Name}' is missing.");
        Tensor tensor = given[position].Tensor;
        if (tensor.Type != expected.Type)
        {
            throw new InvalidInputException(
                InvalidInputKind.Invalid,
                $"inputs[{position}].datatype",
                $"Input '{expected.Name}' is of type {OpenInferenceTypes.Name(expected.Type)}, not {OpenInferenceTypes.Name(tensor.Type)}.");
        }

        if (!Fits(expected.Shape, tensor.Shape, sizes))
        {
            throw new InvalidInputException(
                InvalidInputKind.Invalid,
                $"inputs[{position}].shape",
                $"Input '{expected.Name}' has the shape [{string.Join(',', expected.Shape)}], not [{string.Join(',', tensor.Shape)}].");
        }

        return tensor;
    }

    /// <summary>Whether every number is met and every name stands for one size throughout the request.</summary>
    private static bool Fits(ImmutableArray<string> expected, ImmutableArray<long> actual, Dictionary<string, long> sizes)
    {
        if (expected.Length != actual.Length)
            return false;
        for (int axis = 0; axis < expected.Length; axis++)
        {
            bool isNumber = long.TryParse(expected[axis], NumberStyles.None, CultureInfo.InvariantCulture, out long size);
            if (!isNumber && !sizes.TryGetValue(expected[axis], out size))
                sizes[expected[axis]] = size = actual[axis];
            if (size != actual[axis])
                return false;
        }

        return true;
    }

    private static int IndexOf(ImmutableArray<InferInput> given, string name)
    {
        for (int index = 0; index < given.Length; index++)
        {
            if (given[index].Name == name)
                return index;
        }

        return -1;
    }

    private static string Names(ImmutableArray<ProgramInput> inputs) => string.Join(", ", inputs.Select(static input => $"'{input.Name}'"));
}
