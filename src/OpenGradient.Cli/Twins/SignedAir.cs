using OpenGradient.Interop;

namespace OpenGradient.Cli.Twins;

/// <summary>A receipt of AIR v1 that was signed here, and what it was made from.</summary>
/// <param name="Air">Its bytes.</param>
/// <param name="PublicKey">The key that it verifies with.</param>
/// <param name="Companions">The bundle and the attestation document.</param>
internal sealed record SignedAir(byte[] Air, ReadOnlyMemory<byte> PublicKey, AirCompanions Companions);
