using System.Diagnostics;
using System.Formats.Tar;
using System.Globalization;
using OpenGradient.Tests;

namespace OpenGradient.Models.Tests.Onnx;

/// <summary>Streams the cases of the ONNX backend tests out of their archive.</summary>
internal static class OnnxNodeArchive
{
    public static IEnumerable<OnnxNodeCase> Cases()
    {
        string archive = ExternalVectors.Require("onnx-node-1.23.tar.xz");
        using Process xz = Process.Start(new ProcessStartInfo("xz", ["-dc", archive]) { RedirectStandardOutput = true })!;
        using var tar = new TarReader(xz.StandardOutput.BaseStream);
        var files = new SortedDictionary<string, SortedDictionary<string, byte[]>>(StringComparer.Ordinal);
        while (tar.GetNextEntry() is { } entry)
        {
            string[] parts = entry.Name.Split('/', StringSplitOptions.RemoveEmptyEntries);
            if (entry.DataStream is null || parts.Length < 3)
                continue;
            using var content = new MemoryStream();
            entry.DataStream.CopyTo(content);
            if (!files.TryGetValue(parts[1], out SortedDictionary<string, byte[]>? own))
                files.Add(parts[1], own = new(StringComparer.Ordinal));
            own[string.Join('/', parts[2..])] = content.ToArray();
        }

        foreach ((string name, SortedDictionary<string, byte[]> own) in files)
        {
            // Sequences and optionals are stored as messages of another kind.
            bool hasOtherKinds = name.Contains("seq", StringComparison.Ordinal) || name.Contains("optional", StringComparison.Ordinal);
            if (!hasOtherKinds && own.TryGetValue("model.onnx", out byte[]? model))
                yield return new OnnxNodeCase(name, model, Numbered(own, "test_data_set_0/input_"), Numbered(own, "test_data_set_0/output_"));
        }
    }

    private static SortedDictionary<int, byte[]> Numbered(SortedDictionary<string, byte[]> files, string prefix)
    {
        var numbered = new SortedDictionary<int, byte[]>();
        foreach ((string path, byte[] content) in files)
        {
            if (path.StartsWith(prefix, StringComparison.Ordinal))
                numbered.Add(int.Parse(path[prefix.Length..^3], CultureInfo.InvariantCulture), content);
        }

        return numbered;
    }
}
