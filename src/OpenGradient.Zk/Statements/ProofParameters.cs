using System.Buffers.Binary;
using OpenGradient.Zk.Circuits;
using OpenGradient.Zk.Commitments;
using OpenGradient.Zk.Hiding;
using OpenGradient.Zk.Trees;

namespace OpenGradient.Zk.Statements;

/// <summary>How sure a proof is to be, at what cost; proof-1 section 8.</summary>
/// <remarks>They are part of the statement. Which do is for <see cref="Soundness.SoundnessLedger"/> to say, not for whoever makes the proof.</remarks>
/// <param name="LogInverseRate">b.</param>
/// <param name="Queries">Q and g, for all commitments together.</param>
/// <param name="LookupWorkBits">h, before the challenges of the lookups.</param>
internal sealed record ProofParameters(int LogInverseRate, QueryParameters Queries, int LookupWorkBits = 0)
{
    private const int MostQueries = 1 << 12;
    private const int MostWorkBits = 40;

    /// <summary>A leaf of so many elements is one block of the hash.</summary>
    private const int LogRowCount = 4;

    /// <summary>The words of longer rows would look near too often when they are combined; larger vectors have more rows.</summary>
    private const int LogMostRowElements = 21;

    private const int LogLargestFold = 3;

    /// <summary>A row is at least so many times as long as what hides it, which costs distance.</summary>
    private const int LogLeastShare = 3;

    /// <summary>A rate of a quarter, and 84 bits by queries, 16 by work.</summary>
    public static ProofParameters Default { get; } = new(2, new(124, 16));

    /// <summary>The same where something is hidden: rows are less far apart, and the pads are looked into, too.</summary>
    public static ProofParameters HidingDefault { get; } = Default with { Queries = new(134, 16) };

    /// <summary>What trees are hashed with. The name of the profile says it, so it is no parameter that a transcript absorbs a second time.</summary>
    public TreeHash Trees { get; init; }

    /// <summary>Whether a verifier takes these on at all.</summary>
    public bool IsWellFormed =>
        LogInverseRate is > 0 and <= 4 && Queries.QueryCount is > 0 and <= MostQueries && Queries.WorkBits is >= 0 and <= MostWorkBits && LookupWorkBits is >= 0 and <= MostWorkBits;

    /// <summary>The matrix of the weights; it depends on nothing else, because a key serves many statements.</summary>
    public CommitmentShape KeyShape(ColumnLayout layout)
    {
        int logRowElements = Math.Clamp(layout.VariableCount - LogRowCount, FoldingSchedule.LogClearElements, LogMostRowElements);
        return new(layout.VariableCount - logRowElements, logRowElements, LogInverseRate) { Trees = Trees };
    }

    /// <summary>The matrix of the witness: such that whole folds lead from its rows to those of the key, or from these to its.</summary>
    /// <param name="layout">Of the witness.</param>
    /// <param name="key">That of the weights; null for a circuit without.</param>
    public CommitmentShape WitnessShape(ColumnLayout layout, CommitmentShape? key)
    {
        int logRowCount = Math.Max(LogRowCount, layout.VariableCount - LogMostRowElements);
        while (key is not null && (layout.VariableCount - logRowCount - key.LogRowElements) % LogLargestFold != 0)
            logRowCount++;
        return new(logRowCount, layout.VariableCount - logRowCount, LogInverseRate) { Trees = Trees };
    }

    /// <summary>The matrix of the weights of a circuit.</summary>
    /// <param name="circuit">Has weights.</param>
    /// <param name="proofCount">So many proofs they stay hidden in, if they are.</param>
    public CommitmentShape KeyShape(Circuit circuit, int proofCount) => KeyShape(circuit.Visibility, new PlacedColumns(circuit.KeyColumns).Layout, proofCount);

    /// <summary>The same, where the weights are placed already.</summary>
    public CommitmentShape KeyShape(Visibility visibility, ColumnLayout layout, int proofCount) => visibility.HidesWeights ? HiddenKeyShape(layout, proofCount) : KeyShape(layout);

    /// <summary>The matrix of private weights; like that of public ones it depends on no statement, because a key serves many.</summary>
    /// <param name="layout">Of the weights.</param>
    /// <param name="proofCount">So many proofs they stay hidden in.</param>
    public CommitmentShape HiddenKeyShape(ColumnLayout layout, int proofCount) => Hide(KeyShape(layout), ProofKey.MostColumns * proofCount);

    /// <summary>The matrix of the witness of a circuit.</summary>
    public CommitmentShape WitnessShape(Circuit circuit) =>
        WitnessShape(circuit.Visibility, new PlacedColumns(circuit.WitnessColumns).Layout, circuit.KeyColumns.IsEmpty ? null : new PlacedColumns(circuit.KeyColumns).Layout);

    /// <summary>The same, where witness and weights, if there are any, are placed already.</summary>
    public CommitmentShape WitnessShape(Visibility visibility, ColumnLayout witness, ColumnLayout? key)
    {
        CommitmentShape shape = WitnessShape(witness, key is null ? null : KeyShape(key));
        return visibility.IsHiding ? Hide(shape, Queries.QueryCount) : shape;
    }

    /// <summary>With more random values in a row than columns are shown, and rows that are long beside that; two of them at least.</summary>
    private CommitmentShape Hide(CommitmentShape shape, int shownCount)
    {
        int logBlind = TableauShape.LogAbove(shownCount);
        int logRowElements = Math.Max(shape.LogRowElements, logBlind + LogLeastShare);
        return new(Math.Max(1, shape.VariableCount - logRowElements), logRowElements, LogInverseRate) { LogBlindElements = logBlind, Trees = Trees };
    }

    /// <summary>What the transcript absorbs.</summary>
    public byte[] ToBytes()
    {
        int[] numbers = [LogInverseRate, Queries.QueryCount, Queries.WorkBits, LookupWorkBits];
        byte[] bytes = new byte[numbers.Length * sizeof(long)];
        for (int index = 0; index < numbers.Length; index++)
            BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(index * sizeof(long)), numbers[index]);
        return bytes;
    }
}
