using System.Buffers;
using System.Net;
using OpenGradient.Primitives;

namespace OpenGradient.Gateway;

/// <summary>Refuses options that a node could not run with, before it touches anything.</summary>
internal static class NodeOptionsCheck
{
    private const int MaximumNameLength = 100;
    private const int MaximumThreads = 64;
    private const int MaximumAuditors = 256;
    private const int MaximumWaiting = 1_000_000;
    private const long LargestRequestBytes = 1 << 30;

    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-");

    /// <exception cref="InvalidInputException">An option is out of range; the subject is its name.</exception>
    public static void Require(NodeOptions options)
    {
        Require(options.Port is >= 0 and <= 65535, "port", "A port is a number from 0 to 65535.");
        Require(IPAddress.TryParse(options.Address, out _), "address", $"'{Text.Shorten(options.Address)}' is no IP address.");
        Require(options.Name is null || IsName(options.Name), "name", $"A node's name has 1 to {MaximumNameLength} letters, digits, '.', '_' or '-'.");
        Require(options.ConcurrentInferences > 0, "concurrent inferences", "At least one inference must be able to run.");
        Require(options.WaitingInferences is >= 0 and <= MaximumWaiting, "waiting inferences", $"This is 0 to {MaximumWaiting}.");
        Require(options.ThreadCount is null or (>= 1 and <= MaximumThreads), "thread count", $"This is 1 to {MaximumThreads}.");
        Require(options.ReaderTime > TimeSpan.Zero && options.ReaderTime.TotalMilliseconds < int.MaxValue, "reader time", "This is above 0 and below 24 days.");
        Require(options.CacheBytes > 0, "cache bytes", "This is 1 or more.");
        Require(options.ProofBytes >= 0, "proof bytes", "This is 0 or more; with 0 no receipt is proved.");
        Require(options.Auditors.Count <= MaximumAuditors, "auditors", $"These are at most {MaximumAuditors}.");
        Require(options.AnswerTime > TimeSpan.Zero && options.AnswerTime.TotalMilliseconds < int.MaxValue, "answer time", "This is above 0 and below 24 days.");
        Require(options.MaximumRequestBytes is > 0 and <= LargestRequestBytes, "maximum request bytes", $"This is 1 to {LargestRequestBytes}.");
        Require(options.MaximumModelBytes > 0, "maximum model bytes", "This is 1 or more.");
    }

    private static bool IsName(string name) => name.Length is > 0 and <= MaximumNameLength && !name.AsSpan().ContainsAnyExcept(NameCharacters);

    private static void Require(bool isTrue, string subject, string message)
    {
        if (!isTrue)
            throw new InvalidInputException(InvalidInputKind.Invalid, subject, message);
    }
}
