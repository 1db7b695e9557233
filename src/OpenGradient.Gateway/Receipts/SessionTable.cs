using OpenGradient.Primitives;
using OpenGradient.Receipts;

namespace OpenGradient.Gateway;

/// <summary>Keeps the receipts of a session in one line: an inference takes the next place, and nobody else has it meanwhile.</summary>
/// <remarks>
/// The places that are taken for good are in the store. Crash note: a place is claimed in memory only; an inference that leaves no receipt leaves no gap.
/// Not guaranteed: that a node which wants to sign two receipts after one cannot. It only does not.
/// </remarks>
internal sealed class SessionTable(ReceiptStore store)
{
    private readonly Lock _lock = new();
    private readonly HashSet<Digest> _claimed = [];

    /// <summary>The next place of a session, until the claim is disposed of; a claim without a place where nobody asked for one.</summary>
    /// <exception cref="InvalidInputException">The receipt that the client names is not the last one of the session, or an inference of it is under way.</exception>
    public SessionClaim Claim(SessionWish? wish)
    {
        if (wish is null)
            return new SessionClaim(null, static () => { });
        lock (_lock)
        {
            if (!_claimed.Add(wish.Id))
                throw new InvalidInputException(InvalidInputKind.Conflict, SessionWish.HeaderName, "An inference of this session is under way: its receipt comes first.");
        }

        try
        {
            return new SessionClaim(NextOf(wish), () => Release(wish.Id));
        }
        catch
        {
            Release(wish.Id);
            throw;
        }
    }

    private SessionStatement NextOf(SessionWish wish)
    {
        ReceiptId? last = store.FindLastOfSession(wish.Id);
        if (last != wish.Previous)
        {
            throw new InvalidInputException(
                InvalidInputKind.Conflict, SessionWish.HeaderName, last is null ? "This node has signed no receipt of this session: begin it without prev." : $"The last receipt of this session is {last}: prev has to name it.");
        }

        return last is { } previous ? new(wish.Id, IndexOf(previous) + 1, previous) : new(wish.Id, 0, null);
    }

    private long IndexOf(ReceiptId id) => Receipt.TryParse(store.Find(id)!.Envelope, out Receipt? receipt, out _) ? receipt.Content.Session!.Index : throw new InvalidDataException($"The stored receipt {id} is malformed.");

    private void Release(Digest id)
    {
        lock (_lock)
            _claimed.Remove(id);
    }
}
