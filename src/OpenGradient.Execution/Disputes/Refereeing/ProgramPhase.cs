using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary>The parties name different roots over the Program's records: the Program itself decides.</summary>
internal sealed class ProgramPhase(DisputeTerms terms, Pair<ClaimBody> claims) : TypedPhase<ProgramBody>
{
    /// <inheritdoc/>
    public override DisputeRequest Request { get; } = new DisputeRequest.ProgramBytes();

    /// <inheritdoc/>
    protected override string? FaultOf(Party party, ProgramBody body) => new ProgramId(Digest.Sha256(body.Bytes.AsSpan())) == terms.Program
        ? null
        : "the bytes are not those of the Program";

    /// <inheritdoc/>
    protected override RefereeStep DecideOn(Pair<ProgramBody> bodies)
    {
        if (!ProgramFormat.TryRead(bodies.A.Bytes.AsSpan(), out Program? program))
            return RefereeStep.Convict(VerdictCode.ImpossibleStep, [], "The Program cannot be read.");
        Digest root = new ProgramGraph(terms.Answer?.Extend(program) ?? program).Root;
        return RefereeStep.Convict(VerdictCode.FalseGraph, claims.Where(claim => claim.Graph != root), $"The root over the Program's records is {root}.");
    }
}
