using System.Runtime.CompilerServices;

namespace OpenGradient.Primitives;

/// <summary>The words of one state, in place.</summary>
[InlineArray(KeccakPermutation.WordCount)]
internal struct KeccakState
{
    private ulong _word;
}
