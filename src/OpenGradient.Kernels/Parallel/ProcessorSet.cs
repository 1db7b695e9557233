using System.Numerics;
using System.Runtime.CompilerServices;

namespace OpenGradient.Kernels;

/// <summary>Processors of the machine: bit p stands for processor p, as in <c>cpu_set_t</c> of Linux.</summary>
[InlineArray(WordCount)]
internal struct ProcessorSet
{
    private ulong _first;

    /// <summary>How many bytes it takes.</summary>
    public const int SizeBytes = WordCount * sizeof(ulong);

    /// <summary>How many processors are in it.</summary>
    public readonly int Count
    {
        get
        {
            int count = 0;
            foreach (ulong word in this)
                count += BitOperations.PopCount(word);
            return count;
        }
    }

    /// <summary>Whether a processor is in it.</summary>
    public readonly bool Contains(int processor) =>
        (uint)processor < WordCount * WordBits && ((this[processor / WordBits] >> (processor % WordBits)) & 1) != 0;

    /// <summary>All of it but one processor, which is in it.</summary>
    public readonly ProcessorSet Without(int processor)
    {
        ProcessorSet rest = this;
        rest[processor / WordBits] &= ~(1UL << (processor % WordBits));
        return rest;
    }

    private const int WordCount = 16;
    private const int WordBits = 64;
}
