using System.Collections.Immutable;
using OpenGradient.Models.Arrays;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Cli.Compilation;

/// <summary>Sample inputs from an <c>.npz</c> file: one array for each input of the model, samples along the first axis.</summary>
internal sealed class CalibrationData
{
    private const int SamplesAtOnce = 32;

    private readonly ImmutableArray<Tensor> _arrays; // in Program order
    private readonly int _step;

    private CalibrationData(ImmutableArray<Tensor> arrays, int step)
    {
        _arrays = arrays;
        _step = step;
    }

    /// <summary>How many samples there are.</summary>
    public int Count => (int)_arrays[0].Shape[0];

    /// <summary>The samples in runs of at most 32, or of as many as the model takes.</summary>
    public IEnumerable<IReadOnlyList<Tensor>> Runs()
    {
        for (int first = 0; first + _step <= Count || (first < Count && _step == SamplesAtOnce); first += _step)
            yield return [.. _arrays.Select(array => Rows(array, first, Math.Min(_step, Count - first)))];
    }

    /// <summary>The first sample alone, or as many as the model takes.</summary>
    public IReadOnlyList<Tensor> First => [.. _arrays.Select(array => Rows(array, 0, Math.Min(_step == SamplesAtOnce ? 1 : _step, Count)))];

    /// <exception cref="InvalidInputException">An input has no array, or arrays of different lengths.</exception>
    public static CalibrationData Read(string path, OpenGradient.Programs.Program program)
    {
        ImmutableSortedDictionary<string, Tensor> arrays = NpzFile.Read(path);
        var inputs = ImmutableArray.CreateBuilder<Tensor>();
        foreach (ProgramInput input in program.Inputs)
        {
            if (!arrays.TryGetValue(input.Name, out Tensor? array) || array.Shape.Length != input.Shape.Length || array.Shape.Length == 0 || array.Shape[0] == 0)
                throw new InvalidInputException(InvalidInputKind.Invalid, path, $"The file needs an array '{input.Name}' of {input.Shape.Length} dimensions, samples along the first; it has {Describe(arrays)}.");
            if (inputs.Count > 0 && array.Shape[0] != inputs[0].Shape[0])
                throw new InvalidInputException(InvalidInputKind.Invalid, path, $"The arrays '{program.Inputs[0].Name}' and '{input.Name}' have different numbers of samples.");
            inputs.Add(array);
        }

        if (inputs.Count == 0)
            throw new InvalidInputException(InvalidInputKind.Invalid, path, "The model has no inputs: there is nothing to calibrate.");
        return new CalibrationData(inputs.ToImmutable(), StepOf(program.Inputs[0]));
    }

    /// <summary>A model with a fixed first dimension takes that many samples at once.</summary>
    private static int StepOf(ProgramInput input) =>
        int.TryParse(input.Shape[0], System.Globalization.CultureInfo.InvariantCulture, out int fixedSize) && fixedSize > 0 ? fixedSize : SamplesAtOnce;

    private static Tensor Rows(Tensor array, int first, int count)
    {
        int rowBytes = (int)(array.Bytes.Length / array.Shape[0]);
        return new Tensor(array.Type, array.Shape.SetItem(0, count), array.Bytes.AsSpan(first * rowBytes, count * rowBytes).ToArray());
    }

    private static string Describe(ImmutableSortedDictionary<string, Tensor> arrays) => arrays.Count == 0
        ? "none"
        : string.Join(", ", arrays.Select(static pair => $"'{pair.Key}' [{string.Join(',', pair.Value.Shape)}]"));
}
