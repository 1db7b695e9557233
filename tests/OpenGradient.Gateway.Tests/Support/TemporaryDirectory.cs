namespace OpenGradient.Gateway.Tests.Support;

/// <summary>A directory of its own for one test.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("og-test-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
