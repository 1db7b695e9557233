using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary>The constants of a model for a party that reads them element by element: one that lies in several places is put together once.</summary>
internal sealed class JoinedConstants(IConstantSource constants) : IConstantSource
{
    private readonly Dictionary<int, ReadOnlyMemory<byte>> _read = [];

    /// <inheritdoc/>
    public bool IsReadInPlace => constants.IsReadInPlace;

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Read(int index)
    {
        if (!_read.TryGetValue(index, out ReadOnlyMemory<byte> bytes))
            _read.Add(index, bytes = constants.Read(index));
        return bytes;
    }
}
