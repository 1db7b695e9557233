using System.Collections.Immutable;

namespace OpenGradient.Models.Compilation;

/// <summary>A step of a Program in the making.</summary>
internal sealed class DraftStep
{
    public DraftStep(string name, ImmutableArray<DraftValue?> inputs, int outputCount, ImmutableSortedDictionary<string, string> attributes)
    {
        Operator = name;
        Inputs = inputs;
        Attributes = attributes;
        Outputs = [.. Enumerable.Range(0, outputCount).Select(_ => DraftValue.Of(this))];
    }

    /// <summary>The name in exec-1.</summary>
    public string Operator { get; }

    /// <summary>What it reads; null where an optional input is not given.</summary>
    public ImmutableArray<DraftValue?> Inputs { get; }

    /// <summary>What it makes; constants, if that is known already.</summary>
    public ImmutableArray<DraftValue> Outputs { get; set; }

    /// <summary>The bodies that it holds; empty but for control flow.</summary>
    public ImmutableArray<DraftBody> Bodies { get; set; } = [];

    /// <summary>The node of the model's file that it comes from, as messages name it; null if none is known.</summary>
    public string? Origin { get; init; }

    /// <summary>Its settings.</summary>
    public ImmutableSortedDictionary<string, string> Attributes { get; }
}
