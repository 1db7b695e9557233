using System.Collections.Immutable;

namespace OpenGradient.Execution.Disputes;

/// <summary>What is owed in a round; it follows from the messages before, so nobody need send it.</summary>
internal abstract record DisputeRequest
{
    /// <summary>In a few words.</summary>
    public abstract string Describe();

    /// <summary>The claim.</summary>
    public sealed record Claim : DisputeRequest
    {
        /// <inheritdoc/>
        public override string Describe() => "what the inference gave";
    }

    /// <summary>The Program's bytes.</summary>
    public sealed record ProgramBytes : DisputeRequest
    {
        /// <inheritdoc/>
        public override string Describe() => "the Program";
    }

    /// <summary>The hashes under a node of the trace, or of a document's tiles.</summary>
    public sealed record Children(DocumentName? Document, MerkleRange Range) : DisputeRequest
    {
        /// <inheritdoc/>
        public override string Describe() =>
            $"halves of {(Document is { } document ? $"tiles of {document}" : "trace leaves")} {Range.Start}-{Range.Start + Range.Count - 1}";
    }

    /// <summary>The value at a leaf.</summary>
    public sealed record Value(int Leaf) : DisputeRequest
    {
        /// <inheritdoc/>
        public override string Describe() => $"the value at leaf {Leaf}";
    }

    /// <summary>A tile whose leaf hash is known.</summary>
    public sealed record Tile(DocumentName Document, int Index) : DisputeRequest
    {
        /// <inheritdoc/>
        public override string Describe() => $"tile {Index} of {Document}";
    }

    /// <summary>A tile with its path.</summary>
    public sealed record OpenTile(DocumentName Document, int Index) : DisputeRequest
    {
        /// <inheritdoc/>
        public override string Describe() => $"tile {Index} of {Document}, with its path";
    }

    /// <summary>The documents that the disputed step reads; for a disputed header <paramref name="Element"/> is null.</summary>
    public sealed record Sources(StepRecord Record, int Output, long? Element) : DisputeRequest
    {
        /// <inheritdoc/>
        public override string Describe() => $"what step {Record.Index} ({Record.Operator}) reads for {(Element is { } element ? $"element {element}" : "its shape")}";
    }

    /// <summary>States of the derivation.</summary>
    public sealed record States(ImmutableArray<long> Positions) : DisputeRequest
    {
        /// <inheritdoc/>
        public override string Describe() => Positions.Length == 1
            ? $"the state after {Positions[0]} terms"
            : $"{Positions.Length} states, after {Positions[0]} to {Positions[^1]} terms";
    }

    /// <summary>What the terms between two positions read.</summary>
    public sealed record Openings(long From, long To, ImmutableArray<ulong> State) : DisputeRequest
    {
        /// <inheritdoc/>
        public override string Describe() => $"what term {From} reads";
    }
}
