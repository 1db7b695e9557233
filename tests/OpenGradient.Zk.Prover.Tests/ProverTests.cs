using System.Collections.Immutable;
using System.Text.Json;
using OpenGradient.Zk.Commitments;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Prover.Commitments;
using OpenGradient.Zk.Prover.Lookups;
using OpenGradient.Zk.Prover.Sumcheck;
using OpenGradient.Zk.Prover.Transcripts;
using OpenGradient.Zk.Tests;
using OpenGradient.Zk.Transcripts;
using OpenGradient.Zk.Trees;

namespace OpenGradient.Zk.Prover.Tests;

/// <summary>There is no choice in a proof: the prover writes the bytes that the Python beside the specification wrote.</summary>
public sealed class ProverTests
{
    [Fact]
    public void Sumcheck_Vectors_AreMadeAgain()
    {
        Sumcheck<QuadraticExtension>();
        Sumcheck<CubicExtension>();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Fractions_Vectors_AreMadeAgain(int index)
    {
        Fractions<QuadraticExtension>(index);
        Fractions<CubicExtension>(index);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Commitment_Vectors_AreMadeAgain(int index)
    {
        foreach (TreeHash trees in Enum.GetValues<TreeHash>())
        {
            Commitment<QuadraticExtension>(index, trees);
            Commitment<CubicExtension>(index, trees);
        }
    }

    /// <summary>A round sends two numbers, from which no more than the other factor of degree 2 can be made again.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void ProveWeighted_OfAnotherDegreeThanThree_IsRefused(int degree)
    {
        CombinedTables<QuadraticExtension> summand = new(degree, static values => values[0], [new QuadraticExtension[2]]);

        Assert.Throws<ArgumentOutOfRangeException>(() => SumcheckProver.ProveWeighted(new ProofWriter(Transcript.Start<QuadraticExtension>()), summand, new QuadraticExtension[1]));
    }

    private static void Sumcheck<TExtension>()
        where TExtension : struct, IExtension<TExtension>
    {
        JsonElement vector = MathematicsVectors.Of<TExtension>("sumcheck");
        TExtension[][] tables = [.. vector.GetProperty("tables").EnumerateArray().Select(static table => table.EnumerateArray().Select(MathematicsVectors.Read<TExtension>).ToArray())];
        ProofWriter writer = new(Transcript.Start<TExtension>());
        CombinedTables<TExtension> summand = new(3, static values => values[0] * values[1] * values[2], tables);

        TExtension[] point = SumcheckProver.Prove(writer, summand);

        Assert.Equal(vector.Numbers<TExtension>("point"), point);
        Assert.Equal(vector.Numbers<TExtension>("values"), Enumerable.Range(0, 3).Select(summand.ValueOf));
        Assert.Equal(vector.Bytes("proof"), writer.Written.ToArray());
    }

    private static void Fractions<TExtension>(int index)
        where TExtension : struct, IExtension<TExtension>
    {
        JsonElement vector = MathematicsVectors.Of<TExtension>("fractions")[index];
        ProofWriter writer = new(Transcript.Start<TExtension>());

        var claim = FractionalSumProver.Prove(writer, vector.Numbers<TExtension>("numerators"), vector.Numbers<TExtension>("denominators"));

        Assert.Equal(vector.Numbers<TExtension>("point"), claim.Point);
        Assert.Equal(vector.Number<TExtension>("numerator"), claim.Numerator);
        Assert.Equal(vector.Number<TExtension>("denominator"), claim.Denominator);
        Assert.Equal(vector.Bytes("proof"), writer.Written.ToArray());
    }

    private static void Commitment<TExtension>(int index, TreeHash trees)
        where TExtension : struct, IExtension<TExtension>
    {
        JsonElement vector = MathematicsVectors.Of<TExtension>("commitments", trees)[index];
        QueryParameters parameters = new(vector.GetProperty("queries").GetInt32(), vector.GetProperty("work").GetInt32());
        ImmutableArray<CommitmentShape> shapes = vector.Shapes(trees);
        ProofWriter writer = new(Transcript.Start<TExtension>(trees));

        ImmutableArray<CommittedVector> vectors = [.. shapes.Select(static (shape, number) => CommittedVector.Create(shape, MathematicsVectors.Numbers($"v{number}", 1 << shape.VariableCount)))];
        foreach (CommittedVector committed in vectors)
            writer.Transcript.Absorb(0, committed.Root);
        OpeningProver.Open<TExtension>(writer, parameters, vectors, writer.Transcript.Challenges<TExtension>(shapes.Max(static shape => shape.VariableCount)), TestContext.Current.CancellationToken);

        Assert.Equal(vector.Roots(), vectors.Select(static committed => committed.Root.ToArray()));
        Assert.Equal(vector.Bytes("proof"), writer.Written.ToArray());
    }
}
