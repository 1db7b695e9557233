using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;
using OpenGradient.Primitives;
using OpenGradient.Transparency.Log;

namespace OpenGradient.Gateway;

/// <summary>An error as it goes out: a status, a sentence, and what is wrong. Never a stack trace.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Message">One sentence for a person.</param>
/// <param name="Subject">The field or file that is wrong; null where there is none.</param>
/// <param name="Code">A word for a machine.</param>
internal sealed record HttpError(int Status, string Message, string? Subject, string Code)
{
    private static readonly TimeSpan StorageRetry = TimeSpan.FromSeconds(10); // a disk that is full or gone is put right by a person

    /// <summary>What to answer for an exception; null for one that nobody foresaw, which is logged and answered with 500.</summary>
    public static HttpError? From(Exception exception) => exception switch
    {
        InvalidInputException invalid => new(StatusOf(invalid.Kind), invalid.Message, invalid.Subject, CodeOf(invalid.Kind)),
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } =>
            new(StatusCodes.Status413PayloadTooLarge, "The body is larger than this endpoint takes.", "body", "too_large"),
        BadHttpRequestException bad => new(bad.StatusCode, "The request is not well-formed HTTP.", null, "malformed"),
        UnsupportedMediaTypeException unsupported => new(StatusCodes.Status415UnsupportedMediaType, unsupported.Message, "Content-Type", "unsupported_media_type"),
        UnusableModelException unusable => new(StatusCodes.Status422UnprocessableEntity, unusable.Message, unusable.Subject, "unusable_model"),
        LogStoppedException or SqliteException =>
            new(StatusCodes.Status503ServiceUnavailable, "The node cannot store receipts, so it does not answer; its log says why.", null, "storage_unavailable") { RetryAfter = StorageRetry },
        DisclosureRefusedException refused => new(StatusCodes.Status403Forbidden, refused.Message, DisclosureAccess.HeaderName, "forbidden"),
        AuditorRefusedException refused => new(StatusCodes.Status403Forbidden, refused.Message, "spki", "forbidden"),
        EvidenceRefusedException refused => new(StatusCodes.Status403Forbidden, refused.Message, refused.Subject, "evidence_refused"),
        NodeBusyException busy => new(StatusCodes.Status429TooManyRequests, busy.Message, null, "busy") { RetryAfter = busy.RetryAfter },
        _ => null,
    };

    /// <summary>When it is worth while to ask again; null where time puts nothing right.</summary>
    public TimeSpan? RetryAfter { get; private init; }

    /// <summary>The sentence with what is wrong in front, for APIs that have no field for it.</summary>
    public string FullMessage => Subject is null ? Message : $"{Subject}: {Message}";

    /// <summary>The answer for everything that nobody foresaw.</summary>
    public static HttpError Unexpected { get; } =
        new(StatusCodes.Status500InternalServerError, "The node failed at this request; its log says why.", null, "internal_error");

    private static int StatusOf(InvalidInputKind kind) => kind switch
    {
        InvalidInputKind.NotFound => StatusCodes.Status404NotFound,
        InvalidInputKind.TooLarge => StatusCodes.Status413PayloadTooLarge,
        InvalidInputKind.Conflict => StatusCodes.Status409Conflict,
        _ => StatusCodes.Status400BadRequest,
    };

    private static string CodeOf(InvalidInputKind kind) => kind switch
    {
        InvalidInputKind.Malformed => "malformed",
        InvalidInputKind.NotFound => "not_found",
        InvalidInputKind.TooLarge => "too_large",
        InvalidInputKind.Unsupported => "unsupported",
        InvalidInputKind.Conflict => "conflict",
        _ => "invalid",
    };
}
