using OpenGradient.Zk.Circuits;
using OpenGradient.Zk.Claims;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Prover.Arithmetic;
using OpenGradient.Zk.Prover.Transcripts;

namespace OpenGradient.Zk.Prover.Statements;

/// <summary>The claims that are open, in the order in which the verifier keeps them.</summary>
internal sealed class ProverClaims<TExtension>(Circuit circuit)
    where TExtension : struct, IExtension<TExtension>
{
    private readonly List<VectorClaim<TExtension>> _ofWitness = [];
    private readonly List<VectorClaim<TExtension>> _ofKey = [];
    private readonly Dictionary<int, List<Claim<TExtension>>> _ofValues = [];

    public Circuit Circuit => circuit;

    public IReadOnlyList<VectorClaim<TExtension>> OfWitness => _ofWitness;

    public IReadOnlyList<VectorClaim<TExtension>> OfKey => _ofKey;

    public IReadOnlyList<Claim<TExtension>> About(int value) => _ofValues.TryGetValue(value, out List<Claim<TExtension>>? claims) ? claims : [];

    public void AddColumn(int column, Claim<TExtension> claim) => _ofWitness.Add(new ColumnClaim<TExtension>(column, claim));

    public void AddLookups(IEnumerable<PiecesClaim<TExtension>> claims) => _ofWitness.AddRange(claims);

    /// <summary>Sends the sum of a claim about a value, unless everybody knows the value.</summary>
    public TExtension Send(ProofWriter writer, byte label, CoreWitness witness, int value, Claim<TExtension> claim)
    {
        TExtension sum = BulkArithmetic<TExtension>.Instance.Weigh(claim, witness.Value(value));
        if (circuit.Values[value].Role == ValueRole.Public)
            return sum;
        writer.Write(label, sum);
        Add(value, claim with { Sum = sum });
        return sum;
    }

    public void Add(int value, Claim<TExtension> claim)
    {
        CircuitValue about = circuit.Values[value];
        if (about.Role == ValueRole.Weight)
            _ofKey.Add(new ColumnClaim<TExtension>(about.Column, claim));
        else if (about.Role == ValueRole.Committed)
            _ofWitness.Add(new ColumnClaim<TExtension>(about.Column, claim));
        else if (about.Role == ValueRole.Virtual && !_ofValues.TryAdd(value, [claim]))
            _ofValues[value].Add(claim);
    }
}
