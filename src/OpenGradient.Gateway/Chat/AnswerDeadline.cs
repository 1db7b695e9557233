using System.Globalization;
using Microsoft.AspNetCore.Http;
using OpenGradient.Primitives;

namespace OpenGradient.Gateway;

/// <summary>How long an answer may take: what the node allows, or less if the request says so.</summary>
/// <remarks>
/// <code>
/// Answer-Time: 2500          milliseconds, at least 1
/// </code>
/// </remarks>
internal static class AnswerDeadline
{
    public const string HeaderName = "Answer-Time";

    /// <summary>The time from now on.</summary>
    /// <exception cref="InvalidInputException">The header is no whole number above 0.</exception>
    public static TimeSpan Read(IHeaderDictionary headers, TimeSpan most)
    {
        string text = headers[HeaderName].ToString().Trim();
        if (text.Length == 0)
            return most;
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int milliseconds) || milliseconds < 1)
            throw new InvalidInputException(InvalidInputKind.Invalid, HeaderName, "This header is a whole number of milliseconds, at least 1.");
        var wish = TimeSpan.FromMilliseconds(milliseconds);
        return wish < most ? wish : most;
    }
}
