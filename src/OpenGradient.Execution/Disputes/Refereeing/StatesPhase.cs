using System.Buffers.Binary;
using System.Collections.Immutable;

namespace OpenGradient.Execution.Disputes;

/// <summary>Bisection of a derivation: states at up to fifteen positions, of which the first that differs is followed.</summary>
internal sealed class StatesPhase : TypedPhase<StatesBody>
{
    private readonly DisputedDerivation _disputed;
    private readonly DerivationRange _range;
    private readonly ImmutableArray<long> _cuts;

    private StatesPhase(DisputedDerivation disputed, DerivationRange range)
    {
        _disputed = disputed;
        _range = range;
        _cuts = range.Cuts();
    }

    /// <inheritdoc/>
    public override DisputeRequest Request => new DisputeRequest.States(_cuts);

    /// <summary>The next round about a stretch: more states, or if it is one term what that reads.</summary>
    public static RefereeStep Enter(DisputedDerivation disputed, DerivationRange range) =>
        RefereeStep.To(range.To - range.From == 1 ? new OpeningsPhase(disputed, range) : new StatesPhase(disputed, range));

    /// <summary>The words of a state.</summary>
    public static ImmutableArray<ulong> Words(ImmutableArray<byte> state)
    {
        var words = ImmutableArray.CreateBuilder<ulong>(state.Length / sizeof(ulong));
        for (int at = 0; at < state.Length; at += sizeof(ulong))
            words.Add(BinaryPrimitives.ReadUInt64BigEndian(state.AsSpan()[at..]));
        return words.MoveToImmutable();
    }

    /// <summary>The bytes of a state.</summary>
    public static ImmutableArray<byte> Bytes(ImmutableArray<ulong> words)
    {
        byte[] bytes = new byte[words.Length * sizeof(ulong)];
        for (int index = 0; index < words.Length; index++)
            BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(index * sizeof(ulong)), words[index]);
        return [.. bytes];
    }

    /// <inheritdoc/>
    protected override string? FaultOf(Party party, StatesBody body)
    {
        bool fits = body.States.Length == _cuts.Length;
        for (int index = 0; fits && index < _cuts.Length; index++)
            fits = body.States[index].Length == _disputed.Derivation.WordCount(_cuts[index]) * sizeof(ulong);
        return fits ? null : "the states are not as many or not as long as was due";
    }

    /// <inheritdoc/>
    protected override RefereeStep DecideOn(Pair<StatesBody> bodies)
    {
        Pair<ImmutableArray<ImmutableArray<ulong>>> states = bodies.Select(static body => body.States.Select(Words).ToImmutableArray());
        int first = 0;
        while (first < _cuts.Length && states.A[first].SequenceEqual(states.B[first]))
            first++;
        (long from, ImmutableArray<ulong> state) = first == 0 ? (_range.From, _range.State) : (_cuts[first - 1], states.A[first - 1]);
        return Enter(_disputed, first == _cuts.Length
            ? new DerivationRange(from, state, _range.To, _range.Claims)
            : new DerivationRange(from, state, _cuts[first], states.Select(list => list[first])));
    }
}
