using OpenGradient.Primitives;

namespace OpenGradient.Proxy;

/// <summary>The bundles of released answers, one file each, readable by their owner only: they hold what was asked and answered.</summary>
internal sealed class BundleStore
{
    private readonly string _directory;

    public BundleStore(string directory)
    {
        _directory = directory;
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(directory);
        else
            Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>Keeps a bundle: before its answer is released, whole or not at all.</summary>
    public void Keep(ReceiptId id, ReadOnlySpan<byte> bundle)
    {
        string path = Path.Combine(_directory, $"{id}.json");
        string temporary = $"{path}.new";
        FileStreamOptions options = new() { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (FileStream file = new(temporary, options))
            file.Write(bundle);
        File.Move(temporary, path, overwrite: true);
    }
}
