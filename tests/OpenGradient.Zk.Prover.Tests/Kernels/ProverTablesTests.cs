using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Prover.Arithmetic;

namespace OpenGradient.Zk.Prover.Tests.Kernels;

/// <summary>A table that was left is taken again by whoever asks for just as many numbers, and by one only.</summary>
public sealed class ProverTablesTests
{
    private const int Large = 1 << 18;

    [Fact]
    public void Take_OfALengthThatWasLeft_IsThatTable()
    {
        ProverTables<QuadraticExtension> tables = new();
        QuadraticExtension[] left = tables.Take(Large);
        tables.Leave(left);

        Assert.NotSame(left, tables.Take(2 * Large));
        Assert.Same(left, tables.Take(Large));
        Assert.NotSame(left, tables.Take(Large));
    }
}
