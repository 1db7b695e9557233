using System.Runtime.CompilerServices;

namespace OpenGradient.Zk.Hashing;

/// <summary>The words of one state, in place.</summary>
[InlineArray(KeccakPermutation.WordCount)]
internal struct KeccakState
{
    private ulong _word;
}
