using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using OpenGradient.Primitives;

namespace OpenGradient.Conformance;

/// <summary>Finds ONNX backend test cases on disk: a folder with model.onnx and test_data_set_* is one.</summary>
public static class OnnxTestFolders
{
    /// <summary>The folders of all cases at or below the given ones, each once, in the order of their paths.</summary>
    /// <exception cref="InvalidInputException">A folder does not exist, or holds no case.</exception>
    public static ImmutableArray<string> Find(IEnumerable<string> folders)
    {
        var found = new SortedSet<string>(StringComparer.Ordinal);
        foreach (string folder in folders)
        {
            if (!Directory.Exists(folder))
                throw new InvalidInputException(InvalidInputKind.NotFound, folder, "there is no such folder.");
            int before = found.Count;
            found.UnionWith(Directory.EnumerateFiles(folder, ModelFileName, Everywhere).Select(static path => Path.GetDirectoryName(path)!));
            if (found.Count == before)
                throw new InvalidInputException(InvalidInputKind.NotFound, folder, $"there is no test case here: one is a folder with {ModelFileName} and test_data_set_0.");
        }

        return [.. found];
    }

    /// <summary>Reads a case.</summary>
    /// <exception cref="InvalidInputException">A file cannot be read.</exception>
    public static OnnxTestCase Read(string folder)
    {
        IEnumerable<string> sets = Directory.EnumerateDirectories(folder, DataSetPrefix + "*").OrderBy(static path => Number(Path.GetFileName(path), DataSetPrefix, ""));
        return new OnnxTestCase(
            Path.GetFileName(folder),
            folder,
            File.ReadAllBytes(Path.Combine(folder, ModelFileName)),
            [.. sets.Select(static set => new OnnxTestData(Path.GetFileName(set), Numbered(set, "input_"), Numbered(set, "output_")))],
            ReadTolerance(Path.Combine(folder, "data.json")));
    }

    private static ImmutableArray<ReadOnlyMemory<byte>> Numbered(string folder, string prefix) =>
    [
        .. Directory.EnumerateFiles(folder, prefix + "*" + MessageSuffix)
            .OrderBy(path => Number(Path.GetFileName(path), prefix, MessageSuffix))
            .Select(static path => (ReadOnlyMemory<byte>)File.ReadAllBytes(path)),
    ];

    private static int Number(string name, string prefix, string suffix) =>
        int.TryParse(name[prefix.Length..^suffix.Length], NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : int.MaxValue;

    /// <summary>Cases of the ONNX project that need another tolerance have it in data.json.</summary>
    private static OnnxTolerance ReadTolerance(string path)
    {
        OnnxTolerance tolerance = OnnxTolerance.Default;
        if (!File.Exists(path))
            return tolerance;
        try
        {
            using JsonDocument json = JsonDocument.Parse(File.ReadAllBytes(path));
            return new OnnxTolerance(Member(json, "rtol", tolerance.Relative), Member(json, "atol", tolerance.Absolute));
        }
        catch (JsonException error)
        {
            throw new InvalidInputException(InvalidInputKind.Malformed, path, $"'{path}' is not JSON: {error.Message}");
        }
    }

    private static double Member(JsonDocument json, string name, double absent) =>
        json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty(name, out JsonElement member) && member.TryGetDouble(out double number) && number >= 0
            ? number
            : absent;

    private static readonly EnumerationOptions Everywhere = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint, MaxRecursionDepth = 32 };
    private const string ModelFileName = "model.onnx";
    private const string DataSetPrefix = "test_data_set_";
    private const string MessageSuffix = ".pb";
}
