using System.Collections.Immutable;
using System.Globalization;
using OpenGradient.Cli.Files;
using OpenGradient.Conformance;
using OpenGradient.Models.Arrays;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Cli.Proving;

/// <summary>Inputs in files of arrays: NumPy's, or the tensors of ONNX's tests.</summary>
internal static class ArrayInputs
{
    /// <summary>Whether the path names such files.</summary>
    public static bool IsArray(string path) => Directory.Exists(path) || Suffixes.Any(suffix => path.EndsWith(suffix, StringComparison.OrdinalIgnoreCase));

    /// <exception cref="InvalidInputException">An array is missing, or has another type or shape than the model takes.</exception>
    public static ImmutableArray<Tensor> Read(string path, OpenGradient.Programs.Program program)
    {
        Dictionary<string, long> sizes = new(StringComparer.Ordinal);
        (string Name, Tensor Array)[] arrays = InOrder(path, program);
        if (arrays.Length != program.Inputs.Length)
            throw new InvalidInputException(InvalidInputKind.Invalid, path, $"there {(arrays.Length == 1 ? "is 1 array" : $"are {arrays.Length} arrays")}; the model takes {InputFile.Describe(program)}.");
        return [.. arrays.Select((array, input) => Fitted(program.Inputs[input], array.Array, $"{path}: {array.Name}", sizes))];
    }

    /// <summary>One array for each input of the model, as far as there are as many.</summary>
    private static (string Name, Tensor Array)[] InOrder(string path, OpenGradient.Programs.Program program)
    {
        if (Directory.Exists(path) || path.EndsWith(".pb", StringComparison.OrdinalIgnoreCase))
            return Messages(path);
        if (path.EndsWith(".npy", StringComparison.OrdinalIgnoreCase))
            return [("the array", UserFile.Read(path, NpzFile.ReadArray))];
        ImmutableSortedDictionary<string, Tensor> arrays = UserFile.Read(path, NpzFile.Read);
        if (program.Inputs.Length == 1 && arrays.Count == 1)
            return [(arrays.Keys.First(), arrays.Values.First())];
        return [.. program.Inputs.Select(input => arrays.TryGetValue(input.Name, out Tensor? array)
            ? (input.Name, array)
            : throw new InvalidInputException(InvalidInputKind.Invalid, path, $"the file has no array '{input.Name}'; the model takes {InputFile.Describe(program)}."))];
    }

    /// <summary>input_0.pb, input_1.pb, … of a folder, or of the first data set in it.</summary>
    private static (string Name, Tensor Array)[] Messages(string path)
    {
        string folder = Path.Combine(path, "test_data_set_0") is var inner && Directory.Exists(inner) ? inner : path;
        string[] files = Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder, Prefix + "*.pb").OrderBy(NumberOf).ThenBy(static file => file, StringComparer.Ordinal)] : [path];
        if (files.Length == 0)
            throw new InvalidInputException(InvalidInputKind.NotFound, path, "there is no input_0.pb in this folder.");
        return [.. files.Select(static file => (Path.GetFileName(file), ReadMessage(file)))];
    }

    private static Tensor ReadMessage(string path) => UserFile.Read(path, static file =>
    {
        using FileStream stream = UserFile.OpenRead(file);
        using MemoryStream bytes = new();
        stream.CopyTo(bytes);
        return OnnxTestRunner.ReadTensor(bytes.ToArray(), Path.GetFileName(file));
    });

    private static int NumberOf(string file) =>
        int.TryParse(Path.GetFileNameWithoutExtension(file)[Prefix.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : int.MaxValue;

    /// <summary>The array in the type of the input, where that holds its numbers, and with its axes, where these are only of one element more or less.</summary>
    private static Tensor Fitted(ProgramInput input, Tensor array, string subject, Dictionary<string, long> sizes)
    {
        ImmutableArray<long> shape = InputShape.Resolve(input, array.Shape, said: null, sizes, subject);
        return array.Type == input.Type ? new Tensor(array.Type, shape, array.Bytes) : NumberList.Of(array, subject).ToTensor(input.Type, shape);
    }

    private const string Prefix = "input_";

    private static readonly string[] Suffixes = [".npz", ".npy", ".pb"];
}
