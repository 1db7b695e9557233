using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary>The constants of a model, one of them with other bytes.</summary>
internal sealed class AlteredConstants(IConstantSource constants, int index, ReadOnlyMemory<byte> bytes) : IConstantSource
{
    /// <inheritdoc/>
    public bool IsReadInPlace => constants.IsReadInPlace;

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Read(int constant) => constant == index ? bytes : constants.Read(constant);
}
