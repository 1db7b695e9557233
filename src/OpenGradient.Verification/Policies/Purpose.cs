using System.Diagnostics.CodeAnalysis;
using OpenGradient.Receipts;

namespace OpenGradient.Verification;

/// <summary>What an answer is for, as whoever is about to act on it says: it chooses the rule of a policy (receipt-1 §5.9).</summary>
/// <param name="Name">A label, such as <c>transfer</c>; null names none.</param>
/// <param name="Amount">How much it is about; null where it is about no amount.</param>
/// <remarks>Never taken from the bundle or the answer: whoever wrote these would choose what they are held to.</remarks>
public readonly record struct Purpose(string? Name, Amount? Amount = null)
{
    /// <summary>The header of a request that says what its answer is for (receipt-1 §10.1).</summary>
    public const string HeaderName = "Inference-Purpose";

    /// <summary>Any purpose: only rules for <c>*</c> are for it.</summary>
    public static Purpose None => default;

    /// <summary>The value of the header, such as <c>transfer; amount=250</c>; null where there is no name, and no header.</summary>
    public string? HeaderValue => Name is null || Amount is null ? Name : $"{Name}; amount={Amount}";

    /// <summary>Reads a purpose; false if a text has not its form.</summary>
    public static bool TryParse(string? name, string? amount, [NotNullWhen(true)] out Purpose? purpose)
    {
        purpose = null;
        if (name is not null && !TextForm.IsLabel(name))
            return false;
        if (amount is null)
        {
            purpose = new Purpose(name);
            return true;
        }

        if (!Verification.Amount.TryParse(amount, out Amount read))
            return false;
        purpose = new Purpose(name, read);
        return true;
    }
}
