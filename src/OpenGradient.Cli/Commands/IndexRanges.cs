using System.Collections.Immutable;
using OpenGradient.Primitives;
using OpenGradient.Receipts;

namespace OpenGradient.Cli.Commands;

/// <summary>Reads ranges as a person writes them: <c>0,2..5</c>.</summary>
internal static class IndexRanges
{
    /// <summary>The ranges; none if nothing was given.</summary>
    /// <exception cref="InvalidInputException">It has another form.</exception>
    public static ImmutableArray<IndexRange> Read(string option, string? text) =>
        text is null ? [] : [.. text.Split(',').Select(part => ReadOne(option, part.Trim()))];

    private static IndexRange ReadOne(string option, string text)
    {
        string[] ends = text.Split("..");
        return ends.Length <= 2 && TextForm.TryReadCount(ends[0], out long first) && TextForm.TryReadCount(ends[^1], out long last) && first <= last
            ? new(first, last)
            : throw new InvalidInputException(InvalidInputKind.Invalid, option, $"'{text}' is no number and no range like 32..95.");
    }
}
