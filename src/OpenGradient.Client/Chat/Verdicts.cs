using Microsoft.Extensions.AI;
using OpenGradient.Verification;

namespace OpenGradient.Client;

/// <summary>The verdict on a response, and the purpose of a request, where Microsoft.Extensions.AI has room for what it does not know.</summary>
public static class Verdicts
{
    /// <summary>The name of the property with the <see cref="VerificationReport"/>.</summary>
    public const string ReportProperty = "opengradient.report";

    /// <summary>The name of the property with the bundle's bytes.</summary>
    public const string BundleProperty = "opengradient.bundle";

    private const string PurposeProperty = "opengradient.purpose";

    /// <summary>What was checked of this response, what that establishes and what not; null if it did not come through a client of this library.</summary>
    public static VerificationReport? GetVerdict(this ChatResponse response) => Find<VerificationReport>(response, ReportProperty);

    /// <summary>The verdict on a streamed response; only its last update has one.</summary>
    public static VerificationReport? GetVerdict(this ChatResponseUpdate update)
    {
        ArgumentNullException.ThrowIfNull(update);
        return Find<VerificationReport>(update.AdditionalProperties, ReportProperty);
    }

    /// <summary>The verdict on an embedding; null if it did not come through a client of this library.</summary>
    public static VerificationReport? GetVerdict(this Embedding embedding)
    {
        ArgumentNullException.ThrowIfNull(embedding);
        return Find<VerificationReport>(embedding.AdditionalProperties, ReportProperty);
    }

    /// <summary>The receipt of this response with its evidence, for whoever wants to check it again; null if there is none.</summary>
    public static ReadOnlyMemory<byte>? GetBundle(this ChatResponse response) => Find<VerifiedAnswer>(response, BundleProperty)?.Bundle;

    /// <summary>Says what an answer is for: it chooses the rule of the policy. The node is not told.</summary>
    public static ChatOptions For(this ChatOptions options, Purpose purpose)
    {
        ArgumentNullException.ThrowIfNull(options);
        (options.AdditionalProperties ??= [])[PurposeProperty] = purpose;
        return options;
    }

    internal static Purpose? GetPurpose(this ChatOptions? options) => options?.AdditionalProperties?.TryGetValue(PurposeProperty, out object? value) == true ? (Purpose?)value : null;

    /// <summary>The properties with what stands behind the response, which is one answer.</summary>
    internal static AdditionalPropertiesDictionary? Add(AdditionalPropertiesDictionary? properties, VerifiedAnswer? answer)
    {
        if (answer is null)
            return properties;
        properties ??= [];
        properties[ReportProperty] = answer.Report;
        properties[BundleProperty] = answer;
        return properties;
    }

    /// <summary>A property of the response; or, where it was put together from updates, of the last message that has it.</summary>
    private static T? Find<T>(ChatResponse response, string name)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(response);
        return Find<T>(response.AdditionalProperties, name) ?? response.Messages.Reverse().Select(message => Find<T>(message.AdditionalProperties, name)).FirstOrDefault(static found => found is not null);
    }

    private static T? Find<T>(AdditionalPropertiesDictionary? properties, string name)
        where T : class => properties?.TryGetValue(name, out object? value) == true ? value as T : null;
}
