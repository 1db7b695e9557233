using OpenGradient.Zk.Circuits;
using OpenGradient.Zk.Circuits.Steps;
using OpenGradient.Zk.Claims;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Multilinear;
using OpenGradient.Zk.Sumcheck;
using OpenGradient.Zk.Transcripts;

namespace OpenGradient.Zk.Statements.Steps;

/// <summary>One cell of each row: bits that add up to 1, and to the index where there is one.</summary>
internal static class ChoiceVerifier
{
    public static void Pin<TExtension>(ref ProofReader reader, ChoiceStep step, VerifierClaims<TExtension> claims)
        where TExtension : struct, IExtension<TExtension>
    {
        CircuitValue choice = claims.Circuit.Values[step.Output];
        TExtension[] z = reader.Transcript.Challenges<TExtension>(new TensorShape(choice.Shape.AsSpan()).VariableCount);
        (TExtension[] point, TExtension last) = SumcheckVerifier.VerifyWeighted<TExtension>(ref reader, TExtension.Zero, z);
        TExtension bit = reader.ReadOne<TExtension>(MessageLabel.ChoiceValues);
        reader.RequireEqual(EqualityPolynomial.At<TExtension>(z, point) * Cell(bit), last, ProofFault.SumDiffers);
        claims.AddColumn(choice.Column, Claim<TExtension>.AtPoint(choice.Shape, point, bit));
        var at = Claim<TExtension>.AtPoint(choice.Shape, z, TExtension.Zero);
        Claim<TExtension> rows = RowsOf(step, at);
        claims.AddColumn(choice.Column, Ones(step, choice, at) with { Sum = rows.WeighOnes() });
        if (step.Kind != ChoiceKind.Named)
            return;
        TExtension index = reader.ReadOne<TExtension>(MessageLabel.ChoiceValues);
        claims.AddColumn(choice.Column, Numbers(step, choice, at) with { Sum = index });
        claims.Add(ref reader, step.Source, rows with { Sum = index });
    }

    /// <summary>y (1 - y), of a cell.</summary>
    public static TExtension Cell<TExtension>(TExtension bit)
        where TExtension : struct, IExtension<TExtension> => bit * (TExtension.One - bit);

    /// <summary>The weights of the rows.</summary>
    public static Claim<TExtension> RowsOf<TExtension>(ChoiceStep step, Claim<TExtension> at)
        where TExtension : struct, IExtension<TExtension> => at with { Weight = at.Weight.RemoveAt(step.Axis) };

    /// <summary>Each cell of a row weighed with 1.</summary>
    public static Claim<TExtension> Ones<TExtension>(ChoiceStep step, CircuitValue choice, Claim<TExtension> at)
        where TExtension : struct, IExtension<TExtension> => Along(step, choice, at, static _ => 1);

    /// <summary>Each cell of a row weighed with its number.</summary>
    public static Claim<TExtension> Numbers<TExtension>(ChoiceStep step, CircuitValue choice, Claim<TExtension> at)
        where TExtension : struct, IExtension<TExtension> => Along(step, choice, at, static cell => cell);

    private static Claim<TExtension> Along<TExtension>(ChoiceStep step, CircuitValue choice, Claim<TExtension> at, Func<int, long> weight)
        where TExtension : struct, IExtension<TExtension>
    {
        TExtension[] cells = [.. Enumerable.Range(0, (int)choice.Shape[step.Axis]).Select(cell => TExtension.From(Goldilocks.From(weight(cell))))];
        return at with { Weight = at.Weight.SetItem(step.Axis, new(1, cells)) };
    }
}
