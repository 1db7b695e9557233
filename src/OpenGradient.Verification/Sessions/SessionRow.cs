namespace OpenGradient.Verification;

/// <summary>One of the rows about a session as a whole: <c>order</c> or <c>calls</c>.</summary>
/// <param name="Kind">Which one.</param>
/// <param name="Code">What came out; the verdict follows from it.</param>
/// <param name="Step">The first receipt of the file at which it came to that; 0 where it is about all of them.</param>
/// <param name="Reason">Why, in words for people.</param>
public sealed record SessionRow(string Kind, SessionCode Code, int Step, string Reason)
{
    /// <summary>Whether the verdict is valid.</summary>
    public bool IsValid => Code.Verdict() == Verdict.Valid;
}
