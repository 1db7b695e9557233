using Microsoft.AspNetCore.Http;
using OpenGradient.Primitives;
using OpenGradient.Receipts;

namespace OpenGradient.Gateway;

/// <summary>The stored receipt that the path of a request names.</summary>
internal sealed class ReceiptAccess(ReceiptStore receipts, DisclosureAccess access)
{
    /// <summary>The receipt, for whoever asks.</summary>
    /// <exception cref="InvalidInputException">There is none.</exception>
    public StoredReceipt Find(HttpContext context)
    {
        if (!ReceiptId.TryParse((string)context.Request.RouteValues["id"]!, out ReceiptId id))
            throw new InvalidInputException(InvalidInputKind.Invalid, "id", "A receipt id is 64 lower-case hexadecimal digits.");
        return receipts.Find(id) ?? throw new InvalidInputException(InvalidInputKind.NotFound, "id", "This node has signed no receipt with this id.");
    }

    /// <summary>The receipt, for whoever may see its input.</summary>
    /// <exception cref="InvalidInputException">There is none.</exception>
    /// <exception cref="DisclosureRefusedException">It is not shown to whoever asks.</exception>
    public StoredReceipt FindDisclosed(HttpContext context)
    {
        StoredReceipt stored = Find(context);
        string nonce = Receipt.TryParse(stored.Envelope, out Receipt? receipt, out _) ? receipt.Content.Nonce.Provider : "";
        return access.IsAllowed(context, nonce) ? stored : throw new DisclosureRefusedException();
    }
}
