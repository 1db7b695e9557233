using System.Buffers;
using System.Runtime.InteropServices;
using OpenGradient.Zk.Fields;

namespace OpenGradient.Zk.Prover.Arithmetic;

/// <summary>The room of a table of E as room for twice as many elements of F.</summary>
/// <param name="numbers">The table; it stays with its owner.</param>
internal sealed class CoefficientMemory(QuadraticExtension[] numbers) : MemoryManager<Goldilocks>
{
    public override Span<Goldilocks> GetSpan() => MemoryMarshal.Cast<QuadraticExtension, Goldilocks>(numbers.AsSpan());

    /// <exception cref="NotSupportedException">Always: nobody needs its address.</exception>
    public override MemoryHandle Pin(int elementIndex = 0) => throw new NotSupportedException();

    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing)
    {
    }
}
