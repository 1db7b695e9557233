using System.Collections.Immutable;
using OpenGradient.Receipts;

namespace OpenGradient.Verification;

/// <summary>The row <c>order</c> (receipt-1 §9.3): whether the receipts are one chain, in their order and without a gap.</summary>
internal static class OrderCheck
{
    public static SessionRow Check(ImmutableArray<Receipt> receipts)
    {
        SortedSet<string> seen = new(StringComparer.Ordinal);
        for (int step = 0; step < receipts.Length; step++)
        {
            if (FindFault(receipts, step, seen) is { } code)
                return new("order", code, step, ReasonOf(code, step));
            seen.Add(receipts[step].Id.ToString());
        }

        SessionStatement first = receipts[0].Content.Session!;
        return first.Index == 0
            ? new("order", SessionCode.Ok, 0, $"{receipts.Length} receipts, each of which names the one before it, from the first of the session on.")
            : new("order", SessionCode.OkPartial, 0, $"{receipts.Length} receipts, each of which names the one before it, from number {first.Index} of the session on.");
    }

    private static SessionCode? FindFault(ImmutableArray<Receipt> receipts, int step, SortedSet<string> seen)
    {
        if (receipts[step].Content.Session is not { } place)
            return SessionCode.SessionMissing;
        if (step == 0)
            return null;
        SessionStatement before = receipts[step - 1].Content.Session!;
        if (place.Id != before.Id)
            return SessionCode.SessionForeign;
        if (seen.Contains(receipts[step].Id.ToString()))
            return SessionCode.StepTwice;
        if (place.Index == before.Index)
            return SessionCode.StepForked;
        if (place.Index < before.Index)
            return SessionCode.StepMoved;
        if (place.Index - 1 != before.Index)
            return SessionCode.StepMissing;
        return place.Previous == receipts[step - 1].Id ? null : SessionCode.PrevMismatch;
    }

    private static string ReasonOf(SessionCode code, int step) => code switch
    {
        SessionCode.SessionMissing => $"Receipt {step} of the file belongs to no session.",
        SessionCode.SessionForeign => $"Receipt {step} of the file belongs to another session.",
        SessionCode.StepTwice => $"Receipt {step} of the file is there twice.",
        SessionCode.StepForked => $"Receipt {step} of the file has the place of the one before it: the issuer signed two ways that the session went.",
        SessionCode.StepMoved => $"Receipt {step} of the file belongs before others that stand before it.",
        SessionCode.StepMissing => $"Before receipt {step} of the file one is missing.",
        _ => $"Receipt {step} of the file names another receipt before it.",
    };
}
