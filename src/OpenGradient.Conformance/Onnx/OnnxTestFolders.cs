using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using OpenGradient.Primitives;

namespace OpenGradient.Conformance;

/// <summary>Finds ONNX backend test cases on disk: a folder with model.onnx and test_data_set_* is one.</summary>
public static class OnnxTestFolders
{
    /// <summary>All cases at or below the given folders, each once, in the order of their paths. Links to files are followed, links to folders below are not.</summary>
    /// <exception cref="InvalidInputException">A folder does not exist, or holds no case.</exception>
    public static ImmutableArray<OnnxTestLocation> Find(IEnumerable<string> folders)
    {
        var found = new SortedDictionary<string, OnnxTestLocation>(StringComparer.Ordinal);
        foreach (string folder in folders)
        {
            if (!Directory.Exists(folder))
                throw new InvalidInputException(InvalidInputKind.NotFound, folder, File.Exists(folder) ? "this is a file; a test case is the folder that holds it." : "there is no such folder.");
            string root = Path.GetFullPath(folder);
            string[] cases = [.. Directory.EnumerateDirectories(root, "*", Everywhere).Prepend(root).Where(static path => File.Exists(Path.Combine(path, ModelFileName)))];
            if (cases.Length == 0)
                throw new InvalidInputException(InvalidInputKind.NotFound, folder, $"there is no test case here: one is a folder with {ModelFileName} and {DataSetPrefix}0.");
            foreach (string path in cases)
                found.TryAdd(path, new OnnxTestLocation(path == root ? Path.GetFileName(root) : Path.GetRelativePath(root, path), path));
        }

        return [.. found.Values];
    }

    /// <summary>Reads a case.</summary>
    /// <exception cref="InvalidInputException">A file is missing, or cannot be what its name says.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static OnnxTestCase Read(OnnxTestLocation location)
    {
        IEnumerable<string> sets = Directory.EnumerateDirectories(location.Folder, DataSetPrefix + "*").OrderBy(static path => Number(Path.GetFileName(path), DataSetPrefix, ""));
        return new OnnxTestCase(
            location.Name,
            location.Folder,
            Read(Path.Combine(location.Folder, ModelFileName)),
            [.. sets.Select(static set => new OnnxTestData(Path.GetFileName(set), Numbered(set, "input_"), Numbered(set, "output_")))],
            ReadTolerance(Path.Combine(location.Folder, "data.json")));
    }

    /// <summary>The files prefix0.pb, prefix1.pb and so on; a gap means that one was lost.</summary>
    private static ImmutableArray<ReadOnlyMemory<byte>> Numbered(string folder, string prefix)
    {
        var files = new SortedDictionary<int, string>();
        foreach (string path in Directory.EnumerateFiles(folder, prefix + "*" + MessageSuffix))
            files[Number(Path.GetFileName(path), prefix, MessageSuffix)] = path;
        if (files.Count > 0 && files.Keys.Last() != files.Count - 1)
        {
            int missing = Enumerable.Range(0, files.Count).First(number => !files.ContainsKey(number));
            throw new InvalidInputException(InvalidInputKind.NotFound, folder, $"{Path.GetFileName(folder)}/{prefix}{missing}{MessageSuffix} is missing.");
        }

        return [.. files.Values.Select(static path => (ReadOnlyMemory<byte>)Read(path))];
    }

    /// <summary>A file without a length is not opened: it may be a pipe, and who opens one waits until somebody writes.</summary>
    private static byte[] Read(string path) => new FileInfo(path) is { Length: 0, LinkTarget: null } ? [] : File.ReadAllBytes(path);

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
            using JsonDocument json = JsonDocument.Parse(Read(path));
            if (json.RootElement.ValueKind != JsonValueKind.Object)
                throw new InvalidInputException(InvalidInputKind.Malformed, path, "data.json is no JSON object.");
            return new OnnxTolerance(Member(json, "rtol", tolerance.Relative), Member(json, "atol", tolerance.Absolute));
        }
        catch (JsonException error)
        {
            throw new InvalidInputException(InvalidInputKind.Malformed, path, $"data.json is not JSON: {error.Message}");
        }
    }

    private static double Member(JsonDocument json, string name, double absent)
    {
        if (!json.RootElement.TryGetProperty(name, out JsonElement member))
            return absent;
        return member.ValueKind == JsonValueKind.Number && member.TryGetDouble(out double number) && number >= 0
            ? number
            : throw new InvalidInputException(InvalidInputKind.Malformed, name, $"{name} in data.json is not a number from 0 on.");
    }

    private static readonly EnumerationOptions Everywhere = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint, MaxRecursionDepth = 32 };
    private const string ModelFileName = "model.onnx";
    private const string DataSetPrefix = "test_data_set_";
    private const string MessageSuffix = ".pb";
}
