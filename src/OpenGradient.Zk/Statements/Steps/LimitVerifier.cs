using System.Collections.Immutable;
using OpenGradient.Zk.Circuits;
using OpenGradient.Zk.Claims;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Multilinear;
using OpenGradient.Zk.Sumcheck;
using OpenGradient.Zk.Transcripts;

namespace OpenGradient.Zk.Statements.Steps;

/// <summary>The larger or smaller of two: it is one of them, and the difference is not negative.</summary>
internal static class LimitVerifier
{
    public static void Pin<TExtension>(ref ProofReader reader, LimitStep step, VerifierClaims<TExtension> claims)
        where TExtension : struct, IExtension<TExtension>
    {
        Circuit circuit = claims.Circuit;
        ImmutableArray<long> shape = circuit.Values[step.X].Shape;
        TExtension[] z = reader.Transcript.Challenges<TExtension>(new TensorShape(shape.AsSpan()).VariableCount);
        (TExtension[] point, TExtension last) = SumcheckVerifier.Verify(ref reader, TExtension.Zero, z.Length, degree: 3);
        bool isKnown = circuit.PublicConstants[step.Bound] is not null;
        TExtension[] sent = reader.Read<TExtension>(MessageLabel.LimitValues, isKnown ? 2 : 3);
        (TExtension x, TExtension y) = (sent[0], sent[1]);
        var at = Claim<TExtension>.AtPoint(shape, point, TExtension.Zero);
        TExtension c = !isKnown ? sent[2] : at.WeighBroadcast(circuit.Values[step.Bound].Shape, claims.ElementsOf(step.Bound));
        reader.RequireEqual(EqualityPolynomial.At<TExtension>(z, point) * (x - y) * (c - y), last, ProofFault.SumDiffers);
        claims.Add(ref reader, step.X, at with { Sum = x });
        claims.AddColumn(circuit.Values[step.Output].Column, at with { Sum = y });
        if (!isKnown)
            claims.Add(ref reader, step.Bound, at with { Sum = c });
        TExtension difference = LimbVerifier.Read(ref reader, MessageLabel.LimitValues, step.Difference, at, claims);
        reader.RequireEqual(difference, step.IsMax ? y + y - x - c : x + c - y - y, ProofFault.EquationDiffers);
    }
}
