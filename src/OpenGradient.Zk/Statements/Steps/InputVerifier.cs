using System.Collections.Immutable;
using OpenGradient.Zk.Circuits.Steps;
using OpenGradient.Zk.Claims;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Multilinear;
using OpenGradient.Zk.Transcripts;

namespace OpenGradient.Zk.Statements.Steps;

/// <summary>A claim about a private input is one about each of its limbs; proof-1 section 14.</summary>
internal static class InputVerifier
{
    public static void Descend<TExtension>(ref ProofReader reader, InputStep step, Claim<TExtension> claim, VerifierClaims<TExtension> claims)
        where TExtension : struct, IExtension<TExtension> =>
        reader.RequireEqual(LimbVerifier.Read(ref reader, MessageLabel.LimbValues, step.Limbs, claim, claims), claim.Sum, ProofFault.EquationDiffers);

    /// <summary>Where limbs hold more than the interval, what is left to its end is a number, too.</summary>
    public static void Pin<TExtension>(ref ProofReader reader, InputStep step, VerifierClaims<TExtension> claims)
        where TExtension : struct, IExtension<TExtension>
    {
        if (step.Above.Columns.IsEmpty)
            return;
        ImmutableArray<long> shape = claims.Circuit.Values[step.Output].Shape;
        TExtension[] point = reader.Transcript.Challenges<TExtension>(new TensorShape(shape.AsSpan()).VariableCount);
        var at = Claim<TExtension>.AtPoint(shape, point, TExtension.Zero);
        TExtension number = LimbVerifier.Read(ref reader, MessageLabel.LimbValues, step.Limbs, at, claims);
        TExtension negated = LimbVerifier.Read(ref reader, MessageLabel.LimbValues, step.Above, at, claims);
        reader.RequireEqual(number + negated, TExtension.Zero, ProofFault.EquationDiffers);
    }
}
