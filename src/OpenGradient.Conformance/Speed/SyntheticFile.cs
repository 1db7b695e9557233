using System.Globalization;
using OpenGradient.Models.Synthetic;

namespace OpenGradient.Conformance.Speed;

/// <summary>A synthetic model in a folder.</summary>
internal static class SyntheticFile
{
    /// <summary>Writes it, unless it is there; it appears when it is whole.</summary>
    public static string Write(SyntheticModel model, string path, ulong seed, Action<string> report, CancellationToken cancellationToken)
    {
        if (File.Exists(path))
            return path;
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        string draft = path + ".part";
        try
        {
            using (FileStream file = new(draft, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16))
                model.Write(file, seed, Progress(Path.GetFileName(path), model.FileBytes, report), cancellationToken);
            File.Move(draft, path, overwrite: true);
            return path;
        }
        catch
        {
            File.Delete(draft);
            throw;
        }
    }

    /// <summary>A line for each tenth.</summary>
    private static Action<long> Progress(string name, long totalBytes, Action<string> report)
    {
        long written = 0;
        long told = -1;
        return bytes =>
        {
            written += bytes;
            if (written * 10 / totalBytes == told)
                return;
            told = written * 10 / totalBytes;
            report(string.Create(CultureInfo.InvariantCulture, $"writing {name}: {told * 10} % of {totalBytes / 1e6:F0} MB"));
        };
    }
}
