namespace OpenGradient.Transparency.Log;

/// <summary>Where a monitor reads the public files of a log. Nothing that comes from there is trusted.</summary>
public interface ILogSource
{
    /// <summary>A public file, such as <c>checkpoint</c> or <c>tile/0/000</c>; null if there is none.</summary>
    /// <exception cref="IOException">The log cannot be reached.</exception>
    Task<byte[]?> ReadAsync(string path, CancellationToken cancellationToken);
}
