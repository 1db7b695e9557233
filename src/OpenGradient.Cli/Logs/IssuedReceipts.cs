using OpenGradient.Gateway;
using OpenGradient.Primitives;

namespace OpenGradient.Cli.Logs;

/// <summary>Which receipts a key's owner issued: a list, one id a line, or the store of a node.</summary>
internal static class IssuedReceipts
{
    /// <summary>Reads them anew each time: a node issues while it is watched, and stores before it logs.</summary>
    /// <exception cref="InvalidInputException">The file is not there, or a line of it is no receipt id.</exception>
    public static Func<IReadOnlySet<ReceiptId>>? From(string? list, string? dataDirectory)
    {
        if (list is not null)
            return () => new HashSet<ReceiptId>(File.ReadLines(list).Where(static line => line.Length > 0).Select(line => Parse(list, line)));
        return dataDirectory is null ? null : () => NodeReceipts.ReadIds(dataDirectory);
    }

    private static ReceiptId Parse(string list, string line) => Digest.TryParse(line.Trim(), out Digest digest)
        ? new ReceiptId(digest)
        : throw new InvalidInputException(InvalidInputKind.Malformed, list, $"'{line}' is no receipt id.");
}
