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

    /// <summary>The root over the first leaves of the trace, or of the receipt's.</summary>
    public sealed record Prefix(int Count, bool OfReceipt) : DisputeRequest
    {
        /// <inheritdoc/>
        public override string Describe() => $"the root over the first {(Count == 1 ? "leaf" : $"{Count} leaves")}{(OfReceipt ? " of the receipt's trace" : "")}";
    }

    /// <summary>Where a leaf of the receipt's trace is in the full trace.</summary>
    public sealed record Place(int Index) : DisputeRequest
    {
        /// <inheritdoc/>
        public override string Describe() => $"where leaf {Index} of the receipt's trace is";
    }

    /// <summary>The leaf of a position in the rows that the receipt of a causal Program binds.</summary>
    public sealed record Row(int Position) : DisputeRequest
    {
        /// <inheritdoc/>
        public override string Describe() => $"what the receipt binds of position {Position}";
    }

    /// <summary>The output of the full trace that an entry of such a leaf speaks of.</summary>
    public sealed record Entry(int Position, int Index) : DisputeRequest
    {
        /// <inheritdoc/>
        public override string Describe() => $"which output entry {Index} of position {Position} is";
    }

    /// <summary>The tiles in which a part of a document lies.</summary>
    public sealed record Part(DocumentName Document, long Offset, int ByteCount) : DisputeRequest
    {
        /// <inheritdoc/>
        public override string Describe() => $"bytes {Offset} to {Offset + ByteCount} of {Document}";
    }

    /// <summary>The hashes under a node of the trace, of the receipt's trace, or of a document's tiles.</summary>
    public sealed record Children(DocumentName? Document, MerkleRange Range, bool OfReceipt = false) : DisputeRequest
    {
        /// <inheritdoc/>
        public override string Describe() =>
            $"halves of {(Document is { } document ? $"tiles of {document}" : OfReceipt ? "receipt leaves" : "trace leaves")} {Range.Start}-{Range.Start + Range.Count - 1}";
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

    /// <summary>What tells which leaf stands at a place of the trace.</summary>
    public sealed record Successor(int Index) : DisputeRequest
    {
        /// <inheritdoc/>
        public override string Describe() => Index == 0 ? "which leaf is the first" : $"which leaf follows leaf {Index - 1}";
    }

    /// <summary>What the disputed value is made from.</summary>
    /// <param name="Leaf">Which value.</param>
    /// <param name="Index">Its place in the trace.</param>
    /// <param name="Header">Its type and shape, if both parties say the same; null if these are in dispute.</param>
    /// <param name="Element">The disputed element; null if type and shape are.</param>
    public sealed record Sources(LeafName Leaf, int Index, ValueHeader? Header, long? Element) : DisputeRequest
    {
        /// <inheritdoc/>
        public override string Describe() => $"what {(Element is { } element ? $"element {element}" : "the shape")} of {DocumentName.Of(Leaf)} is made from";

        /// <summary>The place of the leaf before the step's first; -1 if there is none.</summary>
        public int BeforeIndex => Index - Leaf.Output - 1;

        /// <summary>The element and the header; null if that is in dispute.</summary>
        public (long Index, ValueHeader Header)? Share => Element is { } element ? (element, Header!) : null;
    }

    /// <summary>What the expansion of the disputed step gave.</summary>
    public sealed record Expansion(LeafName Leaf) : DisputeRequest
    {
        /// <inheritdoc/>
        public override string Describe() => $"what {DocumentName.Of(Leaf)} is, step by step";
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
