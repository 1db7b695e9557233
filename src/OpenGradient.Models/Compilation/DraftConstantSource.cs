using System.Collections.Immutable;
using OpenGradient.Programs;

namespace OpenGradient.Models.Compilation;

/// <summary>The constants of a compiled Program, from memory.</summary>
internal sealed class DraftConstantSource(ImmutableArray<DraftConstant> constants) : IConstantSource
{
    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Read(int index) => constants[index].Bytes;
}
