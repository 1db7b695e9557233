using OpenGradient.Receipts;

namespace OpenGradient.Gateway;

/// <summary>A place in a session, held until the inference is over and its receipt is stored.</summary>
internal sealed class SessionClaim(SessionStatement? place, Action release) : IDisposable
{
    /// <summary>What the receipt will state; null if it belongs to no session.</summary>
    public SessionStatement? Place => place;

    public void Dispose() => release();
}
