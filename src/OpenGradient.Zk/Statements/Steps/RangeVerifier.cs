using System.Collections.Immutable;
using OpenGradient.Zk.Circuits.Steps;
using OpenGradient.Zk.Claims;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Multilinear;
using OpenGradient.Zk.Transcripts;

namespace OpenGradient.Zk.Statements.Steps;

/// <summary>That numbers are not negative: they are what their limbs give.</summary>
internal static class RangeVerifier
{
    public static void Pin<TExtension>(ref ProofReader reader, RangeStep step, VerifierClaims<TExtension> claims)
        where TExtension : struct, IExtension<TExtension>
    {
        ImmutableArray<long> shape = claims.Circuit.Values[step.X].Shape;
        TExtension[] z = reader.Transcript.Challenges<TExtension>(new TensorShape(shape.AsSpan()).VariableCount);
        var at = Claim<TExtension>.AtPoint(shape, z, TExtension.Zero);
        claims.Add(ref reader, step.X, at with { Sum = LimbVerifier.Read(ref reader, MessageLabel.RangeValues, step.Limbs, at, claims) });
    }
}
