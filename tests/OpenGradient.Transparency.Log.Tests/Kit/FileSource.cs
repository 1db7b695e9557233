namespace OpenGradient.Transparency.Log.Tests.Kit;

/// <summary>The public files of a log in a directory.</summary>
internal sealed class FileSource(string root) : ILogSource
{
    public async Task<byte[]?> ReadAsync(string path, CancellationToken cancellationToken)
    {
        string file = Path.Combine(root, path);
        return File.Exists(file) ? await File.ReadAllBytesAsync(file, cancellationToken) : null;
    }
}
