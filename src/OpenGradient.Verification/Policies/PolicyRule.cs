namespace OpenGradient.Verification;

/// <summary>What a policy demands for some purposes (receipt-1 §5.9).</summary>
/// <param name="For">The purpose's name, or <see cref="AnyPurpose"/>.</param>
/// <param name="Above">Holds for amounts above this one; null: from nothing on.</param>
/// <param name="UpTo">Holds for amounts up to this one; null: without end.</param>
/// <param name="Demands">What is demanded; has no rules.</param>
public sealed record PolicyRule(string For, Amount? Above, Amount? UpTo, Policy Demands)
{
    /// <summary>The name that stands for every purpose.</summary>
    public const string AnyPurpose = "*";

    /// <summary>Whether the search for a rule ends here: the rule is for the purpose, and its bounds hold or cannot be told.</summary>
    internal bool IsFor(Purpose purpose) => (For == AnyPurpose || For == purpose.Name) && (purpose.Amount is null || Holds(purpose));

    /// <summary>Whether the bounds hold for the amount; a bound does not hold where there is none.</summary>
    internal bool Holds(Purpose purpose) => (Above is null || purpose.Amount > Above) && (UpTo is null || purpose.Amount <= UpTo);
}
