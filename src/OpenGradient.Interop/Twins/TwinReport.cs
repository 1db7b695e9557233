using System.Collections.Immutable;
using OpenGradient.Primitives;

namespace OpenGradient.Interop;

/// <summary>What was found out about a twin.</summary>
/// <param name="Form">Which form it has.</param>
/// <param name="Code">The first rule that is broken.</param>
/// <param name="Reason">The same in one sentence; it repeats nothing from the bytes but digests and addresses.</param>
public sealed record TwinReport(TwinForm Form, TwinCode Code, string Reason)
{
    /// <summary>The receipt that the twin names; null if it could not be read.</summary>
    public ReceiptId? Receipt { get; init; }

    /// <summary>The key that the receipt names as its issuer's; null if it could not be read.</summary>
    public Digest? Issuer { get; init; }

    /// <summary>The EIP-712 digest; null for the other form, or if it could not be made.</summary>
    public Digest? TypedDataDigest { get; init; }

    /// <summary>The Ethereum accounts whose signatures were checked and hold; empty unless <see cref="Code"/> is ok.</summary>
    public ImmutableArray<string> Accounts { get; init; } = [];

    /// <summary>Whether the bundle was there, and names the same receipt.</summary>
    public bool IsComparedWithBundle { get; init; }

    /// <summary>What a twin that holds shows; empty for any other.</summary>
    public ImmutableArray<string> Establishes => Code != TwinCode.Ok
        ? []
        :
        [
            Form switch
            {
                TwinForm.Cose => $"The holder of key {Issuer.ToString()![..8]} signed this statement, which carries the whole receipt {Receipt.ToString()![..8]}.",
                TwinForm.Eip712 => $"The holder of key {Issuer.ToString()![..8]} signed this digest, under which receipt {Receipt.ToString()![..8]} is named.",
                TwinForm.Air => $"The holder of the AIR receipt's key signed claims that name receipt {Receipt.ToString()![..8]}.",
            },
            .. IsComparedWithBundle ? ImmutableArray.Create("Twin and bundle say the same of the same receipt.") : [],
            .. Accounts.Select(static account => $"Account {account} signed the digest."),
        ];

    /// <summary>What a twin that holds does not show; empty for any other.</summary>
    public ImmutableArray<string> DoesNotEstablish => Code != TwinCode.Ok
        ? []
        :
        [
            .. Form == TwinForm.Eip712 && !IsComparedWithBundle ? ImmutableArray.Create("That the receipt says what the typed data says: only its bundle shows that.") : [],
            "That the model computed the output, that the receipt was logged, and who holds the key: that is in the bundle and its policy.",
        ];
}
