namespace OpenGradient.Receipts;

/// <summary>The two numbers used once.</summary>
/// <param name="Client">Chosen by the client, 0 to 64 bytes in lower-case hexadecimal; proves freshness to it.</param>
/// <param name="Provider">Drawn by the issuer before the run, 32 bytes in lower-case hexadecimal.</param>
public sealed record NonceStatement(string Client, string Provider);
