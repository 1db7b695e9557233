using System.Collections.Immutable;
using OpenGradient.Zk.Claims;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Multilinear;
using OpenGradient.Zk.Prover.Statements;
using OpenGradient.Zk.Prover.Tests.Kernels;

namespace OpenGradient.Zk.Prover.Tests.Commitments;

/// <summary>However factors are taken together, each cell gets the product of its own.</summary>
public sealed class WeightTablesTests
{
    [Theory]
    [InlineData(new long[] { 3, 5, 3, 3 }, new[] { 1, 1, 1, 1 })]
    [InlineData(new long[] { 3, 5, 3, 3 }, new[] { 2, 0, 2 })]
    [InlineData(new long[] { 2, 700 }, new[] { 1, 1 })]
    [InlineData(new long[] { 40, 33, 3 }, new[] { 0, 1, 1, 1 })]
    [InlineData(new long[] { 6 }, new[] { 1 })]
    [InlineData(new long[0], new int[0])]
    public void Add_AnyAxes_WeighsEachCell(long[] axes, int[] axisCounts)
    {
        Random random = new(axes.Length);
        TensorShape shape = new(axes);
        var weight = ImmutableArray.CreateBuilder<WeightFactor<QuadraticExtension>>();
        foreach (int count in axisCounts)
        {
            int first = weight.Sum(static factor => factor.AxisCount);
            weight.Add(new(count, Elements.Pairs(random, (int)axes.AsSpan().Slice(first, count).ToArray().Aggregate(1L, static (product, size) => product * size))));
        }

        Claim<QuadraticExtension> claim = new(weight.ToImmutable(), default);
        QuadraticExtension factor = Elements.NextPair(random);
        QuadraticExtension[] table = Elements.Pairs(random, 3 + (1 << shape.VariableCount));
        QuadraticExtension[] expected = [.. table];
        long[] places = shape.PlacesOfCells();
        QuadraticExtension[] cells = claim.CellWeights();
        for (int cell = 0; cell < places.Length; cell++)
            expected[3 + places[cell]] += factor * cells[cell];

        WeightTables.Add(table, 3, shape, claim, factor);

        Assert.Equal(expected, table);
    }
}
