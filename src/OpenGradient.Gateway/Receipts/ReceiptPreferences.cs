using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace OpenGradient.Gateway;

/// <summary>How a request would have its evidence: the header <c>Prefer</c> (RFC 7240).</summary>
/// <remarks>
/// <code>
/// Prefer: wait=30                     how many seconds to wait for a checkpoint that covers the receipt, at most 30; with 0 none is signed for it
/// Prefer: receipt-bundle              an answer brings the bundle with the receipt, or in a line of the stream; otherwise it is asked for after it
/// </code>
/// </remarks>
internal static class ReceiptPreferences
{
    public const string BundleName = "receipt-bundle";

    private const string HeaderName = "Prefer";
    private const int MaximumWaitSeconds = 30;
    private static readonly TimeSpan DefaultWait = TimeSpan.FromSeconds(2);

    /// <summary>How long to wait for a checkpoint, 2 seconds if the request does not say.</summary>
    public static TimeSpan ReadWait(HttpRequest request)
    {
        foreach (string preference in Split(request.Headers))
        {
            string[] parts = preference.Split('=', 2);
            if (parts.Length == 2 && parts[0] == "wait" && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int seconds))
                return TimeSpan.FromSeconds(Math.Min(seconds, MaximumWaitSeconds));
        }

        return DefaultWait;
    }

    /// <summary>Whether an answer is to bring its bundle.</summary>
    public static bool AsksForBundle(HttpRequest request) => Split(request.Headers).Contains(BundleName);

    /// <summary>Whether the client says that it waits for no checkpoint: it is not going to ask for the log's proof.</summary>
    public static bool DeclinesLog(IHeaderDictionary headers) => Split(headers).Contains("wait=0");

    private static string[] Split(IHeaderDictionary headers) => headers[HeaderName].ToString().Split(',', StringSplitOptions.TrimEntries);
}
