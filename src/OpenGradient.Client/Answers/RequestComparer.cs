using System.Collections.Immutable;
using OpenGradient.Receipts;

namespace OpenGradient.Client;

/// <summary>Compares a request with the receipt of its answer.</summary>
/// <param name="body">The body that was sent.</param>
/// <param name="receipt">What the receipt states.</param>
/// <param name="opened">The disclosures of the bundle that lead to the receipt's commitments.</param>
/// <returns>What differs or cannot be compared, a sentence each; none if the receipt is about the request.</returns>
public delegate ImmutableArray<string> RequestComparer(ReadOnlySpan<byte> body, ReceiptContent receipt, ImmutableArray<Disclosure> opened);
