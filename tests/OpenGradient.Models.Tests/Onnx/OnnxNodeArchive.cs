using System.Collections.Immutable;
using System.Diagnostics;
using System.Formats.Tar;
using System.Globalization;
using OpenGradient.Conformance;
using OpenGradient.Tests;

namespace OpenGradient.Models.Tests.Onnx;

/// <summary>Streams the cases of the ONNX backend tests out of their archive.</summary>
internal static class OnnxNodeArchive
{
    public static IEnumerable<OnnxTestCase> Cases()
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
            yield return new OnnxTestCase(name, null, own["model.onnx"], [.. DataSets(own)], OnnxTolerance.Default);
    }

    private static IEnumerable<OnnxTestData> DataSets(SortedDictionary<string, byte[]> files) => files.Keys
        .Where(static path => path.StartsWith("test_data_set_", StringComparison.Ordinal))
        .Select(static path => path[..path.IndexOf('/', StringComparison.Ordinal)])
        .Distinct(StringComparer.Ordinal)
        .Select(set => new OnnxTestData(set, Numbered(files, $"{set}/input_"), Numbered(files, $"{set}/output_")));

    private static ImmutableArray<ReadOnlyMemory<byte>> Numbered(SortedDictionary<string, byte[]> files, string prefix) =>
    [
        .. files.Where(file => file.Key.StartsWith(prefix, StringComparison.Ordinal))
            .OrderBy(file => int.Parse(file.Key[prefix.Length..^3], CultureInfo.InvariantCulture))
            .Select(static file => (ReadOnlyMemory<byte>)file.Value),
    ];
}
