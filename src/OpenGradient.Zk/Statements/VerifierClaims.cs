using OpenGradient.Zk.Circuits;
using OpenGradient.Zk.Claims;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Transcripts;

namespace OpenGradient.Zk.Statements;

/// <summary>The claims that are open, by what they are about.</summary>
/// <remarks>
/// Vectors of a Program's choosing are as long as its axes, so what is kept is counted: a statement that asks for more is refused, whatever its proof. Points keep only their coordinates, and
/// claims about a value go when its step is done.
/// </remarks>
/// <param name="statement">What the claims are about.</param>
/// <param name="mostHeld">So many numbers of E claims may keep at a time.</param>
internal sealed class VerifierClaims<TExtension>(CoreStatement statement, long mostHeld)
    where TExtension : struct, IExtension<TExtension>
{
    private readonly List<VectorClaim<TExtension>> _ofWitness = [];
    private readonly List<VectorClaim<TExtension>> _ofKey = [];
    private readonly Dictionary<int, List<Claim<TExtension>>> _ofValues = [];
    private long _held;

    public Circuit Circuit => statement.Circuit;

    public IReadOnlyList<VectorClaim<TExtension>> OfWitness => _ofWitness;

    public IReadOnlyList<VectorClaim<TExtension>> OfKey => _ofKey;

    /// <summary>The claims about a virtual value, in the order in which they arose.</summary>
    public IReadOnlyList<Claim<TExtension>> About(int value) => _ofValues.TryGetValue(value, out List<Claim<TExtension>>? claims) ? claims : [];

    /// <summary>Whether claims would keep more than a verifier takes on; then they are no longer kept, and nothing that follows counts.</summary>
    public bool IsTooLarge => _held > mostHeld;

    /// <summary>The step of a value is done: nobody asks for the claims about it again.</summary>
    public void Drop(int value)
    {
        if (_ofValues.Remove(value, out List<Claim<TExtension>>? claims))
            _held -= claims.Sum(static claim => claim.HeldCount());
    }

    public void AddColumn(int column, Claim<TExtension> claim) => _ofWitness.Add(new ColumnClaim<TExtension>(column, Keep(claim)));

    public void AddLookups(IEnumerable<PiecesClaim<TExtension>> claims) => _ofWitness.AddRange(claims);

    public void Add(ref ProofReader reader, int value, Claim<TExtension> claim)
    {
        CircuitValue about = statement.Circuit.Values[value];
        switch (about.Role)
        {
            case ValueRole.Public:
                reader.RequireEqual(claim.Weigh(ElementsOf(value)), claim.Sum, ProofFault.PublicValueDiffers);
                break;
            case ValueRole.Weight:
                _ofKey.Add(new ColumnClaim<TExtension>(about.Column, Keep(claim)));
                break;
            case ValueRole.Committed:
                _ofWitness.Add(new ColumnClaim<TExtension>(about.Column, Keep(claim)));
                break;
            case ValueRole.Virtual:
                if (!_ofValues.TryGetValue(value, out List<Claim<TExtension>>? claims))
                    _ofValues.Add(value, claims = []);
                claims.Add(Keep(claim));
                break;
            case ValueRole.Outside:
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    /// <summary>Reads the sum of a claim about a value, and takes it for true; computes it where everybody knows the value.</summary>
    public TExtension Read(ref ProofReader reader, byte label, int value, Claim<TExtension> claim)
    {
        if (statement.Circuit.Values[value].Role == ValueRole.Public)
            return claim.Weigh(ElementsOf(value));
        TExtension sum = reader.ReadOne<TExtension>(label);
        Add(ref reader, value, claim with { Sum = sum });
        return sum;
    }

    private Claim<TExtension> Keep(Claim<TExtension> claim)
    {
        Claim<TExtension> kept = claim.ToCompact();
        _held += kept.HeldCount();
        return kept;
    }

    /// <summary>The elements of a value that everybody knows.</summary>
    public long[] ElementsOf(int value)
    {
        int border = statement.Circuit.BorderInputs.IndexOf(value);
        return border >= 0 ? statement.Inputs[border] : statement.Circuit.PublicConstants[value]!;
    }
}
