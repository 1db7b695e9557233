namespace OpenGradient.Cli.Auditing;

/// <summary>How likely a liar is found, and what a lie has to cost (audit-1 §5).</summary>
/// <param name="Rate">The share of entries that an auditor draws.</param>
/// <param name="Auditors">How many auditors there are, each drawing by itself.</param>
/// <param name="Honest">How likely each is honest and at work.</param>
internal sealed record AuditOdds(double Rate, int Auditors, double Honest)
{
    /// <summary>How likely one false answer is drawn by somebody who says so: 1 - (1 - h·p)^m.</summary>
    public double OfOne => 1 - Math.Pow(1 - (Honest * Rate), Auditors);

    /// <summary>How likely at least one of so many false answers is.</summary>
    public double OfAny(long lies) => 1 - Math.Pow(1 - OfOne, lies);

    /// <summary>After how many false answers a liar is found with at least this probability.</summary>
    public long LiesUntil(double probability) => OfOne >= 1 ? 1 : (long)Math.Ceiling(Math.Log(1 - probability) / Math.Log(1 - OfOne));

    /// <summary>The stake above which a lie that earns <paramref name="gain"/> pays less than nothing: g·(1 - p)/p.</summary>
    public double StakeFor(double gain) => gain * (1 - OfOne) / OfOne;
}
