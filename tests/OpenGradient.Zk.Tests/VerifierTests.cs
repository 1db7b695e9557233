using System.Collections.Immutable;
using System.Text.Json;
using OpenGradient.Zk.Commitments;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Lookups;
using OpenGradient.Zk.Multilinear;
using OpenGradient.Zk.Sumcheck;
using OpenGradient.Zk.Transcripts;
using OpenGradient.Zk.Trees;

namespace OpenGradient.Zk.Tests;

/// <summary>Sections 5 to 7 as verifiers, on proofs that the Python beside the specification made; and on the same proofs damaged.</summary>
public sealed class VerifierTests
{
    private delegate ProofFault Verification(JsonElement vector, ReadOnlySpan<byte> proof);

    [Fact]
    public void Sumcheck_Vectors_AreAcceptedAndNoDamageIs()
    {
        Check(MathematicsVectors.Of<QuadraticExtension>("sumcheck"), Sumcheck<QuadraticExtension>);
        Check(MathematicsVectors.Of<CubicExtension>("sumcheck"), Sumcheck<CubicExtension>);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Fractions_Vectors_AreAcceptedAndNoDamageIs(int index)
    {
        Check(MathematicsVectors.Of<QuadraticExtension>("fractions")[index], Fractions<QuadraticExtension>);
        Check(MathematicsVectors.Of<CubicExtension>("fractions")[index], Fractions<CubicExtension>);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Commitment_Vectors_AreAcceptedAndNoDamageIs(int index)
    {
        Check(MathematicsVectors.Of<QuadraticExtension>("commitments")[index], Commitment<QuadraticExtension>);
        Check(MathematicsVectors.Of<CubicExtension>("commitments")[index], Commitment<CubicExtension>);
        Check(MathematicsVectors.Of<QuadraticExtension>("commitments", TreeHash.Blake3)[index], static (vector, proof) => Commitment<QuadraticExtension>(vector, proof, TreeHash.Blake3));
        Check(MathematicsVectors.Of<CubicExtension>("commitments", TreeHash.Blake3)[index], static (vector, proof) => Commitment<CubicExtension>(vector, proof, TreeHash.Blake3));
    }

    [Fact]
    public void Fractions_ZeroDenominator_IsNamed()
    {
        JsonElement vector = MathematicsVectors.Of<QuadraticExtension>("fractions")[1];
        byte[] proof = vector.Bytes("proof");
        proof.AsSpan(0, 16).Clear();

        Assert.Equal(ProofFault.ZeroDenominator, Fractions<QuadraticExtension>(vector, proof));
    }

    [Fact]
    public void Commitment_AnotherColumn_IsNamed()
    {
        JsonElement vector = MathematicsVectors.Of<QuadraticExtension>("commitments")[0];
        byte[] proof = vector.Bytes("proof");
        proof[(8 * 16) + 8 + 7] ^= 1; // the first column follows a row of eight numbers and the nonce

        Assert.Equal(ProofFault.RootDiffers, Commitment<QuadraticExtension>(vector, proof));
    }

    /// <summary>Roots of folds, rises, the last row, the nonce, columns, fibres, siblings: what each holds is checked by an equation of its own.</summary>
    [Fact]
    public void Commitment_FoldedDamagedAnywhere_NamesWhatDiffers()
    {
        JsonElement vector = MathematicsVectors.Of<QuadraticExtension>("commitments")[5];
        byte[] proof = vector.Bytes("proof");
        HashSet<ProofFault> faults = [];
        for (int position = 7; position < proof.Length; position += 8)
        {
            proof[position] ^= 1;
            faults.Add(Commitment<QuadraticExtension>(vector, proof));
            proof[position] ^= 1;
        }

        Assert.Superset(new HashSet<ProofFault> { ProofFault.ValueDiffers, ProofFault.TooLittleWork, ProofFault.ColumnDiffers, ProofFault.FoldDiffers, ProofFault.RootDiffers }, faults);
        Assert.DoesNotContain(ProofFault.None, faults);
    }

    [Fact]
    public void Commitment_AnotherCombination_IsNamed()
    {
        JsonElement vector = MathematicsVectors.Of<QuadraticExtension>("commitments")[0];
        byte[] proof = vector.Bytes("proof");
        proof[15] ^= 1;

        Assert.Equal(ProofFault.ValueDiffers, Commitment<QuadraticExtension>(vector, proof));
    }

    [Fact]
    public void Commitment_AnotherSibling_IsNamed()
    {
        JsonElement vector = MathematicsVectors.Of<QuadraticExtension>("commitments")[0];
        byte[] proof = vector.Bytes("proof");
        proof[^1] ^= 1;

        Assert.Equal(ProofFault.RootDiffers, Commitment<QuadraticExtension>(vector, proof));
    }

    /// <summary>The honest proof is accepted; with one bit of any byte changed (of a long one, of many), cut anywhere or longer it is not, whatever else happens.</summary>
    private static void Check(JsonElement vector, Verification verify)
    {
        byte[] proof = vector.Bytes("proof");

        Assert.Equal(ProofFault.None, verify(vector, proof));
        Assert.Equal(ProofFault.TrailingBytes, verify(vector, [.. proof, 0]));
        for (int position = 0; position < proof.Length; position += 1 + (proof.Length / 2000))
        {
            byte[] damaged = [.. proof];
            damaged[position] ^= (byte)(1 << (position % 8));
            Assert.NotEqual(ProofFault.None, verify(vector, damaged));
            Assert.Equal(ProofFault.CutShort, verify(vector, proof.AsSpan(0, position)));
        }
    }

    private static ProofFault Sumcheck<TExtension>(JsonElement vector, ReadOnlySpan<byte> proof)
        where TExtension : struct, IExtension<TExtension>
    {
        ProofReader reader = new(proof, Transcript.Start<TExtension>());
        TExtension[][] tables = [.. vector.GetProperty("tables").EnumerateArray().Select(static table => table.EnumerateArray().Select(MathematicsVectors.Read<TExtension>).ToArray())];

        (TExtension[] point, TExtension value) = SumcheckVerifier.Verify(ref reader, vector.Number<TExtension>("claim"), variableCount: 4, degree: 3);

        TExtension product = TExtension.One;
        foreach (TExtension[] table in tables)
            product *= Extend(table, point);
        reader.Require(product == value, ProofFault.SumDiffers);
        return reader.Finish();
    }

    private static ProofFault Fractions<TExtension>(JsonElement vector, ReadOnlySpan<byte> proof)
        where TExtension : struct, IExtension<TExtension>
    {
        ProofReader reader = new(proof, Transcript.Start<TExtension>());
        TExtension[] numerators = vector.Numbers<TExtension>("numerators");
        TExtension[] denominators = vector.Numbers<TExtension>("denominators");

        FractionClaim<TExtension> claim = FractionalSumVerifier.Verify<TExtension>(ref reader, System.Numerics.BitOperations.Log2((uint)numerators.Length));

        reader.Require(Extend(numerators, claim.Point) == claim.Numerator && Extend(denominators, claim.Point) == claim.Denominator, ProofFault.SumDiffers);
        return reader.Finish();
    }

    private static ProofFault Commitment<TExtension>(JsonElement vector, ReadOnlySpan<byte> proof)
        where TExtension : struct, IExtension<TExtension> => Commitment<TExtension>(vector, proof, TreeHash.Keccak256);

    private static ProofFault Commitment<TExtension>(JsonElement vector, ReadOnlySpan<byte> proof, TreeHash trees)
        where TExtension : struct, IExtension<TExtension>
    {
        ProofReader reader = new(proof, Transcript.Start<TExtension>(trees));
        ImmutableArray<CommitmentShape> shapes = vector.Shapes(trees);
        QueryParameters parameters = new(vector.GetProperty("queries").GetInt32(), vector.GetProperty("work").GetInt32());
        foreach (byte[] root in vector.Roots())
            reader.Transcript.Absorb(0, root);
        TExtension[] point = reader.Transcript.Challenges<TExtension>(shapes.Max(static shape => shape.VariableCount));
        TExtension[] values = vector.Numbers<TExtension>("values");

        OpeningVerifier.Verify<TExtension>(ref reader, parameters, [.. shapes.Select((shape, index) => new Opening<TExtension>(shape, vector.Roots()[index], values[index]))], point);

        return reader.Finish();
    }

    private static TExtension Extend<TExtension>(TExtension[] values, TExtension[] point)
        where TExtension : struct, IExtension<TExtension>
    {
        TExtension[] weights = EqualityPolynomial.Table<TExtension>(point);
        TExtension sum = TExtension.Zero;
        for (int index = 0; index < values.Length; index++)
            sum += weights[index] * values[index];
        return sum;
    }
}
